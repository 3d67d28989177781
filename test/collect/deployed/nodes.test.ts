import type {Instance} from '@aws-sdk/client-ec2'
import {describe, expect, it} from 'vitest'
import type {Node} from '../../../src/collect/deployed/nodes/node-of.ts'
import {nodes} from '../../../src/collect/deployed/nodes/nodes.ts'
import {subnets} from '../../../src/collect/plan/subnets.ts'
import {known} from '../../../src/model/fact.ts'
import type {FactMap} from '../../../src/model/facts.ts'
import type {Snapshot} from '../../../src/model/snapshot.ts'
import type {GenerationId} from '../../../src/openvidu/generations.ts'
import {denied, empty, errorOf, type Lab} from '../../lab/index.ts'
import {type DeployedOptions, deployed} from '../../support/deployed.ts'
import {factOf} from '../../support/snapshots.ts'

const look = (options: DeployedOptions = {}) => deployed({collectors: [nodes], ...options})
const groupOf = (snapshot: Snapshot, group: Node['group']) =>
  factOf(snapshot, 'nodes').filter(node => node.group === group)
const master = (account: Lab['account'], slot: number): Instance => {
  const found = account.instances.find(({Tags}) =>
    Tags?.some(({Key, Value}) => Key === 'aws:cloudformation:logical-id' && Value === `OpenViduMasterNode${slot}`),
  )
  if (found === undefined) throw new Error(`the lab has no master ${slot}`)
  return found
}
const media = (account: Lab['account']): Instance => {
  const found = account.instances.find(({Tags}) => Tags?.some(({Value}) => Value?.includes('media-asg')))
  if (found === undefined) throw new Error('the lab has no media node')
  return found
}
const terminate = (instance: Instance) => {
  instance.State = {Code: 48, Name: 'terminated'}
  instance.SecurityGroups = []
  delete instance.SubnetId
  delete instance.PrivateIpAddress
  delete instance.PublicIpAddress
}
/** Another instance like this one, of nobody's making. */
const stranger = (instance: Instance): Instance => ({
  ...instance,
  InstanceId: 'i-0fffffffffffffff1',
  Tags: [{Key: 'Name', Value: 'by hand'}],
})

describe('the nodes of a stack that runs well', () => {
  it.each<GenerationId>(['3.2.0', '3.4.1', '3.8.0', 'next', '3.0.0-beta3'])(
    'are the masters that the template of %s asks for, and the media nodes of its group',
    async generation => {
      const {snapshot} = await look({generation})
      const intended = factOf(snapshot, 'intended').masters ?? []
      const what = ({subject, slot, subnetId, instanceType}: FactMap['masters'][number]) => ({
        subject,
        slot,
        subnetId,
        instanceType,
      })
      expect(factOf(snapshot, 'masters').map(what)).toEqual(intended.map(what))
      expect(intended).toHaveLength(4)
      const four = known(4)
      expect(factOf(snapshot, 'masterCount')).toEqual({
        subject: factOf(snapshot, 'stack').subject,
        arrangement: 'instances',
        min: four,
        desired: four,
        max: four,
      })
      const all = factOf(snapshot, 'nodes')
      expect(all.map(({group, slot}) => `${group} ${slot}`).slice(0, 4)).toEqual(
        [1, 2, 3, 4].map(slot => `master ${slot}`),
      )
      expect(groupOf(snapshot, 'media').length).toBeGreaterThan(0)
      for (const node of all) {
        expect(node).toMatchObject({ofStack: true, state: 'running'})
        expect(node.publicAddress).toMatch(/^203\.0\.113\./)
        expect(node.profile).toMatch(/instance-profile/)
      }
    },
  )

  it('of the first generation are the masters of a group, without slots, counted by its bounds', async () => {
    const {snapshot} = await look({generation: '3.0.0-beta1'})
    const masters = groupOf(snapshot, 'master')
    expect(masters).toHaveLength(4)
    for (const node of masters) expect(node).toMatchObject({slot: null, ofStack: true, subject: {logicalId: null}})
    const {masterCount} = factOf(snapshot, 'intended')
    expect(factOf(snapshot, 'masterCount')).toEqual(masterCount)
    expect(factOf(snapshot, 'masters')).toHaveLength(4)
  })

  it('are seen in one round of four calls, however many there are', async () => {
    const {snapshot, calls} = await look({
      change: account => {
        const one = media(account)
        for (let index = 0; index < 400; index += 1)
          account.instances.push({...one, InstanceId: `i-${index.toString(16).padStart(17, '0')}`})
      },
    })
    expect(groupOf(snapshot, 'media').length).toBeGreaterThan(400)
    expect(calls.all.filter(({operation}) => operation === 'DescribeInstances')).toHaveLength(4)
  })

  it('are the same in pages of one', async () => {
    const whole = await look()
    const paged = await look({lab: {pageSize: 1}})
    expect(factOf(paged.snapshot, 'nodes')).toEqual(factOf(whole.snapshot, 'nodes'))
  })
})

describe('what was done by hand', () => {
  it('a fifth master is a stranger without a slot', async () => {
    const {snapshot} = await look({change: account => void account.instances.push(stranger(master(account, 1)))})
    expect(groupOf(snapshot, 'master').at(-1)).toMatchObject({id: 'i-0fffffffffffffff1', slot: null, ofStack: false})
    expect(factOf(snapshot, 'masterCount').desired).toEqual(known(5))
    expect(factOf(snapshot, 'masters').at(-1)).toMatchObject({subject: {id: 'i-0fffffffffffffff1', logicalId: null}})
  })

  it('a terminated master is told of and is none, and its replacement is one', async () => {
    const {snapshot} = await look({
      change: account => {
        account.instances.push(stranger(master(account, 3)))
        terminate(master(account, 3))
      },
    })
    expect(groupOf(snapshot, 'master').find(({slot}) => slot === 3)).toMatchObject({
      state: 'terminated',
      subnetId: null,
      privateAddress: null,
      publicAddress: null,
    })
    expect(factOf(snapshot, 'masters').map(({slot}) => slot)).toEqual([1, 2, 4, null])
    expect(factOf(snapshot, 'masterCount').desired).toEqual(known(4))
  })

  it('a stopped master stays one', async () => {
    const {snapshot} = await look({
      change: account => void Object.assign(master(account, 2), {State: {Code: 80, Name: 'stopped'}}),
    })
    expect(factOf(snapshot, 'masterCount').desired).toEqual(known(4))
    expect(groupOf(snapshot, 'master')[1]).toMatchObject({state: 'stopped', slot: 2})
  })

  it('a master in a state that no list asks for, or in another state for each of them, is asked for by its id', async () => {
    const {snapshot} = await look({
      change: account => void Object.assign(master(account, 2), {State: {Code: 96, Name: 'hibernating'}}),
    })
    expect(groupOf(snapshot, 'master')[1]).toMatchObject({state: 'hibernating', slot: 2})
  })

  it('another type is the instance’s own, not the parameter’s', async () => {
    const {snapshot} = await look({
      change: account => void Object.assign(master(account, 2), {InstanceType: 'c6a.2xlarge'}),
    })
    const [first, second] = factOf(snapshot, 'masters')
    expect(first?.instanceType.subject).toMatchObject({type: 'Parameter', id: 'MasterNodeInstanceType'})
    expect(second?.instanceType).toMatchObject({
      subject: {type: 'AWS::EC2::Instance', logicalId: 'OpenViduMasterNode2'},
      value: {value: 'c6a.2xlarge'},
    })
  })

  it.each([
    ['alone in its account', {}],
    ['among more than a page of instances', {lab: {pageSize: 1}}],
  ] as const)(
    'a master with another security group is still found, and a media node by its group, %s',
    async (_, options) => {
      const {snapshot} = await look({
        ...options,
        change: account => {
          master(account, 1).SecurityGroups = []
          media(account).SecurityGroups = []
        },
      })
      expect(factOf(snapshot, 'masterCount').desired).toEqual(known(4))
      expect(groupOf(snapshot, 'media').length).toBeGreaterThan(0)
    },
  )

  it.each([
    [
      'that nobody may ask for',
      {lab: {pageSize: 1, faults: [{target: 'autoscaling.DescribeAutoScalingGroups', fault: denied()}]}},
      false,
    ],
    ['that is gone', {lab: {pageSize: 1}}, true],
    ['that is gone, from an account in which nothing else runs', {}, true],
  ] as const)(
    'a media node with another security group is found by the tag of a group %s',
    async (_, options, gone) => {
      let id: string | undefined
      const {snapshot} = await look({
        ...options,
        change: account => {
          const one = media(account)
          id = one.InstanceId
          one.SecurityGroups = []
          if (gone) account.autoScalingGroups.splice(0)
        },
      })
      expect(groupOf(snapshot, 'media')).toContainEqual(expect.objectContaining({id, ofStack: true}))
    },
  )

  it('a media node that has ended, and that its group has forgotten, is found by its tag', async () => {
    let id: string | undefined
    const {snapshot} = await look({
      change: account => {
        const one = media(account)
        id = one.InstanceId
        Object.assign(one, {SecurityGroups: [], State: {Code: 48, Name: 'terminated'}})
        for (const group of account.autoScalingGroups)
          group.Instances = group.Instances?.filter(({InstanceId}) => InstanceId !== id)
      },
    })
    expect(groupOf(snapshot, 'media')).toContainEqual(expect.objectContaining({id, state: 'terminated', ofStack: true}))
  })

  it('a media node that was detached from its group is a stranger', async () => {
    const {snapshot} = await look({
      change: account => {
        const one = media(account)
        one.Tags = one.Tags?.filter(({Key}) => Key !== 'aws:autoscaling:groupName')
      },
    })
    expect(groupOf(snapshot, 'media').map(({ofStack}) => ofStack)).toContain(false)
  })

  it('nothing else in the account is a node', async () => {
    const {snapshot, account} = await look()
    const ids = factOf(snapshot, 'nodes').map(({id}) => id)
    expect(account.instances.filter(({InstanceId = ''}) => !ids.includes(InstanceId))).toHaveLength(3)
  })

  it('a master group that was resized or is gone says so', async () => {
    const resized = await look({
      generation: '3.0.0-beta1',
      change: account => {
        for (const group of account.autoScalingGroups)
          Object.assign(group, {MinSize: 2, DesiredCapacity: 3, MaxSize: 6})
      },
    })
    expect(factOf(resized.snapshot, 'masterCount')).toMatchObject({min: known(2), desired: known(3), max: known(6)})
    const gone = await look({
      generation: '3.0.0-beta1',
      change: account => void account.autoScalingGroups.splice(0),
    })
    expect(factOf(gone.snapshot, 'masterCount')).toMatchObject({arrangement: 'group', desired: known(0)})
  })
})

describe('what could not be seen', () => {
  it.each([
    ['denied', denied(), 'denied'],
    ['no lists', empty('absent'), 'failed'],
  ] as const)('%s leaves all three unknown, and other facts alone', async (_, fault, cause) => {
    const {snapshot} = await look({
      collectors: [nodes, subnets],
      lab: {faults: [{target: 'ec2.DescribeInstances', fault}]},
    })
    for (const key of ['nodes', 'masters', 'masterCount'] as const)
      expect(snapshot.facts[key]).toMatchObject({state: 'unknown', cause})
    expect(snapshot.facts.subnets?.state).toBe('known')
  })

  it('empty lists are no nodes at all', async () => {
    const {snapshot} = await look({lab: {faults: [{target: 'ec2.DescribeInstances', fault: empty('present')}]}})
    expect(factOf(snapshot, 'nodes')).toEqual([])
    expect(factOf(snapshot, 'masterCount').desired).toEqual(known(0))
  })

  it('the bounds of the master group are a gap of their own', async () => {
    const {snapshot} = await look({
      generation: '3.0.0-beta1',
      lab: {faults: [{target: 'autoscaling.DescribeAutoScalingGroups', fault: denied()}]},
    })
    expect(snapshot.facts.masterCount).toMatchObject({cause: 'denied', action: 'autoscaling:DescribeAutoScalingGroups'})
    expect(factOf(snapshot, 'masters')).toHaveLength(4)
  })

  it('is not asked for where CloudFormation told nothing of its resources', async () => {
    const {snapshot, calls} = await look({
      lab: {faults: [{target: 'cloudformation.ListStackResources', fault: errorOf('InternalFailure', 'no', 500)}]},
    })
    expect(snapshot.facts.nodes).toMatchObject({state: 'unknown', cause: 'failed'})
    expect(calls.all.some(({service}) => service === 'ec2')).toBe(false)
  })
})
