import {absent, type Seen, type Unknown, unknown} from '../../../model/fact.ts'
import type {FactMap} from '../../../model/facts.ts'
import {defineCollector, seen} from '../../collector.ts'
import {domainsIn} from './domains.ts'
import {type Resolve, resolverOf} from './name-resolution.ts'
import {type Handshake, type Peer, shakeHands} from './tls-handshake.ts'

/** Of the addresses of a domain, how many are tried until one answers. */
const tried = 4

/** What the domains show on this port to whoever connects with TLS; only where the user asked for it. */
export const endpointsOn = (where: Pick<Peer, 'port' | 'ca'>) =>
  defineCollector({
    id: 'endpoints',
    title: 'TLS endpoints',
    tier: 'check',
    provides: ['endpoints'],
    // Looked at, since a run without --probe needs no domain to say so.
    follows: [],
    iam: [],
    async collect({session, options, facts}) {
      if (!options.probe)
        return {endpoints: absent('no connection to the domains was asked for: ask for it with --probe')}
      const domains = domainsIn(facts)
      if ('state' in domains) return {endpoints: domains}
      const resolve = resolverOf(options.dnsServers, session.signal)
      const looked = domains.map(async ({role, subject, domain}): Promise<FactMap['endpoints'][number]> => {
        const {address, answer} = await probe({...where, domain}, resolve, session.signal)
        return {subject, role, domain, address, port: where.port, answer}
      })
      return {endpoints: seen(await Promise.all(looked), 'TLS')}
    },
  })

export const endpoints = endpointsOn({port: 443})

interface Probed {
  readonly address: string | null
  readonly answer: Seen<Handshake>
}

async function probe(peer: Omit<Peer, 'address'>, resolve: Resolve, signal: AbortSignal): Promise<Probed> {
  const names = await resolve(peer.domain)
  if (names.state === 'unknown') return {address: null, answer: names}
  let last: {address: string | null; answer: Unknown} = {
    address: null,
    answer: unknown('failed', `DNS has no address of ${peer.domain} to connect to`),
  }
  for (const address of names.value.addresses.slice(0, tried)) {
    const answer = await shakeHands({...peer, address}, signal)
    if (answer.state === 'known') return {address, answer}
    last = {address, answer}
  }
  return last
}
