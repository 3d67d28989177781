import {servingMasters} from '../../src/derive/live-nodes.ts'
import {goneTargets, namesOf, nodeName, nodeTargets, standingOf} from '../../src/derive/target-groups.ts'
import {defineCheck} from '../../src/model/check.ts'
import type {Fact} from '../../src/model/fact.ts'
import type {FactMap} from '../../src/model/facts.ts'
import {subjectName} from '../../src/model/subject.ts'
import {targetRegistration} from '../../src/openvidu/pages.ts'
import {MASTER_SLOTS} from '../../src/openvidu/placement.ts'

const register = 'aws elbv2 register-targets --target-group-arn TARGET_GROUP_ARN --targets Id=INSTANCE_ID'
const deregister = 'aws elbv2 deregister-targets --target-group-arn TARGET_GROUP_ARN --targets Id=INSTANCE_ID'

export default defineCheck({
  id: 'targets-registered',
  area: 'balancer',
  title: 'The target groups hold all nodes they are for, and no others',
  severity: 'critical',
  sources: ['deployed'],
  requirements: ['R3', 'R46'],
  why: 'A node that is not registered gets no client, however well it runs; a stranger in the group gets clients that it cannot serve.',
  how: {
    deployed:
      'Each target group that the template makes for masters must hold the four masters of the stack, each one for media nodes every node that is InService in the media group, which must register its nodes there by itself. Targets that are leaving (draining) do not count. Whether a target is healthy is for target-health to tell.',
  },
  needs: ['parts', 'targetGroups', 'targetHealth'],
  uses: ['nodes', 'mediaFleet'],
  phrases: {
    gone: ({observed, expected}: {observed: {group: string}; expected: {nodes: string}}) =>
      `AWS has no target group ${observed.group}; it should hold the ${expected.nodes}`,
    masters: ({
      observed,
      expected,
    }: {
      observed: {group: string; masters: number; missing: readonly string[]; strangers: readonly string[]}
      expected: {masters: number}
    }) =>
      `${observed.group} holds ${observed.masters} masters${without(observed.missing)}${besides(observed.strangers)}; it should hold the ${expected.masters} masters and nothing else`,
    media: ({
      observed,
      expected,
    }: {
      observed: {
        group: string
        registered: number
        missing: readonly string[]
        strangers: readonly string[]
        attached: boolean
      }
      expected: {registered: number}
    }) =>
      `${observed.group} holds ${observed.registered} media nodes that are in service${without(observed.missing)}${besides(observed.strangers)}${observed.attached ? '' : ', and the media group does not register new nodes there'}; it should hold all ${expected.registered} and nothing else`,
  },
  remedy: {
    text: 'Register what is missing and deregister what does not belong there; attach the target group to the media group, so that it registers its nodes by itself.',
    commands: [
      register,
      deregister,
      'aws autoscaling attach-load-balancer-target-groups --auto-scaling-group-name MEDIA_GROUP --target-group-arns TARGET_GROUP_ARN',
    ],
    url: targetRegistration,
  },
  remedies: {
    gone: {
      text: 'Make a target group with the protocol, port and health check that the template declares, register its nodes there, and let the listener forward to it.',
      commands: ['aws elbv2 create-target-group --name NAME --protocol TCP --port PORT --vpc-id VPC_ID'],
      url: targetRegistration,
    },
    masters: {
      text: 'Register the masters that are missing, and deregister what does not belong there.',
      commands: [register, deregister],
      url: targetRegistration,
    },
  },
  judge({parts, mediaFleet: fleet, nodes, ...facts}, {fail, look}) {
    for (const {subject, name, nodes: kind} of goneTargets({parts, ...facts}))
      fail('gone', subject, {
        observed: {group: name},
        expected: {nodes: kind === 'media' ? 'media nodes' : 'four masters'},
      })
    // The instances of a master group (first generation) are told by EC2 only.
    const masters =
      parts.masterGroup === null
        ? parts.masters.map(({logicalId, id}) => id ?? logicalId)
        : look('nodes', nodes)?.flatMap(({id, group, ofStack}) => (group === 'master' && ofStack ? [id] : []))
    // That the media group is gone is for media-nodes-in-service to tell.
    const mediaFleet = look('mediaFleet', fleet)
    const inService = mediaFleet?.members.filter(({lifecycleState}) => lifecycleState === 'InService') ?? []
    for (const {subject, nodes: kind, targets} of nodeTargets({parts, ...facts})) {
      const group = subjectName(subject)
      const registered = new Set(targets.filter(one => standingOf(one) !== 'leaving').map(({id}) => id))
      const told = (ids: readonly string[]) => ids.map(id => nodeName(parts, id))
      if (kind === 'masters' && masters !== undefined) {
        const isExactly = (ids: readonly string[]) =>
          ids.length === MASTER_SLOTS && registered.size === ids.length && ids.every(id => registered.has(id))
        if (isExactly(masters)) continue
        // One of them may have been replaced.
        const serving = parts.masterGroup === null ? withSuccessors(masters, nodes) : masters
        if (isExactly(serving)) continue
        const present = serving.filter(id => registered.has(id)).length
        const missing = told(serving.filter(id => !registered.has(id)))
        const strangers = told([...registered].filter(id => !serving.includes(id)))
        const observed = {group, masters: present, missing, strangers}
        const severity = present >= MASTER_SLOTS - 1 ? 'high' : 'critical'
        fail('masters', subject, {observed, expected: {masters: MASTER_SLOTS}}, {severity})
      } else if (kind === 'media' && mediaFleet !== undefined) {
        const missing = inService.map(({id}) => id).filter(id => !registered.has(id))
        const strangers = told([...registered].filter(id => !mediaFleet.members.some(member => member.id === id)))
        const attached = subject.id !== null && mediaFleet.targetGroups.includes(subject.id)
        if (missing.length + strangers.length === 0 && attached) continue
        const present = inService.length - missing.length
        const observed = {group, registered: present, missing, strangers, attached}
        const severity = present > 0 || missing.length === 0 ? 'high' : 'critical'
        fail('media', subject, {observed, expected: {registered: inService.length}}, {severity})
      }
    }
  },
})

/** These masters, and in the place of those that have ended what was put there; as they are where EC2 told of none. */
function withSuccessors(masters: readonly string[], nodes: Fact<FactMap['nodes']>): readonly string[] {
  if (nodes.state !== 'known') return masters
  const serving = servingMasters(nodes.value).map(({id}) => id)
  const gone = masters.filter(id => !serving.includes(id))
  return [...serving, ...gone].slice(0, Math.max(MASTER_SLOTS, serving.length))
}

const without = (missing: readonly string[]) => (missing.length === 0 ? '' : `, without ${namesOf(missing)}`)
const besides = (strangers: readonly string[]) =>
  strangers.length === 0 ? '' : `, beside the stranger ${namesOf(strangers)}`
