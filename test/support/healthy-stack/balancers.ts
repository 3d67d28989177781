import {known} from '../../../src/model/fact.ts'
import type {Snapshot} from '../../../src/model/snapshot.ts'
import {factOf, zones} from '../snapshots.ts'
import type {StackFacts} from './index.ts'
import {balancerArn, masterIds, mediaIds, targetGroupArn} from './names.ts'

const dnsName = 'video-0123456789abcdef.elb.eu-west-1.amazonaws.com'

/** Every target of every group of the plan healthy on the group's own port; the domain leads to the balancer. */
export function balancerFacts(plan: Snapshot): StackFacts {
  const targetGroups = factOf(plan, 'targetGroups').map(group => ({
    ...group,
    subject: {...group.subject, id: targetGroupArn(group), location: null},
  }))
  const subnets = factOf(plan, 'balancerSubnets').value
  const {subject, value} = factOf(plan, 'domainName')
  const domain = value.state === 'known' ? value.value : ''
  const [certificate] = factOf(plan, 'certificates')
  const addresses = zones.map((_, index) => `203.0.113.${index + 1}`)
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
          targetGroups: {state: 'known', value: targetGroups.map(targetGroupArn)},
        },
      },
    ],
    domainAddresses: [
      {
        subject,
        role: 'main',
        domain,
        answer: known({exists: true, aliases: [dnsName], addresses}),
        balancer: {dnsName, addresses: known(addresses)},
      },
    ],
    endpoints: [
      {
        subject,
        role: 'main',
        domain,
        address: '203.0.113.1',
        port: 443,
        answer: known({
          certificate: {
            serial: certificate?.details?.serial ?? '',
            fingerprint: Array.from({length: 32}, () => 'AB').join(':'),
            names: [...(certificate?.details?.names ?? [])],
            issuer: 'C=US, O=Amazon, CN=Amazon RSA 2048 M03',
            notAfter: certificate?.details?.notAfter ?? '',
          },
          fault: null,
        }),
      },
    ],
    targetHealth: targetGroups.map(({subject, name, members, port}) => {
      const ids = members.state === 'known' && members.value === 'media' ? mediaIds : masterIds
      const number = port.state === 'known' ? port.value : 0
      return {subject, name, targets: ids.map(id => ({id, port: number, state: 'healthy', reason: null}))}
    }),
  }
}
