import {coversName} from '../../src/derive/domain-name.ts'
import {type ShowingListener, showingListeners} from '../../src/derive/shown-certificates.ts'
import {seenDetails, usedCertificates} from '../../src/derive/used-certificates.ts'
import {defineCheck} from '../../src/model/check.ts'
import {unknown} from '../../src/model/fact.ts'
import {subjectName} from '../../src/model/subject.ts'
import {tlsCertificates} from '../../src/openvidu/pages.ts'

export default defineCheck({
  id: 'certificate-domain-match',
  area: 'certificate',
  title: 'A certificate covers each domain',
  severity: 'critical',
  sources: ['lookup', 'deployed'],
  requirements: ['R6'],
  why: 'AWS attaches a certificate of any name. The stack completes, and then every browser refuses the connection.',
  how: {
    lookup:
      'A name of the certificate must be the domain itself, or a wildcard in the place of exactly its first label; case and a trailing dot do not count. The main certificate is compared with DomainName, the TURN one with TurnDomainName.',
    deployed:
      'The certificates of the listeners are compared in the same way. A domain that another certificate of every TLS listener covers is well: clients that name it are shown that one.',
  },
  needs: ['domainName', 'certificate', 'certificates'],
  uses: ['turn', 'balancers', 'intended', 'listenerCertificates'],
  phrases: {
    uncovered: ({
      observed,
      expected,
    }: {
      observed: {parameter: string; names: readonly string[]; domains: readonly string[]}
      expected: {names: readonly string[]}
    }) =>
      `the certificate of ${observed.parameter} is for ${shortList(observed.names)} and does not cover ${observed.domains.join(' and ')}; expected the name ${expected.names.join(' or ')}`,
  },
  remedy: {
    text: 'Request a certificate for the domain, or for a wildcard one level above it, and give its ARN. A wildcard covers neither the bare domain nor two levels.',
    commands: ['aws acm request-certificate --region REGION --domain-name DOMAIN --validation-method DNS'],
    url: tlsCertificates,
  },
  judge({domainName, turn: turnFact, balancers, intended, listenerCertificates, ...facts}, {fail, see, look}) {
    const turn = look('turn', turnFact)
    for (const used of usedCertificates(facts, turn)) {
      const {subject, roles} = used
      const details = see(seenDetails(used), subject)
      const uncovered: string[] = []
      for (const role of roles) {
        const setting = role === 'main' ? domainName : turn?.domainName
        if (setting === undefined) continue
        const domain = see(setting.value, setting.subject)
        if (domain === undefined || details === undefined) continue
        // An empty or malformed domain is covered by nothing, but the fault is the domain's: `domain-name` tells it.
        if (domain.trim() === '')
          see(unknown('unresolved', `${subjectName(setting.subject)} is empty`), setting.subject)
        if (domain.trim() === '' || details.names.some(name => coversName(name, domain))) continue
        const known = look('balancers', balancers)
        if (known === undefined) continue
        const listening = {balancers: known, intended, listenerCertificates}
        const listeners = showingListeners(role, setting.value, listening)
        if (listeners.length === 0 || listeners.some(showsOther)) uncovered.push(domain)
        else for (const {subject: listener, gap} of listeners) if (gap !== null) see(gap, listener)
      }
      if (details === undefined || uncovered.length === 0) continue
      const names = uncovered.flatMap(domain => [domain, ...wildcardOf(domain)])
      const observed = {parameter: subjectName(subject), names: details.names, domains: uncovered}
      fail('uncovered', subject, {observed, expected: {names}})
    }
  },
})

/** Whether clients that name the domain are surely shown a certificate of another. */
function showsOther({certificates, gap}: ShowingListener): boolean {
  return certificates.length === 0 && gap === null
}

function wildcardOf(domain: string): readonly string[] {
  const [, ...rest] = domain.split('.')
  return rest.length > 1 ? [`*.${rest.join('.')}`] : []
}

/** A certificate may have a hundred names; a sentence has room for a few. */
function shortList(names: readonly string[]): string {
  if (names.length === 0) return 'no name'
  const [shown, more] = [names.slice(0, 4), names.length - 4]
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ')
}
