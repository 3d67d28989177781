import {describe, expect, it} from 'vitest'
import check from '../../../checks/balancer/targets-registered.ts'
import {unknown} from '../../../src/model/fact.ts'
import type {FactMap} from '../../../src/model/facts.ts'
import {healthyStack} from '../../support/healthy-stack/index.ts'
import {masterIds} from '../../support/healthy-stack/names.ts'
import {factOf, failures, judgeIn, withChanged, withFacts} from '../../support/snapshots.ts'

type Target = FactMap['targetHealth'][number]['targets'][number]

const withTargets = (group: RegExp, change: (targets: readonly Target[]) => readonly Target[]) =>
  withChanged(healthyStack(), 'targetHealth', groups =>
    groups.map(one => (group.test(one.name) ? {...one, targets: change(one.targets)} : one)),
  )
const masters = /WithTurnTLS/
const media = /RTMP/
const stranger: Target = {id: 'i-0stranger', port: 443, state: 'healthy', reason: null}

describe('targets-registered', () => {
  it('passes where all nodes are registered, whatever their health', () => {
    expect(judgeIn(check, healthyStack()).status).toBe('pass')
    const ill = withTargets(masters, targets => targets.map(target => ({...target, state: 'unhealthy'})))
    expect(judgeIn(check, ill).status).toBe('pass')
  })

  it.each([
    [3, 'high'],
    [2, 'critical'],
    [0, 'critical'],
  ] as const)('%i of four masters is %s', (left, severity) => {
    const verdict = judgeIn(
      check,
      withTargets(masters, targets => targets.slice(0, left)),
    )
    expect(failures(verdict)).toEqual(['masters: OpenViduMasterNodeWithTurnTLSTG'])
    expect(verdict).toMatchObject({findings: [{severity, observed: {masters: left}}]})
  })

  it('names who is missing and who does not belong there', () => {
    const verdict = judgeIn(
      check,
      withTargets(masters, targets => [...targets.slice(0, 3), stranger]),
    )
    expect(verdict).toMatchObject({
      findings: [
        {
          message:
            'OpenViduMasterNodeWithTurnTLSTG holds 3 masters, without OpenViduMasterNode4, beside the stranger i-0stranger; it should hold the 4 masters and nothing else',
        },
      ],
    })
    expect(
      judgeIn(
        check,
        withTargets(masters, targets => [...targets, stranger]),
      ),
    ).toMatchObject({
      findings: [{severity: 'high', observed: {masters: 4, missing: [], strangers: ['i-0stranger']}}],
    })
  })

  it('counts one that is leaving as gone', () => {
    const leaving = withTargets(masters, targets =>
      targets.map((target, index) => (index === 0 ? {...target, state: 'draining'} : target)),
    )
    expect(judgeIn(check, leaving)).toMatchObject({findings: [{observed: {missing: ['OpenViduMasterNode1']}}]})
  })

  it('wants every media node that is in service, and no other', () => {
    expect(
      judgeIn(
        check,
        withTargets(media, targets => targets.slice(0, 1)),
      ),
    ).toMatchObject({
      findings: [
        {phrase: 'media', severity: 'high', observed: {registered: 1, missing: [expect.stringMatching(/^i-/)]}},
      ],
    })
    expect(
      judgeIn(
        check,
        withTargets(media, () => []),
      ),
    ).toMatchObject({findings: [{severity: 'critical'}]})
    expect(
      judgeIn(
        check,
        withTargets(media, targets => [...targets, stranger]),
      ),
    ).toMatchObject({
      findings: [{severity: 'high', observed: {strangers: ['i-0stranger']}}],
    })
    const pending = withChanged(
      withTargets(media, targets => targets.slice(0, 1)),
      'mediaFleet',
      fleet => ({
        ...fleet,
        members: fleet.members.map((member, index) =>
          index === 0 ? member : {...member, lifecycleState: 'Pending:Wait'},
        ),
      }),
    )
    expect(judgeIn(check, pending).status).toBe('pass')
  })

  it('fails where the media group does not register its nodes', () => {
    const detached = withChanged(healthyStack(), 'mediaFleet', fleet => ({...fleet, targetGroups: []}))
    expect(judgeIn(check, detached)).toMatchObject({
      findings: [{phrase: 'media', severity: 'high', message: expect.stringContaining('does not register new nodes')}],
    })
  })

  it('fails where the target group is gone', () => {
    const gone = withChanged(healthyStack(), 'targetHealth', groups => groups.filter(({name}) => !media.test(name)))
    const verdict = judgeIn(check, gone)
    expect(verdict).toMatchObject({
      findings: [{phrase: 'gone', severity: 'critical', expected: {nodes: 'media nodes'}}],
    })
  })

  it('judges groups that somebody made by who is behind them', () => {
    const own = withChanged(
      withChanged(healthyStack(), 'targetGroups', groups =>
        groups.flatMap(group => (masters.test(group.name) ? [group, {...group, name: 'own'}] : [group])),
      ),
      'targetHealth',
      groups =>
        groups.flatMap(group =>
          masters.test(group.name) ? [group, {...group, name: 'own', targets: group.targets.slice(1)}] : [group],
        ),
    )
    expect(judgeIn(check, own)).toMatchObject({findings: [{observed: {masters: 3}}]})
  })

  it('has the masters of a master group told by EC2', () => {
    const grouped = withChanged(healthyStack(), 'parts', parts => ({
      ...parts,
      masters: [],
      masterGroup: {logicalId: 'OpenViduMasterNodeASG', id: 'masters'},
    }))
    expect(judgeIn(check, grouped).status).toBe('pass')
    const nodes = factOf(healthyStack(), 'nodes').filter(({id}) => id !== masterIds[3])
    expect(judgeIn(check, withFacts(grouped, {nodes})).status).toBe('fail')
    const unseen = withFacts(grouped, {nodes: unknown('denied', 'no', 'ec2:DescribeInstances')})
    expect(judgeIn(check, unseen)).toMatchObject({status: 'unknown', unseen: {action: 'ec2:DescribeInstances'}})
  })
})
