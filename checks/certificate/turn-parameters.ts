import {certificateArnFaults, readCertificateArn} from '../../src/derive/certificate-arn.ts'
import {comparableName, domainNameFault, tellDomainNameFault} from '../../src/derive/domain-name.ts'
import {defineCheck} from '../../src/model/check.ts'
import {subjectName} from '../../src/model/subject.ts'
import {installationGuide} from '../../src/openvidu/pages.ts'

interface Fault {
  readonly observed: {parameter: string; value: string; fault: string}
  readonly expected: {value: string}
}

export default defineCheck({
  id: 'turn-parameters',
  area: 'certificate',
  title: 'TURN has both a domain and a certificate of its own, or neither',
  severity: 'high',
  sources: ['plan', 'deployed'],
  requirements: ['R17', 'R36'],
  why: 'One of the two is enough for the template to build a second load balancer, which then fails or cannot be used. Clients behind strict firewalls depend on it.',
  how: {
    plan: 'Both parameters must be given or both be empty; if given, the domain must be a valid one other than the main domain, and the certificate an ACM ARN of the region. The other certificate checks judge the pair as well.',
    deployed: 'The parameters of the stack are read in the same way.',
  },
  needs: ['turn'],
  uses: ['domainName', 'region'],
  phrases: {
    lonely: ({observed, expected}: {observed: {given: string; empty: string}; expected: {given: string}}) =>
      `${observed.given} is given but ${observed.empty} is empty, which the official template accepts; expected ${expected.given}`,
    domain: ({observed, expected}: Fault) => `${observed.parameter} ${observed.fault}; expected ${expected.value}`,
    sameDomain: ({observed, expected}: {observed: {parameter: string; domain: string}; expected: {domain: string}}) =>
      `${observed.parameter} is ${observed.domain}, the main domain; expected ${expected.domain}`,
    certificate: ({observed, expected}: Fault) => `${observed.parameter} ${observed.fault}; expected ${expected.value}`,
    region: ({observed, expected}: {observed: {parameter: string; region: string}; expected: {region: string}}) =>
      `${observed.parameter} names a certificate in ${observed.region}; the TURN load balancer in ${expected.region} takes only those of its own region`,
  },
  remedy: {
    text: 'Give TurnDomainName and TurnCertificateARN together, with a domain of its own, or leave both empty.',
    url: installationGuide,
  },
  judge({turn, domainName: mainFact, region: regionFact}, {fail, see, look}) {
    const {domainName, certificate} = turn
    const domain = see(domainName.value, domainName.subject)
    const text = see(certificate.value, certificate.subject)
    if (domain === undefined || text === undefined) return
    if (domain.trim() === '' && text.trim() === '') return
    const names = [subjectName(domainName.subject), subjectName(certificate.subject)] as const
    const lonely = (given: string, empty: string) => ({
      observed: {given, empty},
      expected: {given: 'both or neither of them'},
    })
    if (domain.trim() === '') return fail('lonely', domainName.subject, lonely(names[1], names[0]))
    if (text.trim() === '') return fail('lonely', certificate.subject, lonely(names[0], names[1]))

    const fault = domainNameFault(domain)
    const main = look('domainName', mainFact)
    const mainDomain = main === undefined ? undefined : see(main.value, main.subject)
    if (fault !== null) {
      const observed = {parameter: names[0], value: domain, fault: tellDomainNameFault(fault)}
      fail('domain', domainName.subject, {observed, expected: {value: 'a full domain name in lower case'}})
    } else if (mainDomain !== undefined && comparableName(mainDomain) === comparableName(domain)) {
      const observed = {parameter: names[0], domain}
      fail('sameDomain', domainName.subject, {observed, expected: {domain: 'another one'}})
    }

    const arn = readCertificateArn(text)
    if (typeof arn === 'string') {
      const observed = {parameter: names[1], value: text, fault: certificateArnFaults[arn]}
      return fail('certificate', certificate.subject, {observed, expected: {value: 'the ARN of an ACM certificate'}})
    }
    const region = look('region', regionFact)
    if (region === undefined || region === arn.region) return
    fail('region', certificate.subject, {observed: {parameter: names[1], region: arn.region}, expected: {region}})
  },
})
