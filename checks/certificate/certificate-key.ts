import {seenDetails, usedCertificates} from '../../src/derive/used-certificates.ts'
import {defineCheck} from '../../src/model/check.ts'
import {subjectName} from '../../src/model/subject.ts'
import {tlsCertificates} from '../../src/openvidu/pages.ts'

/** Keys that TLS listeners of a Network Load Balancer work with. Source: its user guide, certificates of TLS listeners. */
const accepted: readonly string[] = ['RSA_2048', 'RSA_3072', 'EC_prime256v1', 'EC_secp384r1', 'EC_secp521r1']

interface Evidence {
  readonly observed: {parameter: string; keyAlgorithm: string}
  readonly expected: {keyAlgorithms: readonly string[]}
}

export default defineCheck({
  id: 'certificate-key',
  area: 'certificate',
  title: 'Each certificate has a key that the load balancer works with',
  severity: 'high',
  sources: ['lookup', 'deployed'],
  requirements: ['R6'],
  why: 'ACM issues and imports keys that a Network Load Balancer cannot use. CloudFormation then says that the certificate is not found, or the listener is made and answers nobody.',
  how: {
    lookup:
      'The key algorithm that ACM tells of each certificate is held against those of TLS listeners: RSA of 2048 or 3072 bits, or ECDSA on P-256, P-384 or P-521.',
    deployed: 'The certificates of the listeners are judged in the same way.',
  },
  needs: ['certificate', 'certificates'],
  uses: ['turn'],
  phrases: {
    weak: ({observed, expected}: Evidence) =>
      `the certificate of ${observed.parameter} has an ${observed.keyAlgorithm} key, which clients of today do not trust; expected ${expected.keyAlgorithms.join(', ')}`,
    unusable: ({observed, expected}: Evidence) =>
      `the certificate of ${observed.parameter} has an ${observed.keyAlgorithm} key, with which a TLS listener of a Network Load Balancer does not work; expected ${expected.keyAlgorithms.join(', ')}`,
  },
  remedy: {
    text: 'Request or import a certificate with one of the accepted keys and give its ARN; ACM uses RSA_2048 where nothing is said.',
    commands: [
      'aws acm request-certificate --region REGION --domain-name DOMAIN --validation-method DNS --key-algorithm RSA_2048',
    ],
    url: tlsCertificates,
  },
  judge({turn, ...facts}, {fail, see, look}) {
    for (const used of usedCertificates(facts, look('turn', turn))) {
      const details = see(seenDetails(used), used.subject)
      if (details === undefined) continue
      // ACM writes RSA-2048 in a description and RSA_2048 everywhere else.
      const keyAlgorithm = details.keyAlgorithm.replaceAll('-', '_')
      if (accepted.includes(keyAlgorithm)) continue
      const phrase = keyAlgorithm === 'RSA_1024' ? 'weak' : 'unusable'
      const observed = {parameter: subjectName(used.subject), keyAlgorithm}
      fail(phrase, used.subject, {observed, expected: {keyAlgorithms: accepted}})
    }
  },
})
