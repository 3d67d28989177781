import {
  DescribeRuleCommand,
  type DescribeRuleResponse,
  EventBridgeClient,
  ListTargetsByRuleCommand,
  type Target,
} from '@aws-sdk/client-eventbridge'
import {required} from '../../../aws/errors.ts'
import type {AwsSession} from '../../../aws/session.ts'
import {known, type Seen, unknown} from '../../../model/fact.ts'
import {lookFor} from '../../ask.ts'
import {fieldOf, parsed} from './json-answer.ts'

export const ruleActions = ['events:DescribeRule', 'events:ListTargetsByRule'] as const

export interface EventRule {
  readonly namesGroup: Seen<boolean>
  readonly enabled: Seen<boolean>
}

/** The rule; null where EventBridge has no such one. CloudFormation names the bus before a rule of another bus than the default. */
export async function eventRule(session: AwsSession, id: string, group: string): Promise<Seen<EventRule> | null> {
  return lookFor('events:DescribeRule', async () => {
    const rule = await session.client(EventBridgeClient).send(new DescribeRuleCommand(namesOf(id)), session.options)
    return {
      namesGroup: namesGroup(rule, group),
      enabled: known(required(rule.State, 'state of a rule') !== 'DISABLED'),
    }
  })
}

/** The targets of a rule; null where EventBridge has no such rule. */
export async function targetsOf(session: AwsSession, id: string): Promise<Seen<readonly Target[]> | null> {
  return lookFor('events:ListTargetsByRule', async () => {
    const {Name, ...bus} = namesOf(id)
    const found: Target[] = []
    let token: string | undefined
    do {
      const command: ListTargetsByRuleCommand = new ListTargetsByRuleCommand({
        Rule: Name,
        ...bus,
        ...(token === undefined ? {} : {NextToken: token}),
      })
      const page = await session.client(EventBridgeClient).send(command, session.options)
      found.push(...required(page.Targets, 'targets of a rule'))
      token = page.NextToken
    } while (token !== undefined)
    return found
  })
}

/** CloudFormation's id of a rule: its name, `bus|name`, or its ARN, which ends with `rule/name` or `rule/bus/name`. */
function namesOf(id: string): {Name: string; EventBusName?: string} {
  const [, path] = id.split(':rule/')
  const [first = '', second] = path === undefined ? id.split('|') : path.split('/')
  return second === undefined ? {Name: first} : {Name: second, EventBusName: first}
}

/** As of a template: named, or not narrowed to any group. A rule without a pattern hears of no event. */
function namesGroup({EventPattern}: DescribeRuleResponse, group: string): Seen<boolean> {
  if (EventPattern === undefined) return known(false)
  const pattern = parsed(EventPattern, 'event pattern')
  const narrowed = fieldOf(fieldOf(pattern, 'detail'), 'AutoScalingGroupName')
  if (narrowed === undefined) return known(true)
  const wanted: readonly unknown[] = Array.isArray(narrowed) ? narrowed : []
  if (wanted.includes(group)) return known(true)
  return wanted.every(value => typeof value === 'string')
    ? known(false)
    : unknown('unresolved', 'the event rule names groups by a pattern, which is not judged')
}
