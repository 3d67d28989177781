import {
  CloudFormationClient,
  paginateListStackResources,
  type Stack,
  type StackResourceSummary,
} from '@aws-sdk/client-cloudformation'
import {required} from '../../aws/errors.ts'
import type {AwsSession} from '../../aws/session.ts'
import {NotHighAvailability, UnusableInput} from '../../model/errors.ts'
import {absent, type Fact, observed, type Unknown, unknown} from '../../model/fact.ts'
import {type FactMap, intendedKeys} from '../../model/facts.ts'
import type {Snapshot} from '../../model/snapshot.ts'
import type {Subject} from '../../model/subject.ts'
import {type DeployedTemplate, readDeployedTemplate} from '../../plan/deployed-template.ts'
import type {Plan, PlannedFacts} from '../../plan/plan-facts.ts'
import {type Gathered, observe, type Sight, seen} from '../collector.ts'
import {onceSent} from '../once-sent.ts'
import {factsWithout} from './by-names.ts'
import {findStackAction} from './find-stack.ts'
import {type PhysicalIds, partsOf, withPhysicalIds} from './parts.ts'
import {type TemplateBody, templateAction} from './template-body.ts'

/** The IAM actions that reading a stack takes. */
export const readStackActions = [findStackAction, 'cloudformation:ListStackResources', templateAction] as const

type Facts = Snapshot['facts']
type Resources = Sight<FactMap['resources']> | Unknown

/**
 * What CloudFormation tells of a stack: its state, its resources, and what its template makes of its parameters. Everything
 * else is looked up from there. Throws NotHighAvailability where the stack is of something else. Who reads many stacks of one
 * template brings a reader that knows it already.
 *
 * The template, which takes long to read, is read while the resources are listed.
 */
export async function readStack(
  session: AwsSession,
  stack: Stack,
  body: TemplateBody | Promise<TemplateBody>,
  takenAt: string,
  read: (template: DeployedTemplate) => Plan = readDeployedTemplate,
): Promise<Facts> {
  const client = session.client(CloudFormationClient)
  const id = required(stack.StackId, 'stack id')
  const name = required(stack.StackName, 'stack name')
  const context = {name, region: session.region, takenAt}
  const [resources, plan] = await Promise.all([
    observe('cloudformation:ListStackResources', async () => {
      const found: StackResourceSummary[] = []
      for await (const page of paginateListStackResources({client}, {StackName: id}, session.options))
        found.push(...required(page.StackResourceSummaries, 'list of resources'))
      return found.map(resourceOf)
    }),
    onceSent(async () => planFrom(await body, stack, context, read)),
  ])
  if (plan instanceof NotHighAvailability) throw namingNested(plan, name, resources)
  const at = new Date().toISOString()
  const physical = resources.state === 'seen' ? new Map(resources.value.map(one => [one.logicalId, one.id])) : new Map()
  return {
    ...('roles' in plan
      ? plannedOf(plan, physical, resources, at)
      : factsWithout(plan, parametersOf(stack), resources, at)),
    // What is there is for the collectors to say; what was asked for stays beside it.
    ...live,
    resources:
      resources.state === 'seen' ? observed(resources.value, at, 'cloudformation:ListStackResources') : resources,
    stack: observed(stackOf(stack), at, findStackAction),
    safeguards: factOf(safeguardsOf(stack), at),
    drift: factOf(driftOf(stack), at),
    stackName: observed(name, at, findStackAction),
    region: observed(session.region, at, findStackAction),
  } as Facts
}

/** What the template makes of the stack's parameters. */
function plannedOf(plan: Plan, physical: PhysicalIds, resources: Resources, at: string): Facts {
  const planned = withPhysicalIds(plan.facts, physical)
  return {
    ...planned,
    intended: observed(intendedOf(planned), at, 'cloudformation:GetTemplate'),
    parts:
      resources.state === 'seen'
        ? observed(partsOf(plan, physical), at, 'cloudformation:ListStackResources')
        : resources,
  }
}

/** A stack that only holds others is of something else; whoever named it meant one of those. */
function namingNested(error: NotHighAvailability, name: string, resources: Resources): NotHighAvailability {
  const refuse = (message: string, next: string) => new NotHighAvailability([{message, location: null}], next)
  const nested = resources.state === 'seen' ? resources.value.filter(({type}) => type === nestedStackType) : []
  if (nested.length === 0) {
    const next = 'Name the stack that was made from cf-openvidu-ha.yaml; of nested stacks, the one that holds OpenVidu.'
    return refuse(`${name}: ${error.problems[0]?.message ?? ''}`, next)
  }
  const listed = nested.map(({logicalId, id}) => (id === null ? `${logicalId} (not made)` : `${logicalId} (${id})`))
  return refuse(
    `${name} is not OpenVidu High Availability itself, but holds nested stacks: ${listed.slice(0, nestedTold).join(', ')}${nested.length > nestedTold ? ` and ${nested.length - nestedTold} more` : ''}`,
    'Name the one of them that was made from cf-openvidu-ha.yaml, by the ARN in brackets.',
  )
}

const nestedStackType = 'AWS::CloudFormation::Stack'
/** Of very many the first ones are what helps. */
const nestedTold = 20

/** The plan; why there is none; or that the stack is of something else, which is told once its resources are known. */
function planFrom(
  body: TemplateBody,
  stack: Stack,
  {name, region, takenAt}: {readonly name: string; readonly region: string; readonly takenAt: string},
  read: (template: DeployedTemplate) => Plan,
): Plan | Unknown | NotHighAvailability {
  if (body.state === 'unknown') return body
  try {
    return read({body: body.value, parameters: parametersOf(stack), stackName: name, region, takenAt})
  } catch (error) {
    if (error instanceof NotHighAvailability) return error
    if (!(error instanceof UnusableInput)) throw error
    return unknown('failed', `the template of the stack could not be read: ${error.problems[0]?.message ?? ''}`)
  }
}

/** The parameters that the stack has; null for a value that CloudFormation hides. */
function parametersOf({Parameters = []}: Stack): DeployedTemplate['parameters'] {
  return Parameters.map(({ParameterKey, ParameterValue, UsePreviousValue}) => ({
    name: required(ParameterKey, 'name of a parameter'),
    value:
      ParameterValue === undefined || UsePreviousValue === true || /^\*+$/.test(ParameterValue) ? null : ParameterValue,
  }))
}

function factOf<T>(gathered: Gathered<T>, at: string): Fact<T> {
  return gathered.state === 'seen' ? observed(gathered.value, at, gathered.by) : gathered
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

function subjectOf(stack: Stack): Subject {
  return {type: 'Stack', id: required(stack.StackName, 'stack name'), logicalId: null, location: null}
}

function safeguardsOf(stack: Stack): Gathered<FactMap['safeguards']> {
  if (stack.ParentId !== undefined) return absent('the stack is nested: what holds for its root holds for it')
  return seen(
    {
      subject: subjectOf(stack),
      // Both are left out by AWS where they are off.
      keepsFailures: stack.DisableRollback === true,
      terminationProtection: stack.EnableTerminationProtection === true,
    },
    findStackAction,
  )
}

function driftOf(stack: Stack): Gathered<FactMap['drift']> {
  const {StackDriftStatus: status, LastCheckTimestamp: checked} = stack.DriftInformation ?? {}
  // A stack on which no detection ever ran says so, or has no such information at all.
  if (status === undefined || status === 'NOT_CHECKED')
    return absent('no drift detection ever ran on the stack, so nothing was compared')
  const changed = stack.LastUpdatedTime
  return seen(
    {
      subject: subjectOf(stack),
      status,
      checkedAt: checked?.toISOString() ?? null,
      outdated: checked !== undefined && changed !== undefined && changed > checked,
    },
    findStackAction,
  )
}

function stackOf(stack: Stack): FactMap['stack'] {
  const id = required(stack.StackId, 'stack id')
  const name = required(stack.StackName, 'stack name')
  return {
    subject: subjectOf(stack),
    id,
    name,
    status: required(stack.StackStatus, 'status of the stack'),
    statusReason: stack.StackStatusReason ?? null,
    createdAt: required(stack.CreationTime, 'creation time of the stack').toISOString(),
    updatedAt: stack.LastUpdatedTime?.toISOString() ?? null,
    parentId: stack.ParentId ?? null,
    outputs: (stack.Outputs ?? []).flatMap(({OutputKey}) => OutputKey ?? []),
  }
}
