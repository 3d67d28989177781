import {showingListeners} from '../../src/derive/shown-certificates.ts'
import {tlsFaultText} from '../../src/derive/tls-faults.ts'
import type {CertificateDetails} from '../../src/derive/used-certificates.ts'
import {defineCheck} from '../../src/model/check.ts'
import {unknown} from '../../src/model/fact.ts'
import type {FactMap} from '../../src/model/facts.ts'
import {subjectName} from '../../src/model/subject.ts'
import {tlsCertificates} from '../../src/openvidu/pages.ts'

type Handshake = Extract<FactMap['endpoints'][number]['answer'], {state: 'known'}>['value']
type Shown = NonNullable<Handshake['certificate']>

export default defineCheck({
  id: 'endpoint-tls',
  area: 'certificate',
  title: 'A TLS connection to each domain shows its certificate with a chain that clients trust',
  severity: 'medium',
  sources: ['deployed'],
  requirements: ['R6'],
  why: 'This is what browsers meet. Whatever stands in front of the load balancer, or was put in its place, shows a certificate of its own, and one that does not hold ends every connection.',
  how: {
    deployed:
      'With --probe a TLS handshake is made with port 443 of each domain, and nothing is sent. The certificate shown is compared with the one in ACM by its serial number, or by names and end where ACM tells none; one that a listener has for clients that name their domain will do as well. It must hold for whoever trusts the usual roots.',
  },
  needs: ['endpoints'],
  uses: ['certificates', 'balancers', 'intended', 'listenerCertificates'],
  phrases: {
    noTls: ({observed, expected}: {observed: {endpoint: string; fault: string}; expected: {protocol: string}}) =>
      `${observed.endpoint} does not speak TLS (${observed.fault}); it should speak ${expected.protocol} and show its certificate`,
    other: ({
      observed,
      expected,
    }: {
      observed: {endpoint: string; serial: string; issuer: string; notAfter: string; fault: string}
      expected: {parameter: string; serial: string; notAfter: string}
    }) =>
      `${observed.endpoint} shows certificate ${observed.serial} of ${observed.issuer}, valid to ${observed.notAfter}${observed.fault === 'none' ? '' : `, which clients refuse (${observed.fault})`}; ${expected.parameter} names certificate ${expected.serial}, valid to ${expected.notAfter}`,
    refused: ({
      observed,
      expected,
    }: {
      observed: {endpoint: string; serial: string; fault: string}
      expected: {fault: string}
    }) =>
      `${observed.endpoint} shows certificate ${observed.serial}, which clients refuse (${observed.fault}); expected ${expected.fault}`,
  },
  remedy: {
    text: 'Find what answers there: the address that the domain leads to, then the certificate of the TLS listener. Where a proxy of your own stands in front on purpose, waive this.',
    commands: ['openssl s_client -connect DOMAIN:443 -servername DOMAIN -showcerts'],
    url: tlsCertificates,
  },
  judge({endpoints, certificates, balancers, intended, listenerCertificates}, {fail, see, look}) {
    for (const {subject, role, domain, port, answer} of endpoints) {
      const seen = see(answer, subject)
      if (seen === undefined) continue
      const endpoint = `${domain}:${port}`
      const {certificate: shown, fault} = seen
      if (shown === null) {
        fail('noTls', subject, {observed: {endpoint, fault: fault ?? 'no certificate'}, expected: {protocol: 'TLS'}})
        continue
      }
      const wanted = look('certificates', certificates)?.find(one => one.role === role)
      const told = fault === null ? 'none' : tlsFaultText(fault)
      if (wanted?.details === null || wanted === undefined)
        see(unknown('unresolved', `ACM tells of no certificate of ${domain} to compare with`), subject)
      else if (!isSame(shown, wanted.details)) {
        const known = look('balancers', balancers)
        const listening = {balancers: known ?? [], intended, listenerCertificates}
        const listeners = showingListeners(role, {state: 'known', value: domain}, listening)
        const isOurs = listeners.some(one => one.certificates.some(({details}) => isSame(shown, details)))
        const gaps = isOurs ? [] : listeners.filter(({gap}) => gap !== null)
        for (const {gap, subject: listener} of gaps) if (gap !== null) see(gap, listener)
        if (known !== undefined && !isOurs && gaps.length === 0) {
          const {serial, issuer, notAfter} = shown
          const expected = {
            parameter: subjectName(wanted.subject),
            serial: wanted.details.serial ?? 'of unknown number',
            notAfter: wanted.details.notAfter ?? 'an unknown date',
          }
          fail('other', subject, {observed: {endpoint, serial, issuer, notAfter, fault: told}, expected})
          continue
        }
      }
      if (fault === null) continue
      const observed = {endpoint, serial: shown.serial, fault: told}
      fail('refused', subject, {observed, expected: {fault: 'a chain that holds'}})
    }
    if (endpoints.length === 0) {
      const subject = {type: 'Parameter', id: 'DomainName', logicalId: null, location: null}
      see(unknown('unresolved', 'the stack names no domain to connect to'), subject)
    }
  },
})

/** Only leading zeros may differ in how a serial number is written. */
const number = (serial: string) => serial.toUpperCase().replace(/^0+/, '')

function isSame(shown: Shown, {serial, names, notAfter}: CertificateDetails): boolean {
  if (serial !== null) return number(serial) === number(shown.serial)
  const sorted = (texts: readonly string[]) =>
    texts
      .map(text => text.toLowerCase())
      .toSorted()
      .join(' ')
  return sorted(names) === sorted(shown.names) && notAfter === shown.notAfter
}
