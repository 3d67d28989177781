import {type Destination, destinationOf, destinationText} from '../../src/derive/forwarding.ts'
import {publishedGeneration} from '../../src/derive/generation.ts'
import {defineCheck, type FindingOptions} from '../../src/model/check.ts'
import type {Seen} from '../../src/model/fact.ts'
import {subjectName} from '../../src/model/subject.ts'
import {listenersOf, targetGroupsOf} from '../../src/openvidu/balancers.ts'
import {defectsOf} from '../../src/openvidu/defects.ts'
import {installationGuide} from '../../src/openvidu/pages.ts'

const balancerNames = {main: 'load balancer', turn: 'TURN load balancer'} as const
const httpPort = 80
const httpsPort = 443

export default defineCheck({
  id: 'listeners',
  area: 'balancer',
  title: 'Each listener forwards to the right nodes on the right port',
  severity: 'critical',
  sources: ['plan', 'deployed'],
  requirements: ['R46'],
  why: 'Clients meet the deployment only here: a listener that is missing or leads astray cuts off HTTPS, RTMP or TURN, although every node is well.',
  how: {
    plan: "The listeners of the template's generation are looked for by port, and followed to the members and the port of the target group they forward to, whatever the resources are called.",
    deployed: 'The same for the listeners that the load balancers have.',
  },
  needs: ['template', 'features', 'balancers', 'targetGroups'],
  phrases: {
    noBalancer: ({
      observed,
      expected,
    }: {
      observed: {balancers: readonly string[]}
      expected: {missing: readonly string[]}
    }) =>
      `there is ${observed.balancers.length === 0 ? 'no load balancer' : `only a ${observed.balancers.join(' and ')}`}; the deployment needs a ${expected.missing.join(' and a ')}`,
    missing: ({
      observed,
      expected,
    }: {
      observed: {balancer: string; ports: readonly number[]}
      expected: {missing: readonly string[]}
    }) =>
      `${observed.balancer} listens on ${observed.ports.join(', ') || 'no port'}; it lacks ${expected.missing.join(' and ')}`,
    astray: ({
      observed,
      expected,
    }: {
      observed: {listener: string; port: number; protocol: string; target: string}
      expected: {protocol: string; target: string}
    }) =>
      `${observed.listener} (${observed.protocol} ${observed.port}) leads to ${observed.target}; it should be ${expected.protocol} to ${expected.target}`,
    bare: ({
      observed,
      expected,
    }: {
      observed: {listener: string; certificates: number}
      expected: {certificates: number}
    }) =>
      `${observed.listener} speaks TLS with ${observed.certificates} certificates; it needs ${expected.certificates}`,
    internal: ({observed, expected}: {observed: {balancer: string; scheme: string}; expected: {scheme: string}}) =>
      `${observed.balancer} is ${observed.scheme}, so that no client outside the VPC reaches it; it should be ${expected.scheme}`,
  },
  remedy: {
    text: 'Give the load balancer the listeners of the official template, each with its own target group.',
    commands: [
      'aws elbv2 modify-listener --listener-arn LISTENER_ARN --default-actions Type=forward,TargetGroupArn=TARGET_GROUP_ARN',
    ],
    url: installationGuide,
  },
  judge({template, features, balancers, targetGroups}, {fail, see}) {
    const generation = see(publishedGeneration(template, 'the listeners'), template.subject)
    if (generation === undefined) return
    const groups = targetGroupsOf(generation, features)
    const hasRedirectDefect = defectsOf(generation, features).some(({id}) => id === 'D17')
    const specs = Map.groupBy(listenersOf(generation, features), ({balancer}) => balancer)
    const absent = [...specs.keys()].filter(kind => !balancers.some(({balancer}) => balancer === kind))
    if (absent.length > 0) {
      const observed = {balancers: balancers.map(({balancer}) => balancerNames[balancer])}
      fail('noBalancer', template.subject, {observed, expected: {missing: absent.map(kind => balancerNames[kind])}})
    }
    for (const {subject, balancer, scheme: seenScheme, listeners} of balancers) {
      const missing: string[] = []
      const scheme = see(seenScheme, subject)
      if (scheme !== undefined && scheme !== 'internet-facing') {
        const observed = {balancer: subjectName(subject), scheme}
        fail('internal', subject, {observed, expected: {scheme: 'internet-facing'}})
      }
      for (const {port, protocol, targetGroup} of specs.get(balancer) ?? []) {
        const listener = listeners.find(candidate => isKnown(candidate.port, port))
        const wanted = groups.find(({id}) => id === targetGroup)
        if (listener === undefined || wanted === undefined) {
          const unseen = listeners.find(candidate => candidate.port.state === 'unknown')
          if (unseen === undefined) missing.push(`${protocol} ${port}`)
          else see(unseen.port, unseen.subject)
          continue
        }
        const spoken = see(listener.protocol, listener.subject)
        if (spoken === 'TLS' && listener.certificate === null) {
          const observed = {listener: subjectName(listener.subject), certificates: 0}
          fail('bare', listener.subject, {observed, expected: {certificates: 1}})
        }
        const target = see(destinationOf(listener, targetGroups), listener.subject)
        const leadsRight = target === undefined || (target?.members === wanted.members && target.port === wanted.port)
        if (leadsRight && (spoken === undefined || spoken === protocol)) continue
        const observed = {
          listener: subjectName(listener.subject),
          port,
          protocol: spoken ?? 'unknown protocol',
          target: target === undefined ? 'an unknown target' : destinationText(target),
        }
        fail(
          'astray',
          listener.subject,
          {observed, expected: {protocol, target: destinationText(wanted)}},
          weight(port, target, hasRedirectDefect),
        )
      }
      if (missing.length === 0) continue
      const ports = listeners.flatMap(({port}) => (port.state === 'known' ? [port.value] : []))
      fail('missing', subject, {observed: {balancer: subjectName(subject), ports}, expected: {missing}})
    }
  },
})

function isKnown<T>(seen: Seen<T>, value: T): boolean {
  return seen.state === 'known' && seen.value === value
}

/** Port 80 only redirects to HTTPS, so it weighs less; the official fault is to lead it to the HTTPS port. */
function weight(port: number, target: Destination | null | undefined, hasDefect: boolean): FindingOptions {
  if (port !== httpPort) return {}
  return {
    severity: 'high',
    ...(hasDefect && target?.members === 'masters' && target.port === httpsPort ? {defect: 'D17'} : {}),
  }
}
