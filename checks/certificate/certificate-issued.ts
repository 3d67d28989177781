import {usedCertificates} from '../../src/derive/used-certificates.ts'
import {defineCheck} from '../../src/model/check.ts'
import {subjectName} from '../../src/model/subject.ts'
import {acmTroubleshooting, certificate} from '../../src/openvidu/pages.ts'

/** What the states of a certificate mean. Source: ACM, DescribeCertificate. */
const meanings: ReadonlyMap<string, string> = new Map([
  ['PENDING_VALIDATION', 'ACM still waits for proof that the domain is yours'],
  ['VALIDATION_TIMED_OUT', 'no proof that the domain is yours came within 72 hours'],
  ['EXPIRED', 'its time is over'],
  ['INACTIVE', 'it is not in use any more'],
  ['REVOKED', 'clients must not trust it any more'],
  ['FAILED', 'ACM could not issue it'],
])

export default defineCheck({
  id: 'certificate-issued',
  area: 'certificate',
  title: 'The certificates exist in ACM and are issued',
  severity: 'critical',
  sources: ['lookup', 'deployed'],
  requirements: ['R6'],
  why: 'A listener takes only an issued certificate. The load balancer is made after the masters, so the stack fails at its very end and rolls all of it back.',
  how: {
    lookup:
      'ACM is asked for each certificate that a parameter names, the TURN one included; it must exist in the region and have the status ISSUED.',
    deployed: 'The certificates of the listeners are asked for in the same way.',
  },
  needs: ['certificate', 'certificates'],
  uses: ['turn'],
  phrases: {
    missing: ({observed, expected}: {observed: {parameter: string; arn: string}; expected: {status: string}}) =>
      `${observed.parameter} names ${observed.arn}, which ACM does not have; expected a certificate of status ${expected.status}`,
    notIssued: ({
      observed,
      expected,
    }: {
      observed: {parameter: string; status: string; meaning: string; reason: string | null}
      expected: {status: string}
    }) => {
      const reason = observed.reason === null ? '' : ` (${observed.reason})`
      return `the certificate of ${observed.parameter} is ${observed.status}${reason}: ${observed.meaning}; expected ${expected.status}`
    },
  },
  remedy: {
    text: 'Have the certificate issued before the deployment: add the CNAME record that ACM asks for, or request a new one.',
    commands: ['aws acm describe-certificate --region REGION --certificate-arn CERTIFICATE_ARN'],
    url: acmTroubleshooting,
  },
  remedies: {
    missing: {
      text: 'Give the ARN of a certificate that exists in this account and region, or request one.',
      commands: ['aws acm request-certificate --region REGION --domain-name DOMAIN --validation-method DNS'],
      url: certificate,
    },
  },
  judge({turn, ...facts}, {fail, see, look}) {
    for (const {subject, arn, found} of usedCertificates(facts, look('turn', turn))) {
      const details = see(found, subject)
      if (details === undefined) continue
      const parameter = subjectName(subject)
      const expected = {status: 'ISSUED'}
      if (details === null) {
        fail('missing', subject, {observed: {parameter, arn}, expected})
      } else if (details.status !== 'ISSUED') {
        const {status, failureReason: reason} = details
        const meaning = meanings.get(status) ?? 'no listener takes it'
        fail('notIssued', subject, {observed: {parameter, status, meaning, reason}, expected})
      }
    }
  },
})
