import type {FactMap} from '../../../src/model/facts.ts'
import type {Snapshot} from '../../../src/model/snapshot.ts'
import {factOf, zones} from '../snapshots.ts'
import type {StackFacts} from './index.ts'
import {balancerArn, masterIds, mediaIds, mediaTargetGroupArn} from './names.ts'

const dnsName = 'video-0123456789abcdef.elb.eu-west-1.amazonaws.com'

/** Every target of every group of the plan healthy on the group's own port; the domain leads to the balancer. */
export function balancerFacts(plan: Snapshot): StackFacts {
  const targetGroups = factOf(plan, 'targetGroups').map(group => ({
    ...group,
    subject: {...group.subject, id: arnOf(group), location: null},
  }))
  const subnets = factOf(plan, 'balancerSubnets').value
  return {
    targetGroups,
    balancerStates: [
      {
        subject: {
          type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
          id: balancerArn,
          logicalId: 'LoadBalancer',
          location: null,
        },
        balancer: 'main',
        details: {
          state: 'active',
          reason: null,
          dnsName,
          zones: zones.map((zone, index) => ({
            zone,
            subnetId: (subnets.state === 'known' ? subnets.value[index] : undefined) ?? '',
          })),
          targetGroups: {state: 'known', value: targetGroups.map(arnOf)},
        },
      },
    ],
    targetHealth: targetGroups.map(({subject, name, members, port}) => {
      const ids = members.state === 'known' && members.value === 'media' ? mediaIds : masterIds
      const number = port.state === 'known' ? port.value : 0
      return {subject, name, targets: ids.map(id => ({id, port: number, state: 'healthy', reason: null}))}
    }),
  }
}

function arnOf({name, members}: FactMap['targetGroups'][number]): string {
  const media = members.state === 'known' && members.value === 'media'
  return media
    ? mediaTargetGroupArn
    : `arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/${name}/0123456789abcdef`
}
