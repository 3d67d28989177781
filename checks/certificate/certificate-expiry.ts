import {expiredText, nearEnd, soonText} from '../../src/derive/certificate-end.ts'
import {hasUndeclared} from '../../src/derive/own-listeners.ts'
import {isHidden, showingListeners} from '../../src/derive/shown-certificates.ts'
import {seenDetails, usedCertificates} from '../../src/derive/used-certificates.ts'
import {defineCheck} from '../../src/model/check.ts'
import {unknown} from '../../src/model/fact.ts'
import {subjectName} from '../../src/model/subject.ts'
import {acmRenewal, tlsCertificates} from '../../src/openvidu/pages.ts'

interface Observed {
  notAfter: string
  days: number
  renewal: string
}

interface Evidence {
  readonly observed: Observed & {parameter: string}
  readonly expected: {days: number}
}

interface ShownEvidence {
  readonly observed: Observed & {listener: string; certificate: string}
  readonly expected: {days: number}
}

const noDomain = unknown('unresolved', 'no domain is known that clients would name')
const shownRemedy = {
  text: 'Renew it, or take it off the listener: clients are then shown the default certificate, or another that covers the domain.',
  commands: [
    'aws elbv2 remove-listener-certificates --listener-arn LISTENER_ARN --certificates CertificateArn=CERTIFICATE_ARN',
  ],
  url: tlsCertificates,
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
    deployed:
      'The certificates of the listeners are compared in the same way, and with them those that a TLS listener has besides and shows to clients that name the domain: such a one goes before the default one, which weighs less then.',
  },
  needs: ['certificate', 'certificates'],
  uses: ['turn', 'domainName', 'balancers', 'intended', 'listenerCertificates'],
  phrases: {
    expired: ({observed}: Evidence) => `the certificate of ${observed.parameter} ${expiredText(observed)}`,
    soon: ({observed, expected}: Evidence) =>
      `the certificate of ${observed.parameter} ${soonText(observed, expected.days)}`,
    shownExpired: ({observed}: ShownEvidence) =>
      `${observed.certificate}, which ${observed.listener} shows to clients that name their domain, ${expiredText(observed)}`,
    shownSoon: ({observed, expected}: ShownEvidence) =>
      `${observed.certificate}, which ${observed.listener} shows to clients that name their domain, ${soonText(observed, expected.days)}`,
  },
  remedy: {
    text: 'Keep the CNAME record of an ACM certificate in place so that it renews itself; import the renewed text of an imported one under the same ARN.',
    commands: [
      'aws acm describe-certificate --region REGION --certificate-arn CERTIFICATE_ARN',
      'aws acm import-certificate --region REGION --certificate-arn CERTIFICATE_ARN --certificate fileb://CERTIFICATE --private-key fileb://KEY --certificate-chain fileb://CHAIN',
    ],
    url: acmRenewal,
  },
  remedies: {shownExpired: shownRemedy, shownSoon: shownRemedy},
  judge({turn: turnFact, domainName, balancers, intended, listenerCertificates, ...facts}, {fail, see, look, ...run}) {
    const wanted = run.thresholds.certificateDaysLeft
    const expected = {days: wanted}
    const turn = look('turn', turnFact)
    const listening = {balancers: look('balancers', balancers) ?? [], intended, listenerCertificates}
    if (listening.balancers.some(hasUndeclared)) look('intended', intended)
    const main = domainName.state === 'known' ? domainName.value.value : noDomain
    const shown = [
      ...showingListeners('main', main, listening),
      ...showingListeners('turn', turn?.domainName.value ?? noDomain, listening),
    ]
    const used = usedCertificates(facts, turn)
    for (const one of used) {
      const details = see(seenDetails(one), one.subject)
      const end = details === undefined ? undefined : see(nearEnd(details, run.now, wanted), one.subject)
      if (end === undefined || end === null) continue
      const {expired, underWay, ...observed} = end
      const evidence = {observed: {parameter: subjectName(one.subject), ...observed}, expected}
      const spared = underWay || isHidden(one, shown)
      if (expired) fail('expired', one.subject, evidence, {severity: isHidden(one, shown) ? 'medium' : 'critical'})
      else fail('soon', one.subject, evidence, {severity: spared ? 'medium' : 'high'})
    }
    for (const {subject, certificates, gap} of shown) {
      if (gap !== null) see(gap, subject)
      const ends = certificates.map(({arn, details}) => ({arn, end: see(nearEnd(details, run.now, wanted), subject)}))
      // Clients are shown one that has not expired, where they take its key.
      const choice = ends.some(({end}) => end === null)
      for (const {arn, end} of ends) {
        if (end === undefined || end === null || used.some(one => one.arn === arn)) continue
        const {expired, underWay, ...observed} = end
        const evidence = {observed: {listener: subjectName(subject), certificate: arn, ...observed}, expected}
        if (expired) fail('shownExpired', subject, evidence, {severity: choice ? 'medium' : 'critical'})
        else fail('shownSoon', subject, evidence, {severity: underWay || choice ? 'medium' : 'high'})
      }
    }
  },
})
