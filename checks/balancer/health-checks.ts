import {publishedGeneration} from '../../src/derive/generation.ts'
import {defineCheck} from '../../src/model/check.ts'
import {unknown} from '../../src/model/fact.ts'
import {subjectName} from '../../src/model/subject.ts'
import {targetGroupsOf} from '../../src/openvidu/balancers.ts'
import {targetGroupHealthChecks} from '../../src/openvidu/pages.ts'

interface Probe {
  protocol: string
  port: string
  path: string
  matcher: string
}

const text = ({protocol, port, path, matcher}: Probe) =>
  protocol === 'TCP' ? `TCP ${port}` : `${protocol} ${port} ${path} for ${matcher}`

export default defineCheck({
  id: 'health-checks',
  area: 'balancer',
  title: 'Target groups ask the services themselves whether they are healthy',
  severity: 'high',
  sources: ['plan', 'deployed'],
  requirements: [],
  why: 'A health check on the wrong port or path either takes healthy nodes out of service or sends clients to dead ones.',
  how: {
    plan: "Each target group of the template's generation, found by its members and its port, must check with the protocol, port, path and status that this generation answers to.",
    deployed:
      'The same for the target groups as they stand. One without any target is judged by whom the template makes it for.',
  },
  needs: ['template', 'features', 'targetGroups'],
  uses: ['parts'],
  phrases: {
    differs: ({observed, expected}: {observed: {group: string} & Probe; expected: Probe}) =>
      `${observed.group} checks ${text(observed)}; its nodes answer to ${text(expected)}`,
  },
  remedy: {
    text: 'Give the target group the health check of the official template.',
    commands: [
      'aws elbv2 modify-target-group --target-group-arn TARGET_GROUP_ARN --health-check-protocol HTTP --health-check-port PORT --health-check-path PATH --matcher HttpCode=200',
    ],
    url: targetGroupHealthChecks,
  },
  judge({template, features, targetGroups, parts}, {fail, see}) {
    const generation = see(publishedGeneration(template, 'the health checks'), template.subject)
    if (generation === undefined) return
    const specs = targetGroupsOf(generation, features)
    let judged = 0
    for (const {subject, name, members: seenMembers, port, healthCheck} of targetGroups) {
      let behind = see(seenMembers, subject)
      if (behind === 'none' && parts.state === 'known')
        behind = parts.value.targetGroups.find(({logicalId}) => logicalId === name)?.nodes
      if (behind === undefined || behind === 'none') continue
      const members = behind === 'some-masters' ? 'masters' : behind
      const number = see(port, subject)
      const spec = specs.find(candidate => candidate.members === members && candidate.port === number)
      if (number === undefined || spec === undefined) continue
      judged += 1
      const asked = see(healthCheck.port, subject)
      const seen = {
        protocol: see(healthCheck.protocol, subject),
        port: asked === 'traffic-port' ? String(number) : asked,
        path: see(healthCheck.path, subject),
        matcher: see(healthCheck.matcher, subject),
      }
      const {protocol, path, matcher} = spec.healthCheck
      const expected: Probe = {protocol, port: String(spec.healthCheck.port), path, matcher}
      const wrong = (['protocol', 'port', 'path', 'matcher'] as const).filter(
        part => seen[part] !== undefined && seen[part] !== expected[part],
      )
      if (wrong.length === 0) continue
      const shown = (part: keyof Probe): string => seen[part] ?? 'unknown'
      const observed = {
        group: subjectName(subject),
        protocol: shown('protocol'),
        port: shown('port'),
        path: shown('path'),
        matcher: shown('matcher'),
      }
      // The right endpoint with another status: it may be too lax, but it asks the right one.
      const onlyStatus = wrong.length === 1 && wrong[0] === 'matcher'
      fail('differs', subject, {observed, expected}, onlyStatus ? {severity: 'medium'} : {})
    }
    if (judged === 0)
      see(unknown('unresolved', 'no target group with members and port of this generation is known'), template.subject)
  },
})
