import {known, type Seen, unknown} from '../model/fact.ts'
import type {FactMap} from '../model/facts.ts'
import type {Subject} from '../model/subject.ts'
import {bySubject} from './by-subject.ts'

type Certificate = FactMap['certificates'][number]
type Turn = FactMap['turn']
export type CertificateRole = Certificate['role']
export type CertificateDetails = NonNullable<Certificate['details']>

/** A certificate that the load balancers will present, for one domain or, where they share it, for both. */
export interface UsedCertificate {
  readonly subject: Subject
  readonly roles: readonly CertificateRole[]
  /** Empty where it wasn't looked up. */
  readonly arn: string
  /** Null where ACM has no such certificate; unknown where it wasn't looked up. */
  readonly found: Seen<CertificateDetails | null>
}

/** What was looked up, by subject, and what should have been: a certificate nobody looked at is not a sound one. */
export function usedCertificates(
  {certificate, certificates}: Pick<FactMap, 'certificate' | 'certificates'>,
  turn: Turn | undefined,
): readonly UsedCertificate[] {
  const listed = bySubject(certificates, ({subject}) => subject).map(({subject, items}) => ({
    subject,
    roles: items.map(({role}) => role),
    arn: items[0].arn,
    found: known(items[0].details),
  }))
  const roles = new Set(certificates.map(({role}) => role))
  const missing: UsedCertificate[] = []
  if (!roles.has('main')) missing.push(notLookedUp('main', certificate.subject))
  if (turn !== undefined && givesCertificate(turn) && !roles.has('turn')) {
    missing.push(notLookedUp('turn', turn.certificate.subject))
  }
  return [...listed, ...missing]
}

/** The details where ACM has the certificate; that it has none is for `certificate-issued` to report. */
export function seenDetails({arn, found}: UsedCertificate): Seen<CertificateDetails> {
  if (found.state === 'unknown') return found
  return found.value === null ? unknown('failed', `ACM has no ${arn} to tell anything of`) : known(found.value)
}

function givesCertificate({certificate: {value}}: Turn): boolean {
  return value.state === 'unknown' || value.value.trim() !== ''
}

function notLookedUp(role: CertificateRole, subject: Subject): UsedCertificate {
  const which = role === 'main' ? 'the certificate of the load balancer' : 'the TURN certificate'
  return {
    subject,
    roles: [role],
    arn: '',
    found: unknown('not-requested', `${which} was not looked up`, 'acm:DescribeCertificate'),
  }
}
