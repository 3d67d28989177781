import {expiredText, nearEnd} from '../../derive/certificate-end.ts'
import type {CertificateDetails} from '../../derive/used-certificates.ts'
import {subjectName} from '../../model/subject.ts'
import type {CaseFacts} from '../facts.ts'
import type {Sign} from '../sign.ts'

/** Certificates that users were shown although they had expired when the case was made. */
export function certificateSigns(facts: CaseFacts, takenAt: string): readonly Sign[] {
  const used = [
    ...(facts.value('certificates') ?? []).map(({subject, arn, details}) => ({
      fact: 'certificates' as const,
      name: subjectName(subject),
      arn,
      details,
    })),
    ...(facts.value('listenerCertificates') ?? []).map(({arn, details}) => ({
      fact: 'listenerCertificates' as const,
      name: arn,
      arn,
      details: details.state === 'known' ? details.value : null,
    })),
  ]
  const expired = used.flatMap(({fact, name, arn, details}) => {
    const end = details === null ? null : expiredEnd(details, takenAt)
    return end === null
      ? []
      : [{fact, name, arn, at: end.notAfter, text: `The certificate of ${name} ${expiredText(end)}.`}]
  })
  const shown = (facts.value('endpoints') ?? []).flatMap(({domain, answer}) =>
    answer.state === 'known' && answer.value.fault === 'CERT_HAS_EXPIRED'
      ? [
          {
            domain,
            at: answer.value.certificate?.notAfter ?? null,
            text: `Whoever connects to ${domain} is shown a certificate that has expired.`,
          },
        ]
      : [],
  )
  const at = [...expired, ...shown].flatMap(one => (one.at === null ? [] : [one.at])).toSorted()[0] ?? null
  if (expired.length + shown.length === 0) return []
  return [
    {
      id: 'certificate-expired',
      node: null,
      role: null,
      where: [...new Set([...expired.map(({name}) => name), ...shown.map(({domain}) => domain)])],
      first: at,
      last: takenAt,
      confidence: 'high',
      because: [
        ...[...expired, ...shown].map(({text}) => text),
        'No browser and no application connects any more, although every node may be well.',
      ],
      evidence: [
        ...expired.map(({fact, text, arn}) => facts.evidence(fact, `${text} ${arn}`)),
        ...shown.map(({text}) => facts.evidence('endpoints', text)),
      ],
    },
  ]
}

function expiredEnd(details: CertificateDetails, takenAt: string) {
  const end = nearEnd(details, takenAt, 0)
  return end.state === 'known' && end.value?.expired === true ? end.value : null
}
