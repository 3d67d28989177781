import {
  CloudFormationClient,
  GetTemplateCommand,
  paginateListStackResources,
  type Stack,
  type StackResourceSummary,
} from '@aws-sdk/client-cloudformation'
import {required} from '../../aws/errors.ts'
import type {AwsSession} from '../../aws/session.ts'
import {NotHighAvailability, UnusableInput} from '../../model/errors.ts'
import {type Fact, observed, unknown} from '../../model/fact.ts'
import {type FactMap, intendedKeys, plannedKeys} from '../../model/facts.ts'
import type {Snapshot} from '../../model/snapshot.ts'
import {readDeployedTemplate} from '../../plan/deployed-template.ts'
import type {Plan, PlannedFacts} from '../../plan/plan-facts.ts'
import {type Gathered, observe} from '../collector.ts'
import {findStackAction} from './find-stack.ts'
import {partsOf, withPhysicalIds} from './parts.ts'

/** The IAM actions that reading a stack takes. */
export const readStackActions = [
  findStackAction,
  'cloudformation:ListStackResources',
  'cloudformation:GetTemplate',
] as const

type Facts = Snapshot['facts']

/**
 * What CloudFormation tells of a stack: its state, its resources, and what its template makes of its parameters. Everything
 * else is looked up from there. Throws NotHighAvailability where the stack is of something else.
 */
export async function readStack(session: AwsSession, stack: Stack, takenAt: string): Promise<Facts> {
  const client = session.client(CloudFormationClient)
  const id = required(stack.StackId, 'stack id')
  const name = required(stack.StackName, 'stack name')
  const [resources, body] = await Promise.all([
    observe('cloudformation:ListStackResources', async () => {
      const found: StackResourceSummary[] = []
      for await (const page of paginateListStackResources({client}, {StackName: id}, session.options))
        found.push(...required(page.StackResourceSummaries, 'list of resources'))
      return found.map(resourceOf)
    }),
    observe('cloudformation:GetTemplate', async () => {
      const {TemplateBody} = await client.send(
        new GetTemplateCommand({StackName: id, TemplateStage: 'Original'}),
        session.options,
      )
      return required(TemplateBody, 'template')
    }),
  ])
  const at = new Date().toISOString()
  const physical = resources.state === 'seen' ? new Map(resources.value.map(one => [one.logicalId, one.id])) : new Map()
  const plan = planFrom(body, stack, {name, region: session.region, takenAt})
  const planned =
    'roles' in plan
      ? withPhysicalIds(plan.facts, physical)
      : // What the template would tell is as unknown as the template.
        (Object.fromEntries(plannedKeys.map(key => [key, plan])) as unknown as PlannedFacts)
  return {
    ...planned,
    // What is there is for the collectors to say; what was asked for stays beside it.
    ...live,
    intended: 'roles' in plan ? observed(intendedOf(planned), at, 'cloudformation:GetTemplate') : plan,
    parts:
      'roles' in plan
        ? resources.state === 'seen'
          ? observed(partsOf(plan.roles, physical), at, 'cloudformation:ListStackResources')
          : resources
        : plan,
    resources:
      resources.state === 'seen' ? observed(resources.value, at, 'cloudformation:ListStackResources') : resources,
    stack: observed(stackOf(stack), at, findStackAction),
    stackName: observed(name, at, findStackAction),
    region: observed(session.region, at, findStackAction),
  } as Facts
}

function planFrom(
  body: Gathered<string>,
  stack: Stack,
  {name, region, takenAt}: {readonly name: string; readonly region: string; readonly takenAt: string},
): Plan | Exclude<Gathered<string>, {state: 'seen'}> {
  if (body.state !== 'seen') return body
  const parameters = (stack.Parameters ?? []).map(({ParameterKey, ParameterValue, UsePreviousValue}) => ({
    name: required(ParameterKey, 'name of a parameter'),
    value:
      ParameterValue === undefined || UsePreviousValue === true || /^\*+$/.test(ParameterValue) ? null : ParameterValue,
  }))
  try {
    return readDeployedTemplate({body: body.value, parameters, stackName: name, region, takenAt})
  } catch (error) {
    if (error instanceof NotHighAvailability || !(error instanceof UnusableInput)) throw error
    return unknown('failed', `the template of the stack could not be read: ${error.problems[0]?.message ?? ''}`)
  }
}

/** The facts that only the running stack tells, whatever its template asks for. */
const live = Object.fromEntries(
  intendedKeys.map(key => [key, unknown('not-requested', `this run did not look at ${key} of the stack`)]),
)

/** The schema of the fact is made of the schemas of these facts, so that each fits. */
function intendedOf(facts: PlannedFacts): FactMap['intended'] {
  const value = (fact: Fact<unknown>) => (fact.state === 'known' ? fact.value : null)
  return Object.fromEntries(intendedKeys.map(key => [key, value(facts[key])])) as unknown as FactMap['intended']
}

function resourceOf(summary: StackResourceSummary): FactMap['resources'][number] {
  const logicalId = required(summary.LogicalResourceId, 'logical id of a resource')
  const type = required(summary.ResourceType, 'type of a resource')
  const id = summary.PhysicalResourceId || null
  return {
    subject: {type, id, logicalId, location: null},
    logicalId,
    type,
    id,
    status: required(summary.ResourceStatus, 'status of a resource'),
    statusReason: summary.ResourceStatusReason ?? null,
    drift: summary.DriftInformation?.StackResourceDriftStatus ?? 'NOT_CHECKED',
  }
}

function stackOf(stack: Stack): FactMap['stack'] {
  const id = required(stack.StackId, 'stack id')
  const name = required(stack.StackName, 'stack name')
  return {
    subject: {type: 'Stack', id: name, logicalId: null, location: null},
    id,
    name,
    status: required(stack.StackStatus, 'status of the stack'),
    statusReason: stack.StackStatusReason ?? null,
    createdAt: required(stack.CreationTime, 'creation time of the stack').toISOString(),
    updatedAt: stack.LastUpdatedTime?.toISOString() ?? null,
    keepsFailures: stack.DisableRollback === true,
    terminationProtection: stack.EnableTerminationProtection === true,
    parentId: stack.ParentId ?? null,
    drift: {
      status: stack.DriftInformation?.StackDriftStatus ?? 'NOT_CHECKED',
      checkedAt: stack.DriftInformation?.LastCheckTimestamp?.toISOString() ?? null,
    },
    outputs: (stack.Outputs ?? []).flatMap(({OutputKey}) => OutputKey ?? []),
  }
}
