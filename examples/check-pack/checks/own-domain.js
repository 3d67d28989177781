import {defineCheck} from 'openvidu-doctor/checks'

/** Where Acme's names live. */
const ours = 'example.com'

/** @typedef {{observed: {domain: string}, expected: {under: string}}} Evidence */

export default defineCheck({
  id: 'acme/own-domain',
  area: 'certificate',
  title: 'The domain name is one of Acme',
  severity: 'high',
  sources: ['plan', 'deployed'],
  why: 'Certificates, monitoring and the firewall know names under our own domain only.',
  how: {
    plan: 'The value of the parameter must be a name under the domain of Acme.',
    deployed: 'The same of the parameter of the stack.',
  },
  needs: ['domainName'],
  phrases: {
    foreign: (/** @type {Evidence} */ {observed, expected}) =>
      `the domain name is ${observed.domain}; expected one under ${expected.under}`,
  },
  remedy: {
    text: `Have the network team make a name under ${ours}, and give it as DomainName.`,
    url: 'https://wiki.example.com/domains',
  },
  judge({domainName: {subject, value}}, {fail, see}) {
    const domain = see(value, subject)
    if (domain === undefined || domain.endsWith(`.${ours}`)) return
    fail('foreign', subject, {observed: {domain}, expected: {under: ours}})
  },
})
