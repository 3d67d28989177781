import {bySubject} from '../../src/derive/by-subject.ts'
import {readCertificateArn} from '../../src/derive/certificate-arn.ts'
import {defineCheck} from '../../src/model/check.ts'
import {subjectName} from '../../src/model/subject.ts'
import {certificate, tlsCertificates} from '../../src/openvidu/pages.ts'

interface Evidence {
  readonly observed: {parameter: string; value: string}
  readonly expected: {value: string}
}

export default defineCheck({
  id: 'certificate-arn',
  area: 'certificate',
  title: "The certificate is named by an ACM ARN of the stack's own region",
  severity: 'critical',
  sources: ['plan', 'deployed'],
  requirements: ['R6'],
  why: 'The template takes any text as a certificate. The TLS listeners are made last, so a wrong one fails the stack after all four masters are up.',
  how: {
    plan: 'The value of each TLS listener must have the form of an ACM certificate ARN, with the partition of its region and the region of the stack. That it exists is for certificate-issued to tell.',
    deployed: 'The parameter of the stack is read in the same way.',
  },
  needs: ['certificate'],
  uses: ['balancers', 'region'],
  phrases: {
    empty: ({observed, expected}: Evidence) => `${observed.parameter} is empty; expected ${expected.value}`,
    iam: ({observed, expected}: Evidence) =>
      `${observed.parameter} is ${observed.value}, a server certificate kept in IAM, which nobody renews and ACM knows nothing of; expected ${expected.value}`,
    malformed: ({observed, expected}: Evidence) =>
      `${observed.parameter} is "${observed.value}", which is no ARN of a certificate; expected ${expected.value}`,
    partition: ({observed, expected}: Evidence) =>
      `${observed.parameter} is ${observed.value}, whose partition does not fit its region; expected ${expected.value}`,
    region: ({observed, expected}: {observed: {parameter: string; region: string}; expected: {region: string}}) =>
      `${observed.parameter} names a certificate in ${observed.region}; a load balancer in ${expected.region} takes only those of its own region`,
  },
  remedy: {
    text: 'Request or import the certificate in ACM, in the region of the stack, and give its ARN.',
    commands: [
      'aws acm request-certificate --region REGION --domain-name DOMAIN --validation-method DNS',
      'aws acm list-certificates --region REGION --includes keyTypes=RSA_2048,RSA_3072,EC_prime256v1,EC_secp384r1,EC_secp521r1',
    ],
    url: certificate,
  },
  remedies: {
    iam: {text: 'Import the certificate and its key into ACM and give the ARN that ACM returns.', url: tlsCertificates},
  },
  judge({certificate: main, balancers, region: regionFact}, {fail, see, look}) {
    const listeners = (look('balancers', balancers) ?? [])
      .filter(({balancer}) => balancer === 'main')
      .flatMap(({listeners: own}) => own)
    const others = listeners.flatMap(({certificate: own}) => (own === null ? [] : [own]))
    // One parameter usually serves all listeners: it is one thing to mend.
    for (const {subject, items} of bySubject(
      [main, ...others],
      setting => setting.subject,
      ({value}) => value,
    )) {
      const text = see(items[0].value, subject)
      if (text === undefined) continue
      const parameter = subjectName(subject)
      const arn = readCertificateArn(text)
      if (typeof arn === 'string') {
        const expected = {value: 'arn:PARTITION:acm:REGION:ACCOUNT:certificate/ID'}
        fail(arn, subject, {observed: {parameter, value: text}, expected})
        continue
      }
      const region = look('region', regionFact)
      if (region === undefined || region === arn.region) continue
      fail('region', subject, {observed: {parameter, region: arn.region}, expected: {region}})
    }
  },
})
