import {describe, expect, it} from 'vitest'
import check from '../../../checks/nodes/services-running.ts'
import type {Container} from '../../../src/derive/service-containers.ts'
import {unknown} from '../../../src/model/fact.ts'
import {masterIds, mediaIds} from '../../support/healthy-stack/names.ts'
import {withoutAnswer, withoutPart, withPart, withProbes} from '../../support/node-probes.ts'
import {failures, judgeIn, withFacts} from '../../support/snapshots.ts'

const [first = ''] = masterIds
const [media = ''] = mediaIds

const withContainer = (id: string, name: string, change: (container: Container) => readonly Container[]) =>
  withPart('containers', [id], all =>
    all.flatMap(container => (container.name === name ? change(container) : container)),
  )
const without = (id: string, ...names: readonly string[]) =>
  withPart('containers', [id], all => all.filter(({name}) => !names.includes(name)))
const withModules = (ids: readonly string[], value: string | null, snapshot = without(first, 'grafana', 'loki')) =>
  withPart(
    'installation',
    ids,
    part => ({
      ...part,
      settings: part.settings.flatMap(setting =>
        setting.key !== 'ENABLED_MODULES' ? setting : value === null ? [] : {...setting, value},
      ),
    }),
    snapshot,
  )
/** As 3.3.0 has them: no OpenVidu Meet, but the module app, and Promtail instead of Alloy. */
const olderServices = (id: string) =>
  withPart('containers', [id], all =>
    all.flatMap(one => {
      if (one.name === 'openvidu-meet') return []
      return one.name === 'alloy' ? {...one, name: 'promtail', service: 'promtail'} : one
    }),
  )
const withVersion = (id: string, version: string | null, snapshot = olderServices(id)) =>
  withPart('installation', [id], part => ({...part, version}), snapshot)

describe('services-running', () => {
  it('names all that do not run on a node in one finding', () => {
    const snapshot = withPart('containers', [first], all =>
      all.flatMap(container => {
        if (container.name === 'caddy') return []
        if (container.name === 'mongo') return {...container, state: 'exited', exitCode: 137}
        if (container.name === 'operator') return {...container, state: 'restarting'}
        return container.name === 'loki' ? {...container, health: 'unhealthy'} : container
      }),
    )
    expect(judgeIn(check, snapshot)).toMatchObject({
      findings: [
        {
          severity: 'critical',
          message: `on OpenViduMasterNode1 (${first}) caddy is missing, operator is restarting, mongo is exited with code 137, loki is unhealthy; expected all 12 services running`,
        },
      ],
    })
  })

  it('tells once of a node whose Docker does not answer', () => {
    const silent = withPart('docker', [media], part => ({...part, version: null}))
    const verdict = judgeIn(
      check,
      withPart('containers', [media], () => [], silent),
    )
    expect(failures(verdict)).toEqual([`noDocker: ${media}`])
    expect(verdict).toMatchObject({
      findings: [{message: `Docker of ${media} does not answer; expected one that answers`}],
    })
    expect(failures(judgeIn(check, withoutPart('containers', [media], silent)))).toEqual([`noDocker: ${media}`])
  })

  it('tells once of a node on which nothing runs', () => {
    expect(
      judgeIn(
        check,
        withPart('containers', [media], () => []),
      ),
    ).toMatchObject({
      findings: [{phrase: 'noContainers', message: `${media} runs 0 services of OpenVidu; expected 6`}],
    })
  })

  it('knows services by their other names, and one that runs beside a dead one of its name', () => {
    const renamed = withContainer(first, 'openvidu-meet', one => [{...one, name: 'meet', service: 'meet'}])
    expect(judgeIn(check, renamed).status).toBe('pass')
    const twice = withContainer(media, 'ingress', one => [{...one, name: 'old', state: 'exited', exitCode: 1}, one])
    expect(judgeIn(check, twice).status).toBe('pass')
    const byHand = withContainer(media, 'ingress', one => [{...one, service: null}])
    expect(judgeIn(check, byHand).status).toBe('pass')
  })

  it('does not count agents, what runs once, and what is no service of OpenVidu', () => {
    const beside = withContainer(media, 'ingress', one => [
      one,
      {...one, name: 'agent', service: 'agent', agent: true, state: 'exited'},
      {...one, name: 'openvidu-init', service: 'openvidu-init', state: 'exited'},
      {...one, name: 'own', service: null, state: 'exited'},
    ])
    expect(judgeIn(check, beside).status).toBe('pass')
    const agent = withContainer(media, 'ingress', one => [{...one, agent: true}])
    expect(failures(judgeIn(check, agent))).toEqual([`notRunning: ${media}`])
  })

  it('asks for the services of the enabled modules only', () => {
    expect(failures(judgeIn(check, without(first, 'grafana', 'loki')))).toEqual(['notRunning: OpenViduMasterNode1'])
    expect(judgeIn(check, withModules([first], 'v2compatibility, openviduMeet')).status).toBe('pass')
    // A media node has what most masters have.
    const metrics = without(media, 'prometheus')
    expect(judgeIn(check, withModules([first], 'openviduMeet', metrics)).status).toBe('fail')
    expect(judgeIn(check, withModules(masterIds, 'openviduMeet', metrics)).status).toBe('pass')
  })

  it('does not judge modules that no master shows, and all the others still', () => {
    expect(judgeIn(check, withModules(masterIds, null))).toMatchObject({
      status: 'unknown',
      unseen: {detail: expect.stringContaining('ENABLED_MODULES')},
    })
    const verdict = judgeIn(check, withModules(masterIds, null, without(media, 'ingress')))
    expect(verdict).toMatchObject({
      status: 'fail',
      findings: [{message: expect.stringContaining('ingress is missing')}],
      unseen: {detail: expect.stringContaining('ENABLED_MODULES')},
    })
  })

  it('goes by the version on the node, then by the template', () => {
    expect(judgeIn(check, withVersion(first, '3.3.0')).status).toBe('pass')
    expect(judgeIn(check, withVersion(first, null)).status).toBe('fail')
    expect(judgeIn(check, withVersion(first, '9.9.9'))).toMatchObject({
      status: 'unknown',
      unseen: {facts: ['OpenViduMasterNode1'], detail: expect.stringContaining('"9.9.9"')},
    })
    const noTemplate = unknown('denied', 'not allowed', 'cloudformation:GetTemplate')
    expect(judgeIn(check, withFacts(withVersion(first, null), {template: noTemplate}))).toMatchObject({
      status: 'unknown',
      unseen: {action: 'cloudformation:GetTemplate'},
    })
    expect(judgeIn(check, withFacts(withVersion(first, '3.3.0'), {template: noTemplate})).status).toBe('pass')
  })

  it.each(['docker', 'containers', 'installation'] as const)('does not pass a node whose %s was not seen', part => {
    const all = part === 'installation' ? masterIds : [media]
    expect(judgeIn(check, withoutPart(part, all))).toMatchObject({status: 'unknown', unseen: {cause: 'timed-out'}})
  })

  it('fails the node beside one that gave no answer', () => {
    const verdict = judgeIn(check, withoutAnswer([media], without(first, 'mongo')))
    expect(verdict).toMatchObject({status: 'fail', unseen: {facts: [media], action: 'ssm:SendCommand'}})
  })

  it('does not judge a node that still installs', () => {
    const young = withPart('system', [media], part => ({...part, uptimeSeconds: 300}), without(media, 'ingress'))
    expect(judgeIn(check, young)).toMatchObject({status: 'unknown', unseen: {facts: [media]}})
  })

  it('passes nothing where no node runs', () => {
    const none = withProbes(() => null)
    expect(judgeIn(check, none)).toMatchObject({status: 'unknown', unseen: {facts: ['Stack']}})
  })
})
