import {domainNameFault, longestName} from '../../src/derive/domain-name.ts'
import {defineCheck} from '../../src/model/check.ts'
import {subjectName} from '../../src/model/subject.ts'
import {certificate, installationGuide} from '../../src/openvidu/pages.ts'

interface Evidence {
  readonly observed: {parameter: string; domain: string}
  readonly expected: {domain: string}
}

export default defineCheck({
  id: 'domain-name',
  area: 'certificate',
  title: 'The domain name is given and valid',
  severity: 'critical',
  sources: ['plan', 'deployed'],
  requirements: ['R4'],
  why: 'Every address of the deployment is made from its domain name. Without a usable one the stack may complete, yet nothing can be reached under a name that a certificate covers.',
  how: {
    plan: 'The value must be a full domain name in lower case: at least two labels of letters, digits and inner hyphens, no address, no wildcard, no trailing dot. International names are taken in their ASCII form.',
    deployed: 'The parameter of the stack is read in the same way.',
  },
  needs: ['domainName'],
  phrases: {
    empty: ({observed, expected}: Evidence) =>
      `${observed.parameter} is empty, which the official template accepts; expected ${expected.domain}`,
    address: ({observed, expected}: Evidence) =>
      `${observed.parameter} is the IP address ${observed.domain}; expected ${expected.domain}`,
    wildcard: ({observed, expected}: Evidence) =>
      `${observed.parameter} is the wildcard "${observed.domain}"; expected one name of those it stands for, as ${expected.domain}`,
    trailingDot: ({observed, expected}: Evidence) =>
      `${observed.parameter} is "${observed.domain}" with a dot at its end; expected ${expected.domain}`,
    upperCase: ({observed, expected}: Evidence) =>
      `${observed.parameter} is "${observed.domain}" with upper-case letters; expected ${expected.domain}`,
    tooLong: ({
      observed,
      expected,
    }: {
      observed: {parameter: string; characters: number}
      expected: {characters: number}
    }) => `${observed.parameter} has ${observed.characters} characters; expected ${expected.characters} at most`,
    malformed: ({
      observed,
      expected,
    }: {
      observed: {parameter: string; domain: string; because: string}
      expected: {domain: string}
    }) => `${observed.parameter} is "${observed.domain}", but ${observed.because}; expected ${expected.domain}`,
  },
  remedy: {
    text: 'Give a domain name of your own that serves nothing else yet, such as video.example.com.',
    url: installationGuide,
  },
  remedies: {
    address: {
      text: 'Register a domain name and point it to the load balancer once the stack exists; the address of a load balancer changes.',
      url: certificate,
    },
  },
  judge({domainName: {subject, value}}, {fail, see}) {
    const domain = see(value, subject)
    if (domain === undefined) return
    const fault = domainNameFault(domain)
    if (fault === null) return
    const observed = {parameter: subjectName(subject), domain}
    if (fault.kind === 'tooLong') {
      const {parameter} = observed
      fail('tooLong', subject, {observed: {parameter, characters: domain.length}, expected: {characters: longestName}})
      return
    }
    const mended = {upperCase: domain.toLowerCase(), trailingDot: domain.replace(/\.+$/, '')}
    const expected = {
      domain:
        fault.kind === 'upperCase' || fault.kind === 'trailingDot'
          ? mended[fault.kind]
          : 'a full domain name of your own',
    }
    if (fault.kind !== 'malformed') fail(fault.kind, subject, {observed, expected})
    else fail('malformed', subject, {observed: {...observed, because: fault.because}, expected})
  },
})
