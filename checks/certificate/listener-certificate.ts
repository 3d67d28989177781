import {hasUndeclared, ownListeners} from '../../src/derive/own-listeners.ts'
import {defineCheck} from '../../src/model/check.ts'
import {unknown} from '../../src/model/fact.ts'
import {subjectName} from '../../src/model/subject.ts'
import {tlsCertificates} from '../../src/openvidu/pages.ts'

export default defineCheck({
  id: 'listener-certificate',
  area: 'certificate',
  title: 'TLS listeners have the certificate that the parameters name',
  severity: 'high',
  sources: ['deployed'],
  requirements: ['R6'],
  why: 'A certificate that was replaced by hand is one that nobody watches: the parameter, and with it every other check, tells of the old one, and the next update of the stack may bring that back.',
  how: {
    deployed:
      'The parameter of the stack must name the default certificate of every TLS listener, or one of those that it shows to clients that name a domain: on the main load balancer the main certificate, on the TURN load balancer the TURN one. A listener that somebody added on a port of which the template knows nothing is left alone.',
  },
  needs: ['balancers', 'certificate'],
  uses: ['turn', 'intended'],
  phrases: {
    other: ({
      observed,
      expected,
    }: {
      observed: {listener: string; certificate: string; further: number}
      expected: {parameter: string; certificate: string}
    }) =>
      `${observed.listener} presents ${observed.certificate}${observed.further === 0 ? '' : `, or one of ${observed.further} more to clients that name their domain`}; ${expected.parameter} names ${expected.certificate}`,
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
    text: 'Where the certificate of the listener is the right one, update the stack with its ARN as the parameter, by a change set that replaces no master; otherwise give the listener the certificate of the parameter back.',
    commands: ['aws elbv2 modify-listener --listener-arn LISTENER_ARN --certificates CertificateArn=CERTIFICATE_ARN'],
    url: tlsCertificates,
  },
  judge({balancers, certificate, turn, intended}, {fail, see, look}) {
    let judged = 0
    for (const one of balancers) {
      const setting = one.balancer === 'main' ? certificate : look('turn', turn)?.certificate
      if (hasUndeclared(one)) look('intended', intended)
      for (const {subject, protocol, certificate: presented, furtherCertificates} of ownListeners(one, intended)) {
        const spoken = see(protocol, subject)
        if (spoken !== undefined && spoken !== 'TLS') continue
        judged += 1
        if (setting === undefined) {
          see(unknown('unresolved', `no parameter names the certificate of ${subjectName(one.subject)}`), subject)
          continue
        }
        const wanted = see(setting.value, setting.subject)
        const arn = presented === null ? null : see(presented.value, subject)
        if (spoken === undefined || wanted === undefined || arn === undefined || arn === wanted) continue
        const further = see(furtherCertificates, subject)
        if (further === undefined || further.includes(wanted)) continue
        const listener = subjectName(subject)
        const expected = {parameter: subjectName(setting.subject), certificate: wanted === '' ? 'none' : wanted}
        if (arn === null) fail('none', subject, {observed: {listener, certificates: further.length}, expected})
        else fail('other', subject, {observed: {listener, certificate: arn, further: further.length}, expected})
      }
    }
    if (judged === 0) see(unknown('unresolved', 'no load balancer has a TLS listener'), certificate.subject)
  },
})
