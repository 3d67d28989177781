import {defineCheck} from '../../src/model/check.ts'
import {type Seen, unknown} from '../../src/model/fact.ts'
import {subjectName, templateAsWhole} from '../../src/model/subject.ts'
import {balancerAttributes} from '../../src/openvidu/pages.ts'

/** What CloudFormation gives a TLS listener that names no policy; the console's default is another. */
const defaultPolicy = 'ELBSecurityPolicy-2016-08'

export default defineCheck({
  id: 'balancer-attributes',
  area: 'balancer',
  title: 'Load balancers are protected from deletion',
  severity: 'low',
  sources: ['plan', 'deployed'],
  requirements: [],
  why: 'One wrong click removes the load balancer with the address that your domain points to. Its other defaults are worth knowing: no cross-zone balancing, and a TLS policy that still accepts TLS 1.0.',
  how: {
    plan: 'Deletion protection must be on. Cross-zone balancing and the TLS policies of the listeners are told along with it.',
    deployed: 'The attributes and listeners of the load balancers are read.',
  },
  needs: ['balancers'],
  phrases: {
    unprotected: ({
      observed,
      expected,
    }: {
      observed: {
        balancer: string
        deletionProtection: string
        crossZone: string
        weakTls: readonly string[]
      }
      expected: {deletionProtection: string}
    }) => {
      const crossZone =
        observed.crossZone === 'off' ? ', cross-zone balancing off (a zone without a healthy node leaves DNS)' : ''
      const tls = observed.weakTls.length > 0 ? `, and TLS 1.0 still accepted on ${observed.weakTls.join(' and ')}` : ''
      return `${observed.balancer} has deletion protection ${observed.deletionProtection}${crossZone}${tls}; protection should be ${expected.deletionProtection}`
    },
  },
  remedy: {
    text: 'Set the attributes after the deployment, and take deletion protection off again before you delete the stack. Where media nodes stand in fewer zones than the masters, cross-zone balancing keeps all zones answering.',
    commands: [
      'aws elbv2 modify-load-balancer-attributes --load-balancer-arn LOAD_BALANCER_ARN --attributes Key=deletion_protection.enabled,Value=true Key=load_balancing.cross_zone.enabled,Value=true',
      'aws elbv2 modify-listener --listener-arn LISTENER_ARN --ssl-policy ELBSecurityPolicy-TLS13-1-2-2021-06',
    ],
    url: balancerAttributes,
  },
  judge({balancers}, {fail, see}) {
    if (balancers.length === 0) see(unknown('unresolved', 'there is no load balancer to look at'), templateAsWhole)
    for (const {subject, deletionProtection, crossZone, listeners} of balancers) {
      if (see(deletionProtection, subject) !== false) continue
      const weakTls = listeners
        .filter(({protocol, securityPolicy}) => isKnown(protocol, 'TLS') && acceptsOldTls(securityPolicy))
        .map(({subject: listener}) => subjectName(listener))
      const observed = {
        balancer: subjectName(subject),
        deletionProtection: 'off',
        crossZone: crossZone.state === 'known' ? (crossZone.value ? 'on' : 'off') : 'unknown',
        weakTls,
      }
      fail('unprotected', subject, {observed, expected: {deletionProtection: 'on'}}, {defect: 'D23'})
    }
  },
})

function isKnown<T>(seen: Seen<T>, value: T): boolean {
  return seen.state === 'known' && seen.value === value
}

/** Policies that still accept TLS 1.0, by the names AWS gives them. */
function acceptsOldTls(policy: Seen<string | null>): boolean {
  return policy.state === 'known' && /2016-08|2015-05|TLS-1-0|TLS13-1-0|-FS-2018-06/.test(policy.value ?? defaultPolicy)
}
