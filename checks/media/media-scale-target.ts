import {bySubject} from '../../src/derive/by-subject.ts'
import {alarmsNeeded, neededSuspended} from '../../src/derive/media-fleet.ts'
import {defineCheck} from '../../src/model/check.ts'
import {subjectName} from '../../src/model/subject.ts'
import {scaleTargetCpu} from '../../src/openvidu/limits.ts'
import {suspendedProcesses, targetTracking} from '../../src/openvidu/pages.ts'
import {averageCpu} from '../../src/openvidu/scaling-metrics.ts'

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
    text: 'Set ScaleTargetCPU to a percentage; 50, the default, leaves room for nodes to start. On a running deployment do so by a change set that replaces no master.',
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
      ({type = tracking, measure = averageCpu}) => type === tracking && measure === averageCpu,
    )
    if (candidates.length === 0) {
      const policies = seen.map(({subject, type, measure}) => `${subjectName(subject)} (${type} on ${measure})`)
      const observed = {group: subjectName(mediaGroup.subject), policies}
      fail('noPolicy', mediaGroup.subject, {observed, expected: {policy: tracking, metric: averageCpu}})
    }
    // What exists has an id; of a plan there is nothing yet that could be switched off.
    if (mediaGroup.subject.id !== null) {
      const tried = (look('policyStates', policyStates) ?? []).filter(({subject: {id}}) =>
        candidates.some(({subject}) => subject.id === id),
      )
      const works = tried.some(state => state.enabled && state.alarms >= alarmsNeeded(state))
      for (const state of works ? [] : tried) {
        const {subject, enabled, alarms} = state
        const policy = subjectName(subject)
        if (enabled) fail('noAlarms', subject, {observed: {policy, alarms}, expected: {alarms: alarmsNeeded(state)}})
        else fail('disabled', subject, {observed: {policy, state: 'disabled'}, expected: {state: 'enabled'}})
      }
      const {suspended, reasons} = neededSuspended(look('mediaFleet', mediaFleet))
      if (suspended.length > 0) {
        const observed = {group: subjectName(mediaGroup.subject), suspended, reasons}
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
