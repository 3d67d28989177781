import {randomBytes} from 'node:crypto'
import {mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {S3Client} from '@aws-sdk/client-s3'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {type AwsSession, openSession} from '../../../src/aws/session.ts'
import type {TransferNode, TransferRequest} from '../../../src/nodes/transfer/request.ts'
import {s3Bucket} from '../../../src/nodes/transfer/via-s3/bucket.ts'
import {presigned} from '../../../src/nodes/transfer/via-s3/presigned.ts'
import {denied, type Lab, labAccount, startLab} from '../../lab/index.ts'
import {bring} from '../../support/arrivals.ts'
import {enterLab, leaveLab} from '../../support/lab-environment.ts'
import {type ShellNodes, type ShellNodesOptions, shellNodes} from '../../support/shell-nodes.ts'

it('signs as the S3 reference does', () => {
  const url = presigned({
    method: 'GET',
    url: new URL('https://examplebucket.s3.amazonaws.com/test.txt'),
    region: 'us-east-1',
    keys: {accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'},
    at: new Date('2013-05-24T00:00:00Z'),
    seconds: 86_400,
  })
  expect(url).toMatch(/X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404$/)
})

describe('a transfer through a bucket', () => {
  const large = randomBytes(300_000)
  const objects = new Map<string, Buffer>()
  let lab: Lab
  let session: AwsSession
  let nodes: ShellNodes

  beforeEach(async () => {
    const account = labAccount({generation: '3.8.0', deployed: false})
    account.buckets.push({
      name: 'collected',
      region: account.region,
      createdAt: account.now,
      own: true,
      publicAccessBlock: null,
      versioning: null,
      encryption: null,
      objects,
    })
    lab = await startLab({account})
    enterLab(lab)
    const opened = await openSession(S3Client, {region: null, profile: null, signal: new AbortController().signal})
    if ('kind' in opened) throw new Error(opened.detail)
    session = opened
  })
  afterEach(async () => {
    session.close()
    leaveLab()
    nodes.remove()
    objects.clear()
    await lab.close()
  })

  function holding(id: string, bytes: Buffer): TransferNode {
    mkdirSync(join(nodes.rootOf(id), 'var/tmp'), {recursive: true})
    writeFileSync(join(nodes.rootOf(id), 'log'), bytes)
    return {id, role: 'media', collect: 'cat "$root/log"'}
  }

  async function bringAll(
    contents: Readonly<Record<string, Buffer>>,
    options: ShellNodesOptions = {},
    more: Partial<TransferRequest> = {},
  ) {
    nodes = shellNodes(options)
    const asked = Object.entries(contents).map(([id, bytes]) => holding(id, bytes))
    const viaS3 = {bucket: await s3Bucket(session, 'collected'), prefix: 'support/case 7'}
    return bring({nodes: asked, commander: nodes.commander, viaS3, ...more})
  }

  it('brings what is large by one command a node, and leaves neither files nor objects', async () => {
    const {outcomes, arrived, left, objectsLeft} = await bringAll({'i-1': large, 'i-2': Buffer.from('small')})
    expect(outcomes.get('i-1')).toEqual({state: 'whole', bytes: 300_000})
    expect(outcomes.get('i-2')).toEqual({state: 'whole', bytes: 5})
    expect(arrived.get('i-1')?.equals(large)).toBe(true)
    expect([left, objectsLeft]).toEqual([[], []])
    expect(nodes.staged('i-1')).toEqual([])
    expect(objects.size).toBe(0)
    expect(lab.calls.count('s3.PutObject')).toBe(1)
    // To stage, to upload, to remove.
    expect(nodes.sent).toHaveLength(3)
  })

  it('gives each node a URL of its own that expires after a quarter of an hour, and no argument of curl has it', async () => {
    const told = `printf '%s ' "$@" >>"$root/arguments"; cat >/dev/null; printf 403`
    nodes = shellNodes()
    nodes.standIn('curl', told)
    const asked = ['i-1', 'i-2'].map(id => holding(id, large))
    const viaS3 = {bucket: await s3Bucket(session, 'collected'), prefix: ''}
    const {outcomes} = await bring({nodes: asked, commander: nodes.commander, viaS3})
    const refused = {state: 'unknown', cause: 'denied', action: 's3:PutObject'}
    expect(outcomes.get('i-1')).toMatchObject(refused)
    const urls = nodes.sent.flatMap(({script}) => /url = "(.*)"/.exec(script)?.[1] ?? [])
    expect(new Set(urls).size).toBe(2)
    for (const url of urls) expect(url).toMatch(/X-Amz-Expires=900&.*X-Amz-Signature=[0-9a-f]{64}$/)
    expect(readFileSync(join(nodes.rootOf('i-1'), 'arguments'), 'utf8')).not.toMatch(/Signature|http:/)
    expect(JSON.stringify([...outcomes])).not.toMatch(/Signature|X-Amz/)
    expect(nodes.sent.every(({comment}) => !comment.includes('http'))).toBe(true)
  })

  it('cuts what is over the budget', async () => {
    const {outcomes, arrived} = await bringAll(
      {'i-1': large},
      {},
      {limits: {bytesPerNode: 1_000_000, totalBytes: 100_000, collectSeconds: 20}},
    )
    const got = arrived.get('i-1') ?? Buffer.alloc(0)
    expect(outcomes.get('i-1')).toMatchObject({state: 'truncated', seen: {bytes: 300_000}, kept: got.length})
    expect(got.length).toBeGreaterThan(80_000)
    expect(large.subarray(0, got.length).equals(got)).toBe(true)
  })

  it.each([
    ['other bytes than were uploaded', (bytes: Buffer) => Buffer.alloc(bytes.length)],
    ['fewer bytes', (bytes: Buffer) => bytes.subarray(1)],
    ['more bytes', (bytes: Buffer) => Buffer.concat([bytes, bytes])],
  ])('is unknown where the bucket has %s', async (_, change) => {
    const {outcomes, arrived} = await bringAll(
      {'i-1': large},
      {
        fault: (_node, answer) => {
          for (const [key, bytes] of objects) objects.set(key, change(bytes))
          return answer
        },
      },
    )
    const detail = 'what the bucket has is not what the node uploaded'
    expect(outcomes.get('i-1')).toEqual({state: 'unknown', cause: 'failed', detail})
    expect(arrived.size).toBe(0)
    expect(objects.size).toBe(0)
  })

  it('is unknown where the node says that it uploaded, and the bucket has nothing', async () => {
    const {outcomes} = await bringAll(
      {'i-1': large},
      {
        fault: (_node, answer) => {
          objects.clear()
          return answer
        },
      },
    )
    expect(outcomes.get('i-1')).toMatchObject({state: 'unknown', cause: 'failed', action: 's3:GetObject'})
  })

  it('tells who may not read and delete, with the objects that are left', async () => {
    lab.faults.add('s3.GetObject', denied())
    lab.faults.add('s3.DeleteObject', denied())
    const {outcomes, objectsLeft} = await bringAll({'i-1': large})
    expect(outcomes.get('i-1')).toMatchObject({state: 'unknown', cause: 'denied', action: 's3:GetObject'})
    expect(objectsLeft).toMatchObject([
      {key: [...objects.keys()][0], why: {cause: 'denied', action: 's3:DeleteObject'}},
    ])
    expect(objectsLeft[0]?.key).toMatch(/^support\/case 7\/openvidu-doctor-[0-9a-f]{32}\/0\.gz$/)
  })

  it('deletes what was uploaded before Ctrl-C', async () => {
    const ending = new AbortController()
    const {outcomes, objectsLeft} = await bringAll(
      {'i-1': large},
      {
        fault: (_node, answer) => {
          if (objects.size > 0) ending.abort()
          return answer
        },
      },
      {signal: ending.signal},
    )
    expect(outcomes.get('i-1')).toMatchObject({state: 'unknown', cause: 'timed-out'})
    expect(objectsLeft).toEqual([])
    expect(objects.size).toBe(0)
    expect(nodes.staged('i-1')).toEqual([])
  })

  it.each(['../other', 'a/./b', '/a', 'a/', 'a//b'])(
    'refuses the prefix %s, whose keys no URL would keep',
    async prefix => {
      nodes = shellNodes()
      const viaS3 = {bucket: await s3Bucket(session, 'collected'), prefix}
      const running = bring({nodes: [holding('i-1', large)], commander: nodes.commander, viaS3})
      await expect(running).rejects.toThrow('prefix')
      expect(nodes.staged('i-1')).toEqual([])
    },
  )

  it('is unknown where what was staged is gone', async () => {
    const {outcomes} = await bringAll(
      {'i-1': large},
      {},
      {
        onEstimate: () => {
          rmSync(join(nodes.rootOf('i-1'), 'var/tmp', nodes.staged('i-1')[0] ?? ''), {recursive: true})
        },
      },
    )
    const detail = 'what was staged on the node is no longer there'
    expect(outcomes.get('i-1')).toEqual({state: 'unknown', cause: 'failed', detail})
  })
})
