import {known, type Seen, unknown} from '../../model/fact.ts'
import type {FactMap} from '../../model/facts.ts'
import {customizedMetric} from '../../openvidu/scaling-metrics.ts'
import {
  allowingStatements,
  literal,
  type PlannedResource,
  type PlannedStack,
  type Setting,
  settingOf,
  settingOr,
  subjectOfResource,
} from '../stack.ts'
import {items, property, propertyAt, seenLiteral, seenNumber, sketchOf, type Value} from '../value.ts'
import {imageOf, instanceTypeOf} from './nodes.ts'

export function mediaGroup(stack: PlannedStack, group: PlannedResource): FactMap['mediaGroup'] {
  const bound = (name: string): Setting<number> => {
    const value = property(group.properties, name)
    return value === undefined
      ? {subject: subjectOfResource(group), value: unknown('unresolved', `${group.logicalId} has no ${name}`)}
      : settingOf(group, value, seenNumber)
  }
  const desired = property(group.properties, 'DesiredCapacity')
  return {
    subject: subjectOfResource(group),
    min: bound('MinSize'),
    // Without a desired capacity Auto Scaling starts at the minimum.
    desired: desired === undefined ? bound('MinSize') : settingOf(group, desired, seenNumber),
    max: bound('MaxSize'),
    healthCheckType: settingOr(group, property(group.properties, 'HealthCheckType'), seenLiteral, 'EC2').value,
    instanceType: instanceTypeOf(stack, group),
    image: imageOf(stack, group),
  }
}

export function scalingPolicies(stack: PlannedStack, group: PlannedResource): FactMap['scalingPolicies'] {
  return stack
    .ofType('AWS::AutoScaling::ScalingPolicy')
    .filter(policy => stack.referenced(property(policy.properties, 'AutoScalingGroupName')) === group)
    .map(policy => {
      const tracking = property(policy.properties, 'TargetTrackingConfiguration')
      const target = property(tracking, 'TargetValue')
      return {
        subject: subjectOfResource(policy),
        policyType: settingOr(policy, property(policy.properties, 'PolicyType'), seenLiteral, 'SimpleScaling').value,
        metric: metricOf(policy, tracking),
        target:
          target === undefined
            ? {
                subject: subjectOfResource(policy),
                value: unknown('unresolved', `${policy.logicalId} has no target value`),
              }
            : settingOf(policy, target, seenNumber),
      }
    })
}

function metricOf(policy: PlannedResource, tracking: Value | undefined): Seen<string> {
  const own = property(tracking, 'CustomizedMetricSpecification')
  if (own === undefined) {
    const predefined = propertyAt(tracking, 'PredefinedMetricSpecification', 'PredefinedMetricType')
    return settingOr(policy, predefined, seenLiteral, 'none').value
  }
  const [namespace, name] = [literal(property(own, 'Namespace')), literal(property(own, 'MetricName'))]
  return namespace === null || name === null
    ? unknown('unresolved', 'the metric is computed of others, or known at deploy time only')
    : {state: 'known', value: customizedMetric(namespace, name)}
}

const terminating = 'autoscaling:EC2_INSTANCE_TERMINATING'

/** What lets a media node finish its rooms before it goes: hook, event rule, automation document, and who may start it. */
export function mediaDrain(stack: PlannedStack, group: PlannedResource): FactMap['mediaDrain'] {
  const hooks = stack
    .ofType('AWS::AutoScaling::LifecycleHook')
    .filter(({properties}) => stack.referenced(property(properties, 'AutoScalingGroupName')) === group)
    .map(hook => ({
      subject: subjectOfResource(hook),
      transition: settingOr(hook, property(hook.properties, 'LifecycleTransition'), seenLiteral, '').value,
    }))
  const own = items(property(group.properties, 'LifecycleHookSpecificationList')).map(specification =>
    settingOr(group, property(specification, 'LifecycleTransition'), seenLiteral, ''),
  )
  hooks.push(...own.map(({subject, value}) => ({subject, transition: value})))
  // A group may have others, such as one for nodes that start.
  const ending = hooks.find(({transition}) => transition.state === 'known' && transition.value === terminating)
  const document = stack
    .ofType('AWS::SSM::Document')
    .find(({properties}) => literal(property(properties, 'DocumentType')) === 'Automation')
  const startsDocument = (target: Value): boolean => {
    const arn = sketchOf(property(target, 'Arn')) ?? ''
    return (
      document !== undefined && (arn.includes(`\${${document.logicalId}}`) || arn.includes(':automation-definition/'))
    )
  }
  const rule = stack
    .ofType('AWS::Events::Rule')
    .find(({properties}) => items(property(properties, 'Targets')).some(startsDocument))
  const target = items(property(rule?.properties, 'Targets')).find(startsDocument)
  const starter = stack.referenced(property(target, 'RoleArn'))
  return {
    subject: subjectOfResource(group),
    hook: ending ?? hooks[0] ?? null,
    rule:
      rule === undefined
        ? null
        : {
            subject: subjectOfResource(rule),
            namesGroup: namesGroup(stack, rule, group),
            enabled: stateOf(rule),
          },
    document: document === undefined ? null : {subject: subjectOfResource(document), found: known(true)},
    starter: starter === null ? null : {subject: subjectOfResource(starter), resources: startable(starter)},
  }
}

/** Whether the rule's event pattern is about this group: named, referred to, or not narrowed to any group. */
function namesGroup(stack: PlannedStack, rule: PlannedResource, group: PlannedResource): Seen<boolean> {
  const narrowed = items(propertyAt(rule.properties, 'EventPattern', 'detail', 'AutoScalingGroupName'))
  if (narrowed.length === 0) return {state: 'known', value: true}
  const name = sketchOf(property(group.properties, 'AutoScalingGroupName'))
  let open = false
  for (const value of narrowed) {
    if (stack.referenced(value) === group) return {state: 'known', value: true}
    const sketch = sketchOf(value)
    if (sketch !== null && sketch === name) return {state: 'known', value: true}
    open ||= sketch === null
  }
  return open
    ? unknown('unresolved', 'the group that the event rule names is known at deploy time only')
    : {state: 'known', value: false}
}

/** A rule without a State is enabled. */
function stateOf(rule: PlannedResource): Seen<boolean> {
  const {value} = settingOr(rule, property(rule.properties, 'State'), seenLiteral, 'ENABLED')
  return value.state === 'unknown' ? value : {state: 'known', value: value.value !== 'DISABLED'}
}

const startAction = /^(ssm:(StartAutomationExecution|Start\*|\*)|\*)$/i

function startable(role: PlannedResource): Seen<string[]> {
  const starts = (statement: Value): boolean =>
    items(property(statement, 'Action')).some(action => startAction.test(sketchOf(action) ?? ''))
  const resources = allowingStatements(role)
    .filter(starts)
    .flatMap(statement => items(property(statement, 'Resource')))
  const sketches = resources.map(sketchOf)
  return sketches.every(sketch => sketch !== null)
    ? {state: 'known', value: sketches}
    : unknown('unresolved', 'what the role may start is known at deploy time only')
}
