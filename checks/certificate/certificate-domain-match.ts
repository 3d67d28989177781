import {coversName} from '../../src/derive/domain-name.ts'
import {seenDetails, usedCertificates} from '../../src/derive/used-certificates.ts'
import {defineCheck} from '../../src/model/check.ts'
import {unknown} from '../../src/model/fact.ts'
import {subjectName} from '../../src/model/subject.ts'
import {tlsCertificates} from '../../src/openvidu/pages.ts'

export default defineCheck({
  id: 'certificate-domain-match',
  area: 'certificate',
  title: 'Each certificate covers its domain',
  severity: 'critical',
  sources: ['lookup', 'deployed'],
  requirements: ['R6'],
  why: 'AWS attaches a certificate of any name. The stack completes, and then every browser refuses the connection.',
  how: {
    lookup:
      'A name of the certificate must be the domain itself, or a wildcard in the place of exactly its first label; case and a trailing dot do not count. The main certificate is compared with DomainName, the TURN one with TurnDomainName.',
    deployed: 'The certificates of the listeners are compared in the same way.',
  },
  needs: ['domainName', 'certificate', 'certificates'],
  uses: ['turn'],
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
  judge({domainName, turn: turnFact, ...facts}, {fail, see, look}) {
    const turn = look('turn', turnFact)
    for (const used of usedCertificates(facts, turn)) {
      const {subject, roles} = used
      const details = see(seenDetails(used), subject)
      const settings = roles.flatMap(role => (role === 'main' ? domainName : (turn?.domainName ?? [])))
      const uncovered: string[] = []
      for (const {subject: setting, value} of settings) {
        const domain = see(value, setting)
        if (domain === undefined || details === undefined) continue
        // An empty or malformed domain is covered by nothing, but the fault is the domain's: `domain-name` tells it.
        if (domain.trim() === '') see(unknown('unresolved', `${subjectName(setting)} is empty`), setting)
        else if (!details.names.some(name => coversName(name, domain))) uncovered.push(domain)
      }
      if (details === undefined || uncovered.length === 0) continue
      const names = uncovered.flatMap(domain => [domain, ...wildcardOf(domain)])
      const observed = {parameter: subjectName(subject), names: details.names, domains: uncovered}
      fail('uncovered', subject, {observed, expected: {names}})
    }
  },
})

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
