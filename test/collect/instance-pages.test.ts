import {createServer} from 'node:http'
import type {AddressInfo} from 'node:net'
import {Instance$} from '@aws-sdk/client-ec2'
import {NormalizedSchema} from '@smithy/core/schema'
import fc from 'fast-check'
import {afterEach, describe, expect, it, vi} from 'vitest'
import {type AwsSession, openSession} from '../../src/aws/session.ts'
import {instancePage, instancePages, unread} from '../../src/collect/instance-pages.ts'
import {sendAny} from '../lab/any-client.ts'
import {AwsError, type Lab, labAccount, startLab} from '../lab/index.ts'
import type {Plain} from '../lab/protocol/wire.ts'
import {structOf} from '../lab/schema-arbitrary.ts'
import {enterLab, leaveLab} from '../support/lab-environment.ts'
import {until} from '../support/until.ts'

afterEach(leaveLab)

const filters = [{Name: 'instance-state-name', Values: ['running']}]

/** A lab that answers to each token with what is given for it, `first` without one. */
async function pagesFrom(
  answers: Readonly<Record<string, Plain | AwsError>>,
): Promise<{lab: Lab; session: AwsSession}> {
  const answer = ({NextToken = 'first'}: Plain): Plain => {
    const page = answers[String(NextToken)]
    if (page instanceof AwsError) throw page
    return page ?? {}
  }
  const lab = await startLab({account: labAccount(), handlers: new Map([['ec2.DescribeInstances', answer]])})
  enterLab(lab)
  const {EC2Client} = await import('@aws-sdk/client-ec2')
  const session = await openSession(EC2Client, {region: null, profile: null, signal: new AbortController().signal})
  if ('kind' in session) throw new Error(session.detail)
  return {lab, session}
}

const page = (id: string, next?: string): Plain => ({
  Reservations: [{Instances: [{InstanceId: id}]}],
  ...(next === undefined ? {} : {NextToken: next}),
})

async function idsIn(session: AwsSession): Promise<readonly string[]> {
  const ids: string[] = []
  for await (const {instances} of instancePages(session, {filters, token: null}))
    ids.push(...instances.map(({InstanceId = ''}) => InstanceId))
  return ids
}

describe('a page of instances', () => {
  it('has of each what the SDK reads of it, but for what nobody reads', async () => {
    const instances: Plain[] = []
    const {lab, session} = await pagesFrom({first: {Reservations: [{Instances: instances}]}})
    await fc.assert(
      fc.asyncProperty(structOf(NormalizedSchema.of(Instance$)), async instance => {
        instances.splice(0, 1, instance)
        const read = await instancePage(session, {filters, token: null})
        const {Reservations} = await sendAny(lab, 'ec2.DescribeInstances')
        const whole = (Reservations as {Instances: Plain[]}[])[0]?.Instances[0] ?? {}
        const kept = Object.entries(whole).filter(([name]) => !(name in unread))
        expect(read.instances).toEqual([Object.fromEntries(kept)])
      }),
      {numRuns: 50},
    )
    session.close()
    await lab.close()
  })
})

describe('pages of instances', () => {
  it('are asked for before the one before them is read', async () => {
    const {lab, session} = await pagesFrom({first: page('i-1', 'two'), two: page('i-2', 'three'), three: page('i-3')})
    const pages = instancePages(session, {filters, token: null})
    await pages.next()
    await until(() => lab.calls.count() === 2)
    await pages.next()
    await pages.next()
    expect(await pages.next()).toMatchObject({done: true})
    expect(lab.calls.count()).toBe(3)
    session.close()
    await lab.close()
  })

  it('are followed where their token stands escaped in the answer', async () => {
    const {lab, session} = await pagesFrom({first: page('i-1', '<2>&'), '<2>&': page('i-2')})
    expect(await idsIn(session)).toEqual(['i-1', 'i-2'])
    session.close()
    await lab.close()
  })

  it('fail with the one that failed, and ask for none after that', async () => {
    const {lab, session} = await pagesFrom({
      first: page('i-1', 'two'),
      two: {NextToken: 'three'},
      three: new AwsError('UnauthorizedOperation', 'You are not authorized to perform this operation.'),
    })
    await expect(idsIn(session)).rejects.toThrow('no reservations in the answer')
    const asked = lab.calls.all.map(({endedAt}) => endedAt)
    expect(asked).toHaveLength(3)
    expect(asked).not.toContain(null)
    session.close()
    await lab.close()
  })

  it('are read where a proxy gives its answers another status of success', async () => {
    const {lab, session} = await pagesFrom({first: page('i-1')})
    await using proxy = await proxyOf(lab, answer => answer)
    expect(await idsIn(proxy.session)).toEqual(['i-1'])
    session.close()
    await lab.close()
  })

  it('fail, and keep nobody waiting, where a proxy makes an answer of elements without an end', async () => {
    const {lab, session} = await pagesFrom({first: page('i-1')})
    await using proxy = await proxyOf(lab, () => `<DescribeInstancesResponse>${'<keyName>'.repeat(1_000_000)}`, 200)
    await expect(idsIn(proxy.session)).rejects.toThrow()
    session.close()
    await lab.close()
  })
})

/** A session that reaches the lab through a proxy that changes what it answers. */
async function proxyOf(lab: Lab, change: (answer: string) => string, status = 203) {
  const proxy = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray())
    const {url = '/', method = 'POST'} = request
    const headers = new Headers({authorization: String(request.headers.authorization)})
    const answer = await fetch(lab.endpoint + url, {method, headers, body})
    response.writeHead(status).end(change(await answer.text()))
  })
  await new Promise<void>(resolve => proxy.listen(0, '127.0.0.1', resolve))
  vi.stubEnv('AWS_ENDPOINT_URL', `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`)
  const {EC2Client} = await import('@aws-sdk/client-ec2')
  const session = await openSession(EC2Client, {region: null, profile: null, signal: new AbortController().signal})
  if ('kind' in session) throw new Error(session.detail)
  const close = async () => {
    session.close()
    proxy.closeAllConnections()
    proxy.close()
  }
  return {session, [Symbol.asyncDispose]: close}
}
