import {type Fact, known, type Seen, type Unknown, unknown} from '../model/fact.ts'
import type {FactMap} from '../model/facts.ts'
import type {Subject} from '../model/subject.ts'
import {coversName} from './domain-name.ts'
import {ownListeners} from './own-listeners.ts'
import type {CertificateDetails, CertificateRole, UsedCertificate} from './used-certificates.ts'

export interface ShownCertificate {
  readonly arn: string
  readonly details: CertificateDetails
}

/** What a listener shows to clients that name the domain. */
export interface ShowingListener {
  readonly subject: Subject
  readonly role: CertificateRole
  /**
   * Those of its further certificates that cover the domain: clients are shown one of these, and the default one only where
   * there is none. Source: user guide of Network Load Balancers, certificates of TLS listeners.
   */
  readonly certificates: readonly ShownCertificate[]
  /** Why there may be more. */
  readonly gap: Unknown | null
}

export interface Listening {
  readonly balancers: FactMap['balancers']
  readonly intended: Fact<FactMap['intended']>
  readonly listenerCertificates: Fact<FactMap['listenerCertificates']>
}

/** The TLS listeners of OpenVidu that clients of a domain meet. The domain matters only where there is a choice. */
export function showingListeners(
  role: CertificateRole,
  domain: Seen<string>,
  {balancers, intended, listenerCertificates}: Listening,
): readonly ShowingListener[] {
  return balancers
    .filter(({balancer}) => balancer === role)
    .flatMap(balancer => ownListeners(balancer, intended))
    .filter(({protocol}) => protocol.state === 'unknown' || protocol.value === 'TLS')
    .map(({subject, furtherCertificates: further}) => {
      if (further.state === 'unknown') return {subject, role, certificates: [], gap: further}
      const certificates: ShownCertificate[] = []
      let gap: Unknown | null = null
      for (const arn of further.value) {
        const details = detailsOf(arn, listenerCertificates)
        if (domain.state === 'unknown') gap ??= domain
        else if (details.state === 'unknown') gap ??= details
        else if (details.value.names.some(name => coversName(name, domain.value)))
          certificates.push({arn, details: details.value})
      }
      return {subject, role, certificates, gap}
    })
}

/** Whether every listener shows another certificate in its place to clients that name their domain. */
export function isHidden({roles, arn}: UsedCertificate, listeners: readonly ShowingListener[]): boolean {
  const own = listeners.filter(({role}) => roles.includes(role))
  return (
    own.length > 0 &&
    own.every(({certificates}) => certificates.length > 0 && certificates.every(one => one.arn !== arn))
  )
}

function detailsOf(arn: string, listed: Fact<FactMap['listenerCertificates']>): Seen<CertificateDetails> {
  if (listed.state === 'unknown') return listed
  const found = listed.state === 'known' ? listed.value.find(one => one.arn === arn) : undefined
  if (found === undefined) return unknown('not-requested', `${arn} was not looked up`, 'acm:DescribeCertificate')
  if (found.details.state === 'unknown') return found.details
  // One of IAM, or one that was deleted since: it may cover any domain.
  return found.details.value === null
    ? unknown('failed', `ACM has no ${arn} to tell anything of`)
    : known(found.details.value)
}
