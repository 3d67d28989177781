import {describe, expect, it} from 'vitest'
import check from '../../../checks/nodes/configuration-agrees.ts'
import type {Part} from '../../../src/derive/node-answers.ts'
import {unknown} from '../../../src/model/fact.ts'
import {healthyStack} from '../../support/healthy-stack/index.ts'
import {masterAddress, masterIds, mediaIds} from '../../support/healthy-stack/names.ts'
import {withNodes} from '../../support/live-nodes.ts'
import {withoutAnswer, withoutPart, withPart, withProbes} from '../../support/node-probes.ts'
import {failures, judgeIn, withChanged, withFacts} from '../../support/snapshots.ts'

type Configuration = Part<'configuration'>

const [first = '', second = '', third = '', fourth = ''] = masterIds
const [media = '', otherMedia = ''] = mediaIds
const livekit = '/opt/openvidu/config/cluster/media_node/livekit.yaml'
const env = '/opt/openvidu/config/cluster/openvidu.env'

const configuration = (
  change: (value: Configuration) => Configuration,
  ids: readonly string[],
  snapshot = healthyStack(),
) => withPart('configuration', ids, change, snapshot)
const key = (name: string, hash: string | null, ids: readonly string[], snapshot = healthyStack()) =>
  configuration(
    value => ({
      ...value,
      keys: value.keys.flatMap(one => (one.key !== name ? [one] : hash === null ? [] : [{...one, hash}])),
    }),
    ids,
    snapshot,
  )
const file = (path: string, hash: string | null, ids: readonly string[], snapshot = healthyStack()) =>
  configuration(
    value => ({...value, files: value.files.map(one => (one.path === path ? {...one, hash} : one))}),
    ids,
    snapshot,
  )
/** A setting of these nodes; null: it is not there. */
const setting = (name: string, value: string | null, ids: readonly string[], snapshot = healthyStack()) =>
  withPart(
    'installation',
    ids,
    one => ({
      ...one,
      settings: one.settings.flatMap(each => (each.key !== name ? [each] : value === null ? [] : [{...each, value}])),
    }),
    snapshot,
  )

describe('configuration-agrees', () => {
  it('passes masters and media nodes with one configuration', () => {
    expect(judgeIn(check, healthyStack()).status).toBe('pass')
  })

  it('names the odd one out with keys and files, and never a value or hash', () => {
    const verdict = judgeIn(
      check,
      file(livekit, 'd'.repeat(64), [third], key('REDIS_PASSWORD', 'e'.repeat(64), [third])),
    )
    expect(failures(verdict)).toEqual(['odd: OpenViduMasterNode3'])
    expect(verdict).toMatchObject({
      findings: [
        {
          severity: 'high',
          message: `OpenViduMasterNode3 (${third}) differs from most masters in REDIS_PASSWORD, ${livekit}; expected one configuration on all masters`,
        },
      ],
    })
    expect(JSON.stringify(verdict)).not.toMatch(/dddd|eeee/)
  })

  it('holds the password of Redis on media nodes against that of most masters, wherever the file is', () => {
    const other = (ids: readonly string[]) => judgeIn(check, key('REDIS_PASSWORD', 'e'.repeat(64), ids))
    const one = other([media])
    expect(failures(one)).toEqual([`otherPassword: ${media}`])
    expect(one).toMatchObject({
      findings: [
        {
          message: `the REDIS_PASSWORD of ${media} is not the one that most masters have; expected the same on all nodes`,
        },
      ],
    })
    expect(failures(other([media, otherMedia]))).toEqual(['otherPassword: video'])
    expect(failures(other([third, media]))).toEqual(['odd: OpenViduMasterNode3', `otherPassword: ${media}`])
    const dashed = configuration(
      value => ({...value, keys: value.keys.map(one => ({...one, path: one.path.replace('_node.env', '-node.env')}))}),
      [third, media],
    )
    expect(judgeIn(check, dashed).status).toBe('pass')
  })

  it.each<[string, ReturnType<typeof healthyStack>]>([
    ['a password of Redis that one has not', key('REDIS_PASSWORD', null, [third])],
    ['a key that one has not', key('DOMAIN_NAME', null, [third])],
    ['modules of its own', setting('ENABLED_MODULES', 'observability', [third])],
    ['the address of another master', setting('MASTER_NODE_2_PRIVATE_IP', '10.9.9.9', [third])],
    [
      'a file that one has not',
      configuration(value => ({...value, files: value.files.filter(({path}) => path !== livekit)}), [third]),
    ],
  ])('fails %s', (_, snapshot) => {
    expect(failures(judgeIn(check, snapshot))).toEqual(['odd: OpenViduMasterNode3'])
  })

  it('does not mind comments in an env file, whose keys are the same', () => {
    expect(judgeIn(check, file(env, 'f'.repeat(64), [third])).status).toBe('pass')
  })

  it('takes nobody’s part where there is no majority', () => {
    const verdict = judgeIn(check, key('REDIS_PASSWORD', 'e'.repeat(64), [third, fourth]))
    expect(failures(verdict)).toEqual(['split: video'])
    expect(verdict).toMatchObject({findings: [{observed: {masters: 4, differ: ['REDIS_PASSWORD']}}]})
    // Of three that were seen two are one.
    const three = withoutAnswer([fourth], key('REDIS_PASSWORD', 'e'.repeat(64), [third]))
    expect(failures(judgeIn(check, three))).toEqual(['odd: OpenViduMasterNode3'])
  })

  it('does not compare a file that could not be read', () => {
    expect(judgeIn(check, file(livekit, null, [third]))).toMatchObject({
      status: 'unknown',
      unseen: {facts: ['OpenViduMasterNode3'], cause: 'failed', detail: `${livekit} could not be read`},
    })
    const unread = configuration(
      value => ({...value, keys: value.keys.filter(({path}) => path !== env)}),
      [third],
      file(env, null, [third]),
    )
    expect(judgeIn(check, unread).status).toBe('unknown')
  })

  it('does not pass masters that showed nothing of what they share', () => {
    const own = configuration(
      value => ({
        files: value.files.filter(({path}) => path.includes('/node/')),
        keys: value.keys.filter(({path}) => path.includes('/node/')),
      }),
      [first, second, third, fourth],
    )
    expect(judgeIn(check, own)).toMatchObject({status: 'unknown', unseen: {detail: 'no file of the cluster was seen'}})
  })

  it('fails addresses that are not those of the instances, once where all nodes agree on them', () => {
    const replaced = withNodes(node => (node.slot === 2 ? {...node, privateAddress: '10.0.2.99'} : node))
    const verdict = judgeIn(check, replaced)
    expect(failures(verdict)).toEqual(['stale: video'])
    expect(verdict).toMatchObject({
      findings: [
        {
          observed: {addresses: [1, 2, 3, 4].map(masterAddress).join(', ')},
          expected: {addresses: expect.stringContaining('10.0.2.99')},
        },
      ],
    })
    const terminated = withNodes(node =>
      node.slot === 2 ? {...node, state: 'terminated', privateAddress: null} : node,
    )
    expect(failures(judgeIn(check, terminated))).toEqual(['stale: video'])
    const stopped = withNodes(node => (node.slot === 2 ? {...node, state: 'stopped'} : node))
    expect(judgeIn(check, stopped).status).toBe('pass')
  })

  it('fails the media nodes that have other masters, in whatever order they have them', () => {
    const reversed = [4, 3, 2, 1].map(masterAddress).join(',')
    expect(judgeIn(check, setting('MASTER_NODE_PRIVATE_IP_LIST', reversed, [media])).status).toBe('pass')
    const one = judgeIn(check, setting('MASTER_NODE_PRIVATE_IP_LIST', '10.9.9.9', [media]))
    expect(failures(one)).toEqual([`otherMasters: ${media}`])
    expect(one).toMatchObject({remedy: {text: expect.stringContaining('first start')}})
    const all = judgeIn(check, setting('MASTER_NODE_PRIVATE_IP_LIST', '10.9.9.9', mediaIds))
    expect(failures(all)).toEqual(['otherMasters: video'])
  })

  it('fails a domain that is not that of the stack, in whatever case', () => {
    const domain = setting('DOMAIN_NAME', 'old.example.com', masterIds)
    expect(failures(judgeIn(check, domain))).toEqual(['otherDomain: video'])
    expect(judgeIn(check, setting('DOMAIN_NAME', 'VIDEO.example.com', masterIds)).status).toBe('pass')
    const gap = withChanged(domain, 'domainName', fact => ({...fact, value: unknown('unresolved', 'made later')}))
    expect(judgeIn(check, gap)).toMatchObject({status: 'unknown', unseen: {cause: 'unresolved'}})
  })

  it('fails a node that holds another address for its own', () => {
    const master = judgeIn(check, setting('MASTER_NODE_PRIVATE_IP', masterAddress(1), [second]))
    expect(failures(master)).toEqual(['notOwn: OpenViduMasterNode2'])
    expect(master).toMatchObject({
      findings: [{observed: {address: masterAddress(1)}, expected: {address: masterAddress(2)}}],
    })
    const shared = judgeIn(check, setting('MEDIA_NODE_PRIVATE_IP', '10.0.2.20', [media]))
    expect(failures(shared)).toEqual([`notOwn: ${media}`])
  })

  it.each([
    ['DOMAIN_NAME', masterIds],
    ['MASTER_NODE_PRIVATE_IP', [first]],
    ['MEDIA_NODE_PRIVATE_IP', [media]],
    ['MASTER_NODE_PRIVATE_IP_LIST', [media]],
  ])('does not pass without %s', (name, ids) => {
    expect(judgeIn(check, setting(name, null, ids))).toMatchObject({status: 'unknown', unseen: {cause: 'unresolved'}})
  })

  it.each(['nodes', 'domainName'] as const)('does not pass without %s', fact => {
    const unseen = withFacts(healthyStack(), {[fact]: unknown('denied', 'no', 'service:Action')})
    expect(judgeIn(check, unseen)).toMatchObject({status: 'unknown', unseen: {action: 'service:Action'}})
  })

  it('gives a node that was started lately its time', () => {
    const young = withPart(
      'system',
      [third],
      one => ({...one, uptimeSeconds: 100}),
      key('REDIS_PASSWORD', 'e', [third]),
    )
    expect(judgeIn(check, young)).toMatchObject({status: 'unknown', unseen: {facts: ['OpenViduMasterNode3']}})
  })

  it('does not pass what it could not see, and fails the others beside it', () => {
    const alone = withoutPart('configuration', [first, second, fourth])
    expect(judgeIn(check, alone)).toMatchObject({status: 'unknown', unseen: {cause: 'timed-out'}})
    expect(
      judgeIn(
        check,
        withProbes(() => null),
      ).status,
    ).toBe('unknown')
    const verdict = judgeIn(check, withoutAnswer([otherMedia], key('REDIS_PASSWORD', 'e', [third])))
    expect(failures(verdict)).toEqual(['odd: OpenViduMasterNode3'])
    expect(verdict).toMatchObject({unseen: {facts: [otherMedia], cause: 'denied'}})
  })
})
