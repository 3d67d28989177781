import {defineCheck} from '../../src/model/check.ts'
import {type Seen, unknown} from '../../src/model/fact.ts'
import {subjectName} from '../../src/model/subject.ts'
import {tlsCertificates} from '../../src/openvidu/pages.ts'

export default defineCheck({
  id: 'listener-certificate',
  area: 'certificate',
  title: 'TLS listeners present the certificate that the parameters name',
  severity: 'high',
  sources: ['deployed'],
  requirements: ['R6'],
  why: 'A certificate that was replaced by hand is one that nobody watches: the parameter, and with it every other check, tells of the old one, and the next update of the stack may bring that back.',
  how: {
    deployed:
      'The default certificate of every TLS listener is compared with the parameter of the stack: that of the main load balancer with the main certificate, that of the TURN load balancer with the TURN one. A listener that somebody added on a port of which the template knows nothing is left alone.',
  },
  needs: ['balancers', 'certificate'],
  uses: ['turn', 'intended'],
  phrases: {
    other: ({
      observed,
      expected,
    }: {
      observed: {listener: string; certificate: string}
      expected: {parameter: string; certificate: string}
    }) => `${observed.listener} presents ${observed.certificate}; ${expected.parameter} names ${expected.certificate}`,
    none: ({
      observed,
      expected,
    }: {
      observed: {listener: string; certificates: number}
      expected: {parameter: string; certificate: string}
    }) =>
      `${observed.listener} has ${observed.certificates} certificates; it should present ${expected.certificate} of ${expected.parameter}`,
  },
  remedy: {
    text: 'Where the certificate of the listener is the right one, update the stack with its ARN as the parameter; otherwise give the listener the certificate of the parameter back.',
    commands: ['aws elbv2 modify-listener --listener-arn LISTENER_ARN --certificates CertificateArn=CERTIFICATE_ARN'],
    url: tlsCertificates,
  },
  judge({balancers, certificate, turn, intended}, {fail, see, look}) {
    let judged = 0
    for (const {subject: balancerSubject, balancer, listeners} of balancers) {
      const setting = balancer === 'main' ? certificate : look('turn', turn)?.certificate
      for (const {subject, port, protocol, certificate: presented} of listeners) {
        // Only of a listener that nobody declared does it matter which ports the template has.
        if (subject.logicalId === null) {
          const asked = look('intended', intended)?.balancers?.find(one => one.balancer === balancer)
          if (intended.state === 'unknown' || isAddition(port, asked?.listeners)) continue
        }
        const spoken = see(protocol, subject)
        if (spoken !== undefined && spoken !== 'TLS') continue
        judged += 1
        if (setting === undefined) {
          see(unknown('unresolved', `no parameter names the certificate of ${subjectName(balancerSubject)}`), subject)
          continue
        }
        const wanted = see(setting.value, setting.subject)
        const arn = presented === null ? null : see(presented.value, subject)
        if (spoken === undefined || wanted === undefined || arn === undefined || arn === wanted) continue
        const listener = subjectName(subject)
        const expected = {parameter: subjectName(setting.subject), certificate: wanted === '' ? 'none' : wanted}
        if (arn === null) fail('none', subject, {observed: {listener, certificates: 0}, expected})
        else fail('other', subject, {observed: {listener, certificate: arn}, expected})
      }
    }
    if (judged === 0) see(unknown('unresolved', 'no load balancer has a TLS listener'), certificate.subject)
  },
})

/** Whether the port of a listener that nobody declared serves something else than OpenVidu. */
function isAddition(port: Seen<number>, declared: readonly {readonly port: Seen<number>}[] | undefined): boolean {
  if (port.state === 'unknown' || declared === undefined) return false
  return declared.every(one => one.port.state === 'known' && one.port.value !== port.value)
}
