import {bySubject} from '../../src/derive/by-subject.ts'
import {defineCheck} from '../../src/model/check.ts'
import {subjectName} from '../../src/model/subject.ts'
import {scaleTargetCpu} from '../../src/openvidu/limits.ts'
import {targetTracking} from '../../src/openvidu/pages.ts'

const cpuMetric = 'ASGAverageCPUUtilization'
const tracking = 'TargetTrackingScaling'

export default defineCheck({
  id: 'media-scale-target',
  area: 'media',
  title: 'Media nodes scale by a target of average CPU between 1 and 100 percent',
  severity: 'medium',
  sources: ['plan', 'deployed'],
  requirements: ['R12'],
  why: 'Without the policy the group never grows, with a target above 100 it never has a reason to, and a target of 0 is refused: calls degrade on overloaded nodes.',
  how: {
    plan: 'A target tracking policy on the average CPU of the media group must exist, and its target, ScaleTargetCPU, be a whole percentage from 1 to 100: the template itself sets no bounds.',
    deployed: 'The policy must stand on the group, and no process of the group that scaling needs be suspended.',
  },
  needs: ['mediaGroup', 'scalingPolicies'],
  phrases: {
    noPolicy: ({
      observed,
      expected,
    }: {
      observed: {group: string; policies: readonly string[]}
      expected: {policy: string; metric: string}
    }) =>
      `${observed.group} has ${observed.policies.length === 0 ? 'no scaling policy' : `only ${observed.policies.join(', ')}`}; it needs ${expected.policy} on ${expected.metric}`,
    outOfBounds: ({observed, expected}: {observed: {target: number}; expected: {minimum: number; maximum: number}}) =>
      `the target is ${observed.target} percent CPU; it must be from ${expected.minimum} to ${expected.maximum}`,
  },
  remedy: {
    text: 'Set ScaleTargetCPU to a percentage; 50, the default, leaves room for nodes to start.',
    url: targetTracking,
  },
  remedies: {
    noPolicy: {text: 'Add the target tracking policy as the official template has it.', url: targetTracking},
  },
  judge({mediaGroup, scalingPolicies}, {fail, see}) {
    const seen = scalingPolicies.map(policy => ({
      ...policy,
      type: see(policy.policyType, policy.subject),
      measure: see(policy.metric, policy.subject),
    }))
    // A policy that was not seen in full may be the one: nothing is missing then, and nothing is proven.
    const candidates = seen.filter(
      ({type = tracking, measure = cpuMetric}) => type === tracking && measure === cpuMetric,
    )
    if (candidates.length === 0) {
      const policies = seen.map(({subject, type, measure}) => `${subjectName(subject)} (${type} on ${measure})`)
      const observed = {group: subjectName(mediaGroup.subject), policies}
      fail('noPolicy', mediaGroup.subject, {observed, expected: {policy: tracking, metric: cpuMetric}})
    }
    const {minimum, maximum} = scaleTargetCpu
    for (const {subject, items} of bySubject(candidates, ({target}) => target.subject)) {
      const targets = items.map(({target}) => see(target.value, subject)).filter(target => target !== undefined)
      const wrong = targets.find(target => target < minimum || target > maximum)
      if (wrong !== undefined) fail('outOfBounds', subject, {observed: {target: wrong}, expected: {minimum, maximum}})
    }
  },
})
