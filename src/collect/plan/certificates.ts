import {ACMClient, type CertificateDetail, DescribeCertificateCommand} from '@aws-sdk/client-acm'
import {classify, required} from '../../aws/errors.ts'
import type {AwsSession} from '../../aws/session.ts'
import type {Seen} from '../../model/fact.ts'
import type {FactMap} from '../../model/facts.ts'
import type {Subject} from '../../model/subject.ts'
import {defineCollector, observe} from '../collector.ts'

type Certificate = FactMap['certificates'][number]

/** The certificates that the plan names: the deployment's own, and TURN's where it has one. */
export const certificates = defineCollector({
  id: 'certificates',
  title: 'Certificates',
  tier: 'plan',
  provides: ['certificates'],
  follows: ['certificate'],
  iam: ['acm:DescribeCertificate'],
  async collect({session, known: {certificate}, facts: {turn}}) {
    const named: {role: Certificate['role']; subject: Subject; value: Seen<string>}[] = [{role: 'main', ...certificate}]
    if (turn?.state === 'known') named.push({role: 'turn', ...turn.value.certificate})
    const open = named.find(({value}) => value.state === 'unknown')
    if (open?.value.state === 'unknown') return {certificates: open.value}
    const given = named.flatMap(({role, subject, value}) =>
      value.state === 'known' && value.value !== '' ? [{role, subject, arn: value.value}] : [],
    )
    return {
      certificates: await observe('acm:DescribeCertificate', () =>
        Promise.all(given.map(async one => ({...one, details: await describeCertificate(session, one.arn)}))),
      ),
    }
  },
})

/** What ACM tells of a certificate; null where it has none of that ARN. */
export async function describeCertificate(session: AwsSession, arn: string): Promise<Certificate['details']> {
  try {
    const {Certificate: found} = await session
      .client(ACMClient)
      .send(new DescribeCertificateCommand({CertificateArn: arn}), session.options)
    return detailsOf(required(found, 'certificate'))
  } catch (error) {
    // ACM knows only the certificates of its own region, and calls an ARN it can't read a validation error.
    const {kind} = classify(error)
    if (kind === 'not-found' || (error instanceof Error && error.name === 'ValidationException')) return null
    throw error
  }
}

function detailsOf(certificate: CertificateDetail): NonNullable<Certificate['details']> {
  const names = [required(certificate.DomainName, 'domain name'), ...(certificate.SubjectAlternativeNames ?? [])]
  return {
    status: required(certificate.Status, 'certificate status'),
    type: required(certificate.Type, 'certificate type'),
    names: [...new Set(names.filter(name => name !== ''))],
    notAfter: certificate.NotAfter?.toISOString() ?? null,
    keyAlgorithm: required(certificate.KeyAlgorithm, 'key algorithm'),
    renewalEligible: certificate.RenewalEligibility === 'ELIGIBLE',
    renewalStatus: certificate.RenewalSummary?.RenewalStatus ?? null,
    failureReason: certificate.FailureReason ?? null,
    serial: certificate.Serial?.replaceAll(':', '').toUpperCase() ?? null,
  }
}
