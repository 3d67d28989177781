import type {Instance} from '@aws-sdk/client-ec2'
import {describe, expect, it} from 'vitest'
import fourMasters from '../../../checks/masters/four-masters.ts'
import imageArchitecture from '../../../checks/masters/image-architecture.ts'
import masterInstanceType from '../../../checks/masters/master-instance-type.ts'
import masterPlacement from '../../../checks/masters/master-placement.ts'
import startOrder from '../../../checks/masters/start-order.ts'
import vcpuQuota from '../../../checks/masters/vcpu-quota.ts'
import masterSubnetAzSpread from '../../../checks/network/master-subnet-az-spread.ts'
import mediaReachable from '../../../checks/network/media-reachable.ts'
import subnetFreeAddresses from '../../../checks/network/subnet-free-addresses.ts'
import nodesManaged from '../../../checks/nodes/nodes-managed.ts'
import {securityGroups} from '../../../src/collect/deployed/balancers/security-groups.ts'
import {mediaGroup} from '../../../src/collect/deployed/media/media-group.ts'
import {nodeRoles} from '../../../src/collect/deployed/media/node-roles.ts'
import {nodesCollectors} from '../../../src/collect/deployed/nodes/index.ts'
import {routes} from '../../../src/collect/plan/routes.ts'
import {subnets} from '../../../src/collect/plan/subnets.ts'
import {vcpuQuota as quota} from '../../../src/collect/plan/vcpu-quota.ts'
import type {GenerationId} from '../../../src/openvidu/generations.ts'
import type {Lab} from '../../lab/index.ts'
import {type DeployedOptions, deployed} from '../../support/deployed.ts'
import {factOf, failures, judgeIn} from '../../support/snapshots.ts'

const collectors = [...nodesCollectors, mediaGroup, nodeRoles, securityGroups, subnets, routes, quota]
const checks = [
  fourMasters,
  masterPlacement,
  startOrder,
  masterInstanceType,
  imageArchitecture,
  vcpuQuota,
  masterSubnetAzSpread,
  subnetFreeAddresses,
  mediaReachable,
  nodesManaged,
]

/** The verdicts of checks about nodes that are not a pass. */
async function troubles(options: DeployedOptions = {}): Promise<Readonly<Record<string, readonly string[]>>> {
  const {snapshot} = await deployed({collectors, ...options})
  const verdicts = checks.map(check => [check.id, judgeIn(check, snapshot)] as const)
  return Object.fromEntries(
    verdicts.flatMap(([id, verdict]) => (verdict.status === 'pass' ? [] : [[id, failures(verdict)]])),
  )
}

const master = (account: Lab['account'], slot: number): Instance => {
  const found = account.instances.find(({Tags}) => Tags?.some(({Value}) => Value === `OpenViduMasterNode${slot}`))
  if (found === undefined) throw new Error(`the lab has no master ${slot}`)
  return found
}
const stop = (instance: Instance) => Object.assign(instance, {State: {Code: 80, Name: 'stopped'}})

describe('a deployed stack, judged by its nodes', () => {
  it.each<GenerationId>(['3.2.0', '3.3.0', '3.4.1', '3.5.0', '3.6.1', '3.8.0'])(
    'of a sound template of %s has nothing to say',
    async generation => {
      expect(await troubles({generation})).toEqual({})
    },
  )

  it.each<GenerationId>(['3.0.0-beta1', '3.0.0-beta3', 'next'])(
    'of %s, whose template nobody saw, has only its ports unjudged',
    async generation => {
      expect(await troubles({generation})).toEqual({'media-reachable': ['unknown']})
    },
  )

  it('as shipped has masters that Systems Manager does not reach, for their role', async () => {
    expect(await troubles({template: {}})).toEqual({'nodes-managed': ['notRegistered: OpenViduMasterNodeRole']})
  })

  it('with renamed resources is judged the same', async () => {
    const rename = (logicalId: string) => `Our${logicalId.replace('OpenVidu', '')}`
    const {snapshot} = await deployed({collectors, template: {hardened: true, rename}})
    expect(factOf(snapshot, 'nodes')[0]).toMatchObject({slot: 1, subject: {logicalId: 'OurMasterNode1'}})
    expect(await troubles({template: {hardened: true, rename}})).toEqual({})
  })

  it('shut down in the wrong order', async () => {
    const found = await troubles({
      change: account => {
        for (const slot of [1, 2, 3, 4]) stop(master(account, slot))
      },
    })
    expect(found).toMatchObject({
      'four-masters': [expect.stringMatching(/^lost: /)],
      'start-order': [expect.stringMatching(/^mediaWithoutMasters: /)],
    })
  })

  it('with a master replaced by hand in the zone of another', async () => {
    const found = await troubles({
      change: account => {
        const one = master(account, 2)
        const subnet = account.subnets.find(({SubnetId}) => SubnetId === master(account, 1).SubnetId)
        const id = 'i-0fffffffffffffff1'
        account.instances.push({
          ...one,
          InstanceId: id,
          SubnetId: subnet?.SubnetId,
          Placement: {AvailabilityZone: subnet?.AvailabilityZone},
          Tags: [],
        })
        const [status] = account.instanceStatuses
        account.instanceStatuses.push({...status, InstanceId: id})
        const [managed] = account.managedInstances
        account.managedInstances.push({...managed, InstanceId: id})
        Object.assign(one, {State: {Code: 48, Name: 'terminated'}, SecurityGroups: [], SubnetId: undefined})
      },
    })
    expect(found).toEqual({
      'master-placement': ['empty: OpenViduMasterNode2'],
      'master-subnet-az-spread': ['crowded: OpenViduMasterNodeSubnets'],
    })
  })

  it('with the image of the next media node of another architecture', async () => {
    const {snapshot} = await deployed({
      collectors: [...nodesCollectors, mediaGroup],
      change: account => {
        for (const image of account.images) image.Architecture = 'arm64'
      },
    })
    const [image] = factOf(snapshot, 'images')
    expect(image).toMatchObject({architecture: 'arm64'})
  })
})
