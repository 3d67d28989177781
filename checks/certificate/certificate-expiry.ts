import {renewalOf} from '../../src/derive/certificate-renewal.ts'
import {seenDetails, usedCertificates} from '../../src/derive/used-certificates.ts'
import {defineCheck} from '../../src/model/check.ts'
import {unknown} from '../../src/model/fact.ts'
import {subjectName} from '../../src/model/subject.ts'
import {acmRenewal} from '../../src/openvidu/pages.ts'

const dayMilliseconds = 86_400_000

interface Evidence {
  readonly observed: {parameter: string; notAfter: string; days: number; renewal: string}
  readonly expected: {days: number}
}

export default defineCheck({
  id: 'certificate-expiry',
  area: 'certificate',
  title: 'No certificate expires soon',
  severity: 'high',
  sources: ['lookup', 'deployed'],
  requirements: ['R6'],
  why: 'On the day after, no browser connects any more, although every node is well. Imported certificates are renewed by nobody but their owner.',
  how: {
    lookup:
      'The end of each certificate in ACM is compared with the time of the run and the threshold in days; an expired one is critical. Whether ACM will renew it is told from its type, its use and the state of its renewal.',
    deployed: 'The certificates of the listeners are compared in the same way.',
  },
  needs: ['certificate', 'certificates'],
  uses: ['turn'],
  phrases: {
    expired: ({observed}: Evidence) =>
      `the certificate of ${observed.parameter} expired on ${dateOf(observed.notAfter)}, and ${observed.renewal}`,
    soon: ({observed, expected}: Evidence) =>
      `the certificate of ${observed.parameter} expires on ${dateOf(observed.notAfter)}, in ${daysInWords(observed.days)}, and ${observed.renewal}; expected at least ${daysInWords(expected.days)} more`,
  },
  remedy: {
    text: 'Keep the CNAME record of an ACM certificate in place so that it renews itself; import the renewed text of an imported one under the same ARN.',
    commands: [
      'aws acm describe-certificate --region REGION --certificate-arn CERTIFICATE_ARN',
      'aws acm import-certificate --region REGION --certificate-arn CERTIFICATE_ARN --certificate fileb://CERTIFICATE --private-key fileb://KEY --certificate-chain fileb://CHAIN',
    ],
    url: acmRenewal,
  },
  judge({turn, ...facts}, {fail, see, look, now, thresholds}) {
    for (const used of usedCertificates(facts, look('turn', turn))) {
      const {subject} = used
      const details = see(seenDetails(used), subject)
      if (details === undefined) continue
      const {notAfter, status} = details
      if (notAfter === null) {
        see(
          unknown('unresolved', `the certificate of ${subjectName(subject)} is ${status} and has no end yet`),
          subject,
        )
        continue
      }
      const left = Date.parse(notAfter) - Date.parse(now)
      const days = Math.floor(left / dayMilliseconds)
      const wanted = thresholds.certificateDaysLeft
      if (left >= wanted * dayMilliseconds) continue
      const {renewal, underWay} = renewalOf(details)
      const observed = {parameter: subjectName(subject), notAfter, days, renewal}
      const evidence = {observed, expected: {days: wanted}}
      if (left <= 0) fail('expired', subject, evidence, {severity: 'critical'})
      else fail('soon', subject, evidence, {severity: underWay ? 'medium' : 'high'})
    }
  },
})

function dateOf(time: string): string {
  return time.slice(0, 10)
}

function daysInWords(days: number): string {
  return days < 1 ? 'less than a day' : days === 1 ? '1 day' : `${days} days`
}
