import {known} from '../../../model/fact.ts'
import type {FactMap} from '../../../model/facts.ts'
import {defineCollector, seen} from '../../collector.ts'
import {domainsIn} from './domains.ts'
import {resolverOf} from './name-resolution.ts'

type Looked = FactMap['domainAddresses'][number]

/** Where the domains of the deployment lead, and where they should. No IAM action: DNS answers anybody. */
export const domainAddresses = defineCollector({
  id: 'domain-addresses',
  title: 'Domains',
  tier: 'check',
  provides: ['domainAddresses'],
  follows: ['balancerStates'],
  iam: [],
  async collect({session, options, known: {balancerStates}, facts}) {
    const domains = domainsIn(facts)
    if ('state' in domains) return {domainAddresses: domains}
    const resolve = resolverOf(options.dnsServers, session.signal)
    const addressesOf = async (dnsName: string) => {
      const answer = await resolve(dnsName)
      return answer.state === 'unknown' ? answer : known(answer.value.addresses)
    }
    const looked = domains.map(async ({role, subject, domain}): Promise<Looked> => {
      const dnsName = balancerStates.find(({balancer}) => balancer === role)?.details?.dnsName
      const [answer, balancer] = await Promise.all([
        resolve(domain),
        dnsName === undefined ? null : addressesOf(dnsName).then(addresses => ({dnsName, addresses})),
      ])
      return {subject, role, domain, answer, balancer}
    })
    return {domainAddresses: seen(await Promise.all(looked), 'DNS')}
  },
})
