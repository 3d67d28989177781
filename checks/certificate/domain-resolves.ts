import {comparableName} from '../../src/derive/domain-name.ts'
import {defineCheck} from '../../src/model/check.ts'
import {unknown} from '../../src/model/fact.ts'
import {domainRecords} from '../../src/openvidu/pages.ts'

interface Leads {
  observed: {domain: string; addresses: readonly string[]; aliases: readonly string[]}
  expected: {balancer: string}
}

export default defineCheck({
  id: 'domain-resolves',
  area: 'certificate',
  title: 'Each domain leads to its load balancer',
  severity: 'high',
  sources: ['deployed'],
  requirements: ['R5', 'R36'],
  why: 'The stack is complete without it: nobody reaches the deployment until the domain leads to the load balancer, whose addresses AWS may change unless the record follows its name.',
  how: {
    deployed:
      'DNS is asked, as this machine sees it or through the servers in OPENVIDU_DOCTOR_DNS, for the addresses and aliases of DomainName and of the TURN domain. The aliases must lead over the name of the load balancer, or all addresses be addresses that this name has at the time. What is in front on purpose, such as a proxy or a content network, is told by what the domain leads to, and can be waived.',
  },
  needs: ['domainAddresses'],
  phrases: {
    nowhere: ({observed, expected}: {observed: {domain: string; exists: boolean}; expected: {balancer: string}}) =>
      `${observed.domain} ${observed.exists ? 'has no address in DNS' : 'does not exist in DNS'}; it should lead to ${expected.balancer}`,
    elsewhere: ({observed, expected}: Leads) =>
      `${observed.domain} leads to ${observed.addresses.join(', ')}${through(observed.aliases)}; it should lead to ${expected.balancer}`,
    partly: ({
      observed,
      expected,
    }: {
      observed: Leads['observed'] & {others: readonly string[]}
      expected: Leads['expected']
    }) =>
      `${observed.domain} leads to ${observed.addresses.join(', ')}${through(observed.aliases)}, of which ${observed.others.join(', ')} is not now of the load balancer; it should lead to ${expected.balancer}`,
  },
  remedy: {
    text: 'Make the domain a CNAME record, or in Route 53 an alias record, for the DNS name of the load balancer. Where a proxy in front is meant to be there, waive this; TURN and RTMP have to pass through it, too.',
    commands: [
      'aws elbv2 describe-load-balancers --load-balancer-arns LOAD_BALANCER_ARN --query "LoadBalancers[].DNSName"',
      'dig +short DOMAIN',
    ],
    url: domainRecords,
  },
  judge({domainAddresses}, {fail, see}) {
    for (const {subject, domain, answer, balancer} of domainAddresses) {
      const seen = see(answer, subject)
      if (seen === undefined) continue
      const {exists, aliases, addresses} = seen
      if (balancer === null) {
        see(unknown('unresolved', `AWS has no load balancer to which ${domain} should lead`), subject)
        continue
      }
      const expected = {balancer: balancer.dnsName}
      if (addresses.length === 0) {
        fail('nowhere', subject, {observed: {domain, exists}, expected})
        continue
      }
      if (aliases.some(alias => comparableName(alias) === comparableName(balancer.dnsName))) continue
      const own = see(balancer.addresses, subject)
      if (own === undefined) continue
      if (own.length === 0) {
        see(unknown('unresolved', `DNS has no address of ${balancer.dnsName} to compare with`), subject)
        continue
      }
      const others = addresses.filter(address => !own.includes(address))
      if (others.length === 0) continue
      const observed = {domain, addresses, aliases}
      // A zone without healthy targets leaves DNS for a while: what fixed records keep of it is not wrong for ever.
      if (others.length < addresses.length)
        fail('partly', subject, {observed: {...observed, others}, expected}, {severity: 'medium'})
      else fail('elsewhere', subject, {observed, expected})
    }
    if (domainAddresses.length === 0) {
      const subject = {type: 'Parameter', id: 'DomainName', logicalId: null, location: null}
      see(unknown('unresolved', 'the stack names no domain'), subject)
    }
  },
})

const through = (aliases: readonly string[]) => (aliases.length === 0 ? '' : ` through ${aliases.join(', ')}`)
