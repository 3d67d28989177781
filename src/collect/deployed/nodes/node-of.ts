import {required} from '../../../aws/errors.ts'
import type {FactMap} from '../../../model/facts.ts'
import {MASTER_SLOTS} from '../../../openvidu/placement.ts'
import type {ReadInstance} from '../../instance-pages.ts'

export type Node = FactMap['nodes'][number]
type Parts = FactMap['parts']

/** The tag that Auto Scaling gives whatever it starts, and that nobody else can set. */
export const groupTag = 'aws:autoscaling:groupName'

/** An instance as a node of the deployment, null where it is none. */
export function nodeOf(instance: ReadInstance, parts: Parts): Node | null {
  const id = required(instance.InstanceId, 'instance id')
  const part = partOf(instance, id, parts)
  if (part === null) return null
  return {
    subject: {type: 'AWS::EC2::Instance', id, logicalId: part.logicalId, location: null},
    id,
    group: part.group,
    slot: part.slot,
    ofStack: part.ofStack,
    state: required(instance.State?.Name, 'state of an instance'),
    zone: required(instance.Placement?.AvailabilityZone, 'zone of an instance'),
    // A terminated instance has given back its subnet and addresses, and not every instance has a public one or a profile.
    subnetId: instance.SubnetId ?? null,
    privateAddress: instance.PrivateIpAddress || null,
    publicAddress: instance.PublicIpAddress || null,
    instanceType: required(instance.InstanceType, 'type of an instance'),
    imageId: required(instance.ImageId, 'image of an instance'),
    architecture: required(instance.Architecture, 'architecture of an instance'),
    launchedAt: required(instance.LaunchTime, 'launch time of an instance').toISOString(),
    // No list where there is no tag.
    tags: (instance.Tags ?? []).map(({Key, Value}) => ({key: required(Key, 'key of a tag'), value: Value ?? ''})),
    profile: instance.IamInstanceProfile?.Arn ?? null,
  }
}

type Part = Pick<Node, 'group' | 'slot' | 'ofStack'> & {readonly logicalId: string | null}

/** What the stack declares counts before who started it, and that before the security group it has. */
function partOf({Tags = [], SecurityGroups = []}: ReadInstance, id: string, parts: Parts): Part | null {
  const index = parts.masters.findIndex(master => master.id === id)
  const declared = parts.masters[index]
  if (declared !== undefined) {
    const slot = index < MASTER_SLOTS ? index + 1 : null
    return {group: 'master', slot, ofStack: true, logicalId: declared.logicalId}
  }
  const startedBy = Tags.find(({Key}) => Key === groupTag)?.Value
  const common = {slot: null, logicalId: null}
  if (startedBy !== undefined && startedBy === parts.masterGroup?.id) return {...common, group: 'master', ofStack: true}
  if (startedBy !== undefined && startedBy === parts.mediaGroup?.id) return {...common, group: 'media', ofStack: true}
  const own = new Set(SecurityGroups.map(({GroupId}) => GroupId))
  const protects = new Set(
    parts.securityGroups.flatMap(({id: groupId, groups}) => (groupId !== null && own.has(groupId) ? groups : [])),
  )
  // A fork may protect both with one group: what such a stranger is, nothing tells.
  if (protects.has('master') === protects.has('media')) return null
  return {...common, group: protects.has('master') ? 'master' : 'media', ofStack: false}
}
