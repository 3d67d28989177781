import {describe, expect, it} from 'vitest'
import check from '../../../checks/nodes/master-ports.ts'
import type {Part} from '../../../src/derive/node-answers.ts'
import {unknown} from '../../../src/model/fact.ts'
import {healthyStack} from '../../support/healthy-stack/index.ts'
import {masterAddress, masterIds, mediaIds} from '../../support/healthy-stack/names.ts'
import {withoutAnswer, withoutPart, withPart, withProbes} from '../../support/node-probes.ts'
import {failures, judgeIn, withChanged, withFacts} from '../../support/snapshots.ts'

type Attempt = Part<'reach'>[number]

const [first = '', second = '', third = '', fourth = ''] = masterIds
const [media = ''] = mediaIds
const all = [...masterIds, ...mediaIds]
const others = [second, third, fourth, ...mediaIds]

/** These nodes find this port of the first master so; null: they did not try. */
const port = (
  number: number,
  state: Attempt['state'] | null,
  ids: readonly string[] = others,
  snapshot = healthyStack(),
) =>
  withPart(
    'reach',
    ids,
    reach =>
      reach.flatMap(one => {
        if (one.host !== masterAddress(1) || one.port !== number) return [one]
        return state === null ? [] : [{...one, state}]
      }),
    snapshot,
  )
const version = (text: string, snapshot = healthyStack()) =>
  withPart('installation', all, value => ({...value, version: text}), snapshot)
const modules = (value: string, snapshot = healthyStack()) =>
  withPart(
    'installation',
    masterIds,
    one => ({...one, settings: one.settings.map(each => (each.key === 'ENABLED_MODULES' ? {...each, value} : each))}),
    snapshot,
  )

describe('master-ports', () => {
  it('passes where all nodes reach all masters, and nothing but MinIO and the app of one’s own is refused', () => {
    expect(judgeIn(check, healthyStack()).status).toBe('pass')
  })

  it('tells a dropped port once for its master, with the count', () => {
    const verdict = judgeIn(check, port(7001, 'timed-out', others, port(7000, 'timed-out')))
    expect(failures(verdict)).toEqual(['dropped: OpenViduMasterNode1'])
    expect(verdict).toMatchObject({
      findings: [
        {
          severity: 'high',
          message: `OpenViduMasterNode1 (${first}) does not answer at all on 7000 (Redis and its sentinel; all 5 that tried); 7001 (Redis and its sentinel; all 5 that tried); expected them open`,
        },
      ],
      remedy: {
        commands: [expect.any(String), expect.stringContaining('authorize-security-group-ingress'), expect.any(String)],
      },
    })
  })

  it('names the node that alone is kept out', () => {
    expect(judgeIn(check, port(20_000, 'timed-out', [media]))).toMatchObject({
      findings: [{observed: {ports: [`20000 (MongoDB; 1 of 5 that tried: ${media})`]}}],
    })
  })

  it('tells a refused port apart, with a remedy of its own', () => {
    const verdict = judgeIn(check, port(7880, 'refused', mediaIds))
    expect(failures(verdict)).toEqual(['refused: OpenViduMasterNode1'])
    expect(verdict).toMatchObject({
      findings: [{observed: {ports: ['7880 (LiveKit API, balanced over the cluster; all 2 that tried)']}}],
      remedy: {text: expect.stringContaining('The network is open')},
    })
  })

  it('gives services of a master that was started lately their time, but not the network', () => {
    const young = (state: Attempt['state']) =>
      withPart('system', [first], system => ({...system, uptimeSeconds: 100}), port(7000, state))
    expect(judgeIn(check, young('refused'))).toMatchObject({
      status: 'unknown',
      unseen: {facts: ['OpenViduMasterNode1']},
    })
    expect(failures(judgeIn(check, young('timed-out')))).toEqual(['dropped: OpenViduMasterNode1'])
  })

  it('minds a refused port only where the enabled modules have a service behind it, a dropped one always', () => {
    const without = modules('v2compatibility, openviduMeet', port(3100, 'refused', mediaIds))
    expect(judgeIn(check, without).status).toBe('pass')
    expect(judgeIn(check, modules('observability', without)).status).toBe('fail')
    expect(failures(judgeIn(check, port(9100, 'timed-out')))).toEqual(['dropped: OpenViduMasterNode1'])
  })

  it('judges the rest where it is not known which modules are enabled', () => {
    const unseen = (snapshot = healthyStack()) => withoutPart('installation', masterIds, snapshot)
    expect(judgeIn(check, unseen())).toMatchObject({status: 'unknown', unseen: {facts: ['video'], cause: 'unresolved'}})
    expect(judgeIn(check, unseen(port(3100, 'refused', mediaIds))).status).toBe('unknown')
    expect(failures(judgeIn(check, unseen(port(7000, 'refused'))))).toEqual(['refused: OpenViduMasterNode1'])
  })

  it('goes by the version that runs, not by that of the template', () => {
    // Up to 3.5.0 no service had port 9080.
    const meet = port(9080, 'timed-out')
    expect(judgeIn(check, meet).status).toBe('fail')
    // There it was 6080, and where nothing listens on that a service is missing.
    expect(judgeIn(check, version('3.5.0'))).toMatchObject({findings: Array(4).fill({phrase: 'refused'})})
    const known = withPart(
      'reach',
      all,
      reach => reach.map(one => (one.port === 6080 ? {...one, state: 'open' as const} : one)),
      meet,
    )
    expect(judgeIn(check, version('3.5.0', known)).status).toBe('pass')
  })

  it('does not judge a version whose ports were never published, of a template that is not known', () => {
    const strange = withChanged(version('9.9.9'), 'template', template => ({
      ...template,
      generation: null,
      shape: null,
    }))
    expect(judgeIn(check, strange)).toMatchObject({status: 'unknown', unseen: {cause: 'unresolved'}})
    const template = version('9.9.9')
    expect(judgeIn(check, template).status).toBe('pass')
  })

  it('does not take for reached what was not tried, or could not be', () => {
    expect(judgeIn(check, port(7000, null, [media]))).toMatchObject({
      status: 'unknown',
      unseen: {facts: [media], detail: 'no attempt was made to reach a master on port 7000'},
    })
    expect(judgeIn(check, port(7000, 'failed', [media]))).toMatchObject({status: 'unknown', unseen: {cause: 'failed'}})
    expect(judgeIn(check, port(9100, null)).status).toBe('pass')
  })

  it('does not mind how a master reaches itself', () => {
    expect(judgeIn(check, port(7000, 'refused', [first])).status).toBe('pass')
  })

  it('does not pass what it could not see, and fails the others beside it', () => {
    expect(
      judgeIn(
        check,
        withProbes(node => (node.group === 'media' ? node : null)),
      ).status,
    ).toBe('unknown')
    expect(
      judgeIn(
        check,
        withProbes(node => (node.id === first ? node : null)),
      ).status,
    ).toBe('unknown')
    const verdict = judgeIn(check, withoutAnswer([media], port(7000, 'timed-out', [second])))
    expect(failures(verdict)).toEqual(['dropped: OpenViduMasterNode1'])
    expect(verdict).toMatchObject({unseen: {facts: [media], cause: 'denied'}})
    const unseen = withFacts(healthyStack(), {nodeProbes: unknown('not-requested', 'not asked')})
    expect(judgeIn(check, unseen).status).toBe('unknown')
  })
})
