import {known, unknown} from '../../../src/model/fact.ts'
import type {FactMap} from '../../../src/model/facts.ts'
import type {Snapshot} from '../../../src/model/snapshot.ts'
import type {Subject} from '../../../src/model/subject.ts'
import {MASTER_SLOTS, placeMasters} from '../../../src/openvidu/placement.ts'
import {factOf, healthyPlan, internetGatewayId, vpcId, withChanged, withFacts} from '../../support/snapshots.ts'

export type SubnetFact = FactMap['subnets'][number]

/** Something that only the deployment will tell. */
export const open = unknown('unresolved', 'known at deploy time only')

export const masterParameter: Subject = {
  type: 'Parameter',
  id: 'OpenViduMasterNodeSubnets',
  logicalId: null,
  location: null,
}
export const mediaParameter: Subject = {...masterParameter, id: 'OpenViduMediaNodeSubnets'}

/** A healthy plan whose masters have one subnet for each of these zones, in this order, and likewise its media nodes. */
export function planIn(
  masterZones: readonly string[],
  mediaZones: readonly string[] = ['eu-west-1a', 'eu-west-1b'],
): Snapshot {
  const subject = (id: string): Subject => ({type: 'AWS::EC2::Subnet', id, logicalId: null, location: null})
  const masters = masterZones.map((_, index) => `subnet-master${index + 1}`)
  const media = mediaZones.map((_, index) => `subnet-media${index + 1}`)
  const subnet = (id: string, zone: string, uses: SubnetFact['uses']): SubnetFact => ({
    subject: subject(id),
    id,
    uses,
    details: {vpcId, zone, mapsPublicAddresses: true, availableAddresses: 200, internetBlocked: 'off'},
  })
  const plan = healthyPlan()
  const placed = placeMasters(masters) ?? []
  const [first] = factOf(plan, 'masters')
  const [acl] = factOf(plan, 'networkAcls')
  if (first === undefined || acl === undefined) throw new Error('the example has masters and an ACL')
  return withFacts(plan, {
    masterSubnets: {subject: masterParameter, value: known(masters)},
    balancerSubnets: {subject: masterParameter, value: known(masters)},
    mediaSubnets: {subject: mediaParameter, value: known(media)},
    masterCount: {
      ...factOf(plan, 'masterCount'),
      arrangement: 'instances',
      min: known(MASTER_SLOTS),
      desired: known(MASTER_SLOTS),
      max: known(MASTER_SLOTS),
    },
    masters: placed.map((id, index) => ({...first, slot: index + 1, subnetId: known(id)})),
    subnets: [
      ...masterZones.map((zone, index) => subnet(masters[index] ?? '', zone, ['masters', 'balancer'])),
      ...mediaZones.map((zone, index) => subnet(media[index] ?? '', zone, ['media'])),
    ],
    routes: [...masters, ...media].map(id => ({
      subject: subject(id),
      subnetId: id,
      default: 'internet-gateway',
      gatewayId: internetGatewayId,
    })),
    networkAcls: [{...acl, subnetIds: [...masters, ...media]}],
  })
}

export const fourZones = ['eu-west-1a', 'eu-west-1b', 'eu-west-1c', 'eu-west-1d']

/** The plan of another template generation; null for one that was not recognised. */
export function ofGeneration(snapshot: Snapshot, generation: string | null): Snapshot {
  return withChanged(snapshot, 'template', template => ({...template, generation, shape: generation}))
}

/** The plan with the details of one subnet changed; null where AWS has no such subnet. */
export function withSubnet(
  snapshot: Snapshot,
  id: string,
  change: Partial<NonNullable<SubnetFact['details']>> | null,
): Snapshot {
  return withChanged(snapshot, 'subnets', subnets =>
    subnets.map(subnet =>
      subnet.id !== id || subnet.details === null
        ? subnet
        : {...subnet, details: change === null ? null : {...subnet.details, ...change}},
    ),
  )
}
