import {parseDocument} from 'yaml'
import type {LabStack} from '../account/deployment.ts'
import {AwsError} from '../protocol/aws-error.ts'
import type {Answers, LabCall} from './answers.ts'

export const cloudFormation: Answers<typeof import('@aws-sdk/client-cloudformation')> = {
  DescribeStacks: ({StackName}, call) => ({
    Stacks: StackName === undefined ? listed(call) : [stackOf(call, StackName).stack],
  }),

  DescribeStackEvents: ({StackName}, call) => ({
    StackEvents: stackOf(call, StackName, name => `Stack [${name}] does not exist`).events,
  }),

  /** The newer way: the failures of an operation, without the rest. */
  DescribeEvents: ({StackName, OperationId, Filters}, call) => {
    const stacks = StackName === undefined ? call.account.stacks : [stackOf(call, StackName)]
    const events = stacks
      .flatMap(stack => stack.events)
      .filter(event => OperationId === undefined || event.OperationId === OperationId)
      .filter(({ResourceStatus = ''}) => Filters?.FailedEvents !== true || ResourceStatus.endsWith('_FAILED'))
    return {
      OperationEvents: events.map(event => ({
        EventId: event.EventId,
        StackId: event.StackId,
        OperationId: event.OperationId,
        OperationType: 'CREATE_STACK',
        EventType: event.ResourceStatus?.endsWith('_FAILED') ? 'PROVISIONING_ERROR' : 'STACK_EVENT',
        LogicalResourceId: event.LogicalResourceId,
        PhysicalResourceId: event.PhysicalResourceId,
        ResourceType: event.ResourceType,
        ResourceStatus: event.ResourceStatus,
        ResourceStatusReason: event.ResourceStatusReason,
        Timestamp: event.Timestamp,
      })),
    }
  },

  ListStackResources: ({StackName}, call) => ({
    StackResourceSummaries: stackOf(call, StackName).resources,
  }),

  // A hundred at most, and no way to the rest.
  DescribeStackResources: ({StackName, LogicalResourceId}, call) => {
    const {stack, resources} = stackOf(call, StackName)
    const found = resources.filter(
      one => LogicalResourceId === undefined || one.LogicalResourceId === LogicalResourceId,
    )
    return {
      StackResources: found.slice(0, 100).map(({LastUpdatedTimestamp, ...resource}) => ({
        ...resource,
        StackName: stack.StackName,
        StackId: stack.StackId,
        Timestamp: LastUpdatedTimestamp,
      })),
    }
  },

  // An ARN says of which stack it is; a name needs the stack beside it.
  DescribeChangeSet: ({ChangeSetName, StackName}, call) => {
    const stacks = ChangeSetName?.startsWith('arn:') ? call.account.stacks : [stackOf(call, StackName)]
    const found = stacks
      .flatMap(({changeSets}) => changeSets)
      .find(({ChangeSetId, ChangeSetName: name}) => ChangeSetId === ChangeSetName || name === ChangeSetName)
    if (found === undefined)
      throw new AwsError('ChangeSetNotFoundException', `ChangeSet [${ChangeSetName}] does not exist`)
    return found
  },

  GetTemplate: ({StackName}, call) => ({
    TemplateBody: stackOf(call, StackName).template,
    StagesAvailable: ['Original', 'Processed'],
  }),

  GetTemplateSummary: ({StackName, TemplateBody, TemplateURL}, call) => {
    if (TemplateURL !== undefined) throw new AwsError('LabNotModelled', 'templates in S3', {status: 501})
    return summaryOf(TemplateBody ?? stackOf(call, StackName).template)
  },
}

/** By name only stacks that live; a deleted one answers to its id for ninety days. */
function stackOf(
  {account}: LabCall,
  name = '',
  missing = (asked: string) => `Stack with id ${asked} does not exist`,
): LabStack {
  const found = account.stacks.find(
    ({stack}) => stack.StackId === name || (stack.StackName === name && stack.StackStatus !== 'DELETE_COMPLETE'),
  )
  // No code of its own: the same as for any bad input.
  if (found === undefined) throw new AwsError('ValidationError', missing(name))
  return found
}

function listed({account}: LabCall): LabStack['stack'][] {
  return account.stacks.map(({stack}) => stack).filter(({StackStatus}) => StackStatus !== 'DELETE_COMPLETE')
}

/** What a template declares. Constraints other than the allowed values are left out, as CloudFormation does. */
function summaryOf(text: string) {
  const template: unknown = parseDocument(text, {logLevel: 'silent'}).toJS()
  const parameters = section(template, 'Parameters')
  const types = Object.values(section(template, 'Resources')).map(resource => textOf(resource, 'Type') ?? '')
  return {
    Description: textOf(template, 'Description'),
    Version: textOf(template, 'AWSTemplateFormatVersion'),
    Parameters: Object.entries(parameters).map(([ParameterKey, declaration]) => ({
      ParameterKey,
      ParameterType: textOf(declaration, 'Type'),
      DefaultValue: textOf(declaration, 'Default'),
      NoEcho: textOf(declaration, 'NoEcho') === 'true',
      Description: textOf(declaration, 'Description'),
      ParameterConstraints: {AllowedValues: Object.values(section(declaration, 'AllowedValues')).map(String)},
    })),
    Capabilities: types.includes('AWS::IAM::Role') ? ['CAPABILITY_NAMED_IAM'] : [],
    CapabilitiesReason: 'The following resource(s) require capabilities: [AWS::IAM::Role, AWS::IAM::InstanceProfile]',
    ResourceTypes: [...new Set(types)],
  }
}

function section(value: unknown, key: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || !(key in value)) return {}
  const found: unknown = Reflect.get(value, key)
  return typeof found === 'object' && found !== null ? {...found} : {}
}

function textOf(value: unknown, key: string): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const found: unknown = Reflect.get(value, key)
  return found === undefined || found === null || typeof found === 'object' ? undefined : String(found)
}
