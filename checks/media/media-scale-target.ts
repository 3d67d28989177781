import {bySubject} from '../../src/derive/by-subject.ts'
import {defineCheck} from '../../src/model/check.ts'
import type {FactMap} from '../../src/model/facts.ts'
import {subjectName} from '../../src/model/subject.ts'
import {scaleTargetCpu} from '../../src/openvidu/limits.ts'
import {suspendedProcesses, targetTracking} from '../../src/openvidu/pages.ts'

const cpuMetric = 'ASGAverageCPUUtilization'
const tracking = 'TargetTrackingScaling'
const needed = new Set([
  'Launch',
  'Terminate',
  'HealthCheck',
  'ReplaceUnhealthy',
  'AlarmNotification',
  'AddToLoadBalancer',
])

type State = FactMap['policyStates'][number]

/** One alarm tells when to add nodes, and one when to take some away, unless that is switched off. */
const alarmsOf = ({scaleInDisabled}: State): number => (scaleInDisabled ? 1 : 2)

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
    deployed:
      'The policy must stand on the group as it is, be enabled and have its alarms; and no process that scaling needs may be suspended: Launch, Terminate, HealthCheck, ReplaceUnhealthy, AlarmNotification, AddToLoadBalancer.',
  },
  needs: ['mediaGroup', 'scalingPolicies'],
  uses: ['policyStates', 'mediaFleet'],
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
    disabled: ({observed, expected}: {observed: {policy: string; state: string}; expected: {state: string}}) =>
      `the scaling policy ${observed.policy} is ${observed.state}; it must be ${expected.state}`,
    noAlarms: ({observed, expected}: {observed: {policy: string; alarms: number}; expected: {alarms: number}}) =>
      `the scaling policy ${observed.policy} has ${observed.alarms} CloudWatch alarms, so that nothing tells it of the load; it needs ${expected.alarms}`,
    suspended: ({
      observed,
      expected,
    }: {
      observed: {group: string; suspended: readonly string[]; reasons: readonly string[]}
      expected: {suspended: readonly string[]}
    }) =>
      `${observed.group} has ${observed.suspended.join(', ')} suspended${observed.reasons.length === 0 ? '' : ` (${observed.reasons.join('; ')})`}; expected ${expected.suspended.join(', ') || 'none'}`,
  },
  remedy: {
    text: 'Set ScaleTargetCPU to a percentage; 50, the default, leaves room for nodes to start.',
    url: targetTracking,
  },
  remedies: {
    noPolicy: {text: 'Add the target tracking policy as the official template has it.', url: targetTracking},
    disabled: {text: 'Put the policy again, enabled.', url: targetTracking},
    noAlarms: {text: 'Put the policy again as it is: Auto Scaling then makes its alarms anew.', url: targetTracking},
    suspended: {
      text: 'Resume the processes.',
      commands: ['aws autoscaling resume-processes --auto-scaling-group-name MEDIA_GROUP --scaling-processes PROCESS'],
      url: suspendedProcesses,
    },
  },
  judge({mediaGroup, scalingPolicies, policyStates, mediaFleet}, {fail, see, look}) {
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
    // What exists has an id; of a plan there is nothing yet that could be switched off.
    if (mediaGroup.subject.id !== null) {
      const states = look('policyStates', policyStates) ?? []
      const own = states.filter(({subject: {id}}) => candidates.some(({subject}) => subject.id === id))
      const works = (state: State) => state.enabled && state.alarms >= alarmsOf(state)
      for (const state of own.some(works) ? [] : own) {
        const policy = subjectName(state.subject)
        if (!state.enabled) {
          fail('disabled', state.subject, {observed: {policy, state: 'disabled'}, expected: {state: 'enabled'}})
        } else {
          const expected = {alarms: alarmsOf(state)}
          fail('noAlarms', state.subject, {observed: {policy, alarms: state.alarms}, expected})
        }
      }
      const stopped = look('mediaFleet', mediaFleet)?.suspended.filter(({process}) => needed.has(process)) ?? []
      if (stopped.length > 0) {
        const reasons = [...new Set(stopped.flatMap(({reason}) => (reason === '' ? [] : [reason])))]
        const observed = {group: subjectName(mediaGroup.subject), suspended: stopped.map(one => one.process), reasons}
        fail('suspended', mediaGroup.subject, {observed, expected: {suspended: []}})
      }
    }
    const {minimum, maximum} = scaleTargetCpu
    for (const {subject, items} of bySubject(candidates, ({target}) => target.subject)) {
      const targets = items.map(({target}) => see(target.value, subject)).filter(target => target !== undefined)
      const wrong = targets.find(target => target < minimum || target > maximum)
      if (wrong !== undefined) fail('outOfBounds', subject, {observed: {target: wrong}, expected: {minimum, maximum}})
    }
  },
})
