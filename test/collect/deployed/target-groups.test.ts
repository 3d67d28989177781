import {describe, expect, it} from 'vitest'
import {membersOf} from '../../../src/collect/deployed/balancers/target-groups.ts'
import {absent, known, unknown} from '../../../src/model/fact.ts'
import type {FactMap} from '../../../src/model/facts.ts'
import type {Snapshot} from '../../../src/model/snapshot.ts'
import {generations} from '../../../src/openvidu/generations.ts'
import {denied, empty, type LabAccount} from '../../lab/index.ts'
import {factOf} from '../../support/snapshots.ts'
import {turnParameters} from '../../support/template-parameter-sets.ts'
import {balancersSeen} from './balancers-seen.ts'

const byName = (groups: FactMap['targetGroups']) => groups.toSorted((one, other) => (one.name < other.name ? -1 : 1))
const liveIn = (snapshot: Snapshot) => byName(factOf(snapshot, 'targetGroups'))
const intendedIn = (snapshot: Snapshot) => byName(factOf(snapshot, 'intended').targetGroups ?? [])

/** The group of the account that has the members' port. */
function groupOn(account: LabAccount, port: number) {
  const found = account.targetGroups.find(({group}) => group.Port === port)
  if (found === undefined) throw new Error(`no target group on ${port}`)
  return found
}

const membersBehind = (snapshot: Snapshot, port: number) =>
  liveIn(snapshot).find(group => group.port.state === 'known' && group.port.value === port)?.members

describe('the target groups of a healthy stack', () => {
  it.each(generations.map(({id}) => id))('are those that the template of %s asks for', async generation => {
    const {snapshot} = await balancersSeen({generation})
    expect(liveIn(snapshot)).toEqual(intendedIn(snapshot))
  })

  it('are those of the TURN balancer, too', async () => {
    const {snapshot} = await balancersSeen({generation: '3.5.0', parameters: turnParameters('3.5.0')})
    expect(liveIn(snapshot)).toEqual(intendedIn(snapshot))
    expect(membersBehind(snapshot, 5349)).toEqual({state: 'known', value: 'media'})
  })

  it('have the health of every target, asked once for each group', async () => {
    const {snapshot, calls} = await balancersSeen()
    const health = factOf(snapshot, 'targetHealth')
    expect(health.map(({name}) => name)).toEqual(expect.arrayContaining(liveIn(snapshot).map(({name}) => name)))
    for (const {targets} of health) for (const {state} of targets) expect(state).toBe('healthy')
    expect(calls.all.filter(({operation}) => operation === 'DescribeTargetHealth')).toHaveLength(health.length)
    expect(calls.all.filter(({operation}) => operation === 'DescribeTargetGroups')).toHaveLength(1)
  })

  it('make as many calls for 400 media nodes as for one', async () => {
    const few = await balancersSeen()
    const many = await balancersSeen({
      change: account => {
        const {health} = groupOn(account, 1945)
        const [one] = health
        for (let index = 0; index < 400; index += 1)
          health.push({...one, Target: {Id: `i-${index.toString(16).padStart(17, '0')}`, Port: 1945}})
      },
    })
    expect(many.calls.all.length).toBe(few.calls.all.length)
    expect(factOf(many.snapshot, 'targetHealth').find(({name}) => /RTMP/.test(name))?.targets.length).toBeGreaterThan(
      400,
    )
  })
})

describe('what was changed by hand', () => {
  it.each([
    ['three masters of four', 3, 'masters'],
    ['no master', 0, 'none'],
  ] as const)('%s', async (_, left, members) => {
    const {snapshot} = await balancersSeen({change: account => void groupOn(account, 443).health.splice(left)})
    expect(membersBehind(snapshot, 443)).toEqual({state: 'known', value: members})
  })

  it('a media group that registers its nodes no longer', async () => {
    const {snapshot} = await balancersSeen({
      change: account => {
        groupOn(account, 1945).health.splice(0)
        for (const group of account.autoScalingGroups) group.TargetGroupARNs = []
      },
    })
    expect(membersBehind(snapshot, 1945)).toEqual({state: 'known', value: 'none'})
  })

  it('another port, another health check', async () => {
    const {snapshot} = await balancersSeen({
      change: account => {
        Object.assign(groupOn(account, 443).group, {HealthCheckProtocol: 'TCP', HealthCheckPort: 'traffic-port'})
        delete groupOn(account, 443).group.HealthCheckPath
        delete groupOn(account, 443).group.Matcher
      },
    })
    const group = liveIn(snapshot).find(({name}) => name === 'OpenViduMasterNodeWithTurnTLSTG')
    expect(group?.healthCheck).toMatchObject({protocol: {value: 'TCP'}, port: {value: 'traffic-port'}})
  })

  it('a group that is gone is not among them, and costs the others nothing', async () => {
    const {snapshot} = await balancersSeen({
      change: account => {
        const index = account.targetGroups.findIndex(({group}) => group.Port === 80)
        const [gone] = account.targetGroups.splice(index, 1)
        account.listeners = account.listeners.filter(({listener}) => listener.Port !== 80)
        expect(gone).toBeDefined()
      },
    })
    expect(liveIn(snapshot).map(({name}) => name)).toEqual([
      'OpenViduMasterNodeWithTurnTLSTG',
      'OpenViduMediaNodeRTMPTG',
    ])
  })

  it('states and reasons of targets are those that AWS tells', async () => {
    const {snapshot} = await balancersSeen({
      change: account => {
        const [first] = groupOn(account, 443).health
        if (first !== undefined)
          first.TargetHealth = {
            State: 'unhealthy',
            Reason: 'Target.FailedHealthChecks',
            Description: 'Health checks failed',
          }
      },
    })
    const {targets = []} = factOf(snapshot, 'targetHealth').find(({name}) => name.includes('TurnTLS')) ?? {}
    expect(targets.filter(({state}) => state !== 'healthy')).toEqual([
      expect.objectContaining({state: 'unhealthy', reason: 'Target.FailedHealthChecks', port: 443}),
    ])
  })
})

describe('who is behind a group', () => {
  const subject = {type: 'AWS::AutoScaling::AutoScalingGroup', id: 'g', logicalId: null, location: null}
  const who = (masterGroup: string | null, targetGroups: readonly string[] = []) => ({
    parts: {
      masters:
        masterGroup === null
          ? [
              {logicalId: 'M1', id: 'i-1'},
              {logicalId: 'M2', id: null},
            ]
          : [],
      masterGroup: masterGroup === null ? null : {logicalId: 'G', id: masterGroup},
      mediaGroup: null,
      mainBalancer: null,
      turnBalancer: null,
      securityGroups: [],
      targetGroups: [],
    },
    nodes: [],
    mediaFleet: known({
      subject,
      name: 'g',
      desired: 0,
      max: 0,
      members: [],
      suspended: [],
      deleting: false,
      targetGroups: [...targetGroups],
    }),
  })

  it('a master that was never made is one that is missing', () => {
    expect(membersOf('tg', new Set(['i-1']), who(null))).toEqual(known('masters'))
  })

  it('an empty group to which the media group belongs is theirs', () => {
    expect(membersOf('tg', new Set(), who(null, ['tg']))).toEqual(known('media'))
  })

  it('a master group without instances has no masters', () => {
    expect(membersOf('tg', new Set(['i-1']), who('masters'))).toEqual(known('none'))
  })

  it('is nobody where the media group is gone, and not known where it was not seen, unless masters are', () => {
    const gap = unknown('denied', 'no policy allows it')
    expect(membersOf('tg', new Set(['i-9']), {...who(null), mediaFleet: absent('gone')})).toEqual(known('none'))
    expect(membersOf('tg', new Set(['i-9']), {...who(null), mediaFleet: gap})).toEqual(gap)
    for (const mediaFleet of [absent('gone'), gap])
      expect(membersOf('tg', new Set(['i-1']), {...who(null), mediaFleet})).toEqual(known('masters'))
  })
})

describe('what cannot be seen', () => {
  it('health denied: neither health nor members are known', async () => {
    const {snapshot} = await balancersSeen({
      lab: {faults: [{target: 'elasticloadbalancing.DescribeTargetHealth', fault: denied()}]},
    })
    const gap = {state: 'unknown', cause: 'denied', action: 'elasticloadbalancing:DescribeTargetHealth'}
    expect(snapshot.facts.targetHealth).toMatchObject(gap)
    expect(snapshot.facts.targetGroups).toMatchObject(gap)
  })

  it.each([
    ['DescribeTargetHealth', 'targetHealth'],
    ['DescribeTargetGroups', 'targetGroups'],
  ] as const)('%s without its list is no answer', async (operation, key) => {
    const {snapshot} = await balancersSeen({
      lab: {faults: [{target: `elasticloadbalancing.${operation}`, fault: empty('absent')}]},
    })
    expect(snapshot.facts[key]).toMatchObject({state: 'unknown', cause: 'failed'})
  })

  it('listeners denied: what they forward to is as unknown', async () => {
    const {snapshot} = await balancersSeen({
      lab: {faults: [{target: 'elasticloadbalancing.DescribeListeners', fault: denied()}]},
    })
    expect(snapshot.facts.targetHealth).toMatchObject({action: 'elasticloadbalancing:DescribeListeners'})
  })
})
