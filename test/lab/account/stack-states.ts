import type {ResourceStatus, StackEvent} from '@aws-sdk/client-cloudformation'
import type {StackStatus} from '../../../src/openvidu/stack-statuses.ts'
import type {LabAccount} from './account.ts'
import type {LabStack} from './deployment.ts'
import {uuid} from './ids.ts'

/** What happened to one resource, or with no resource to the stack itself. */
export interface Happening {
  readonly resource?: string
  readonly type?: string
  readonly id?: string
  readonly status: string
  readonly reason?: string
}

const stackType = 'AWS::CloudFormation::Stack'

/**
 * Brings a stack into a status, through an operation that began an hour ago: one event a second, in order, ended by that status.
 * Statuses of the stack between two resources are events of the stack.
 */
export function endedIn(
  {now}: Pick<LabAccount, 'now'>,
  lab: LabStack,
  status: StackStatus,
  {happenings = [], reason}: {readonly happenings?: readonly Happening[]; readonly reason?: string} = {},
): void {
  const {StackId = '', StackName = ''} = lab.stack
  const operation = operationOf(status)
  const started = now.getTime() - 3_600_000
  const all: readonly Happening[] = [
    {status: `${operation}_IN_PROGRESS`, reason: 'User Initiated'},
    ...happenings,
    ...(status === `${operation}_IN_PROGRESS` || status === 'REVIEW_IN_PROGRESS'
      ? []
      : [{status, ...(reason === undefined ? {} : {reason})}]),
  ]
  const events = all.map((happening, index): StackEvent => {
    const {resource = StackName, type = happening.resource === undefined ? stackType : undefined} = happening
    const own = lab.resources.find(({LogicalResourceId}) => LogicalResourceId === resource)
    return {
      StackId,
      StackName,
      EventId: uuid(`${StackId} ${status} ${index}`),
      LogicalResourceId: resource,
      PhysicalResourceId:
        happening.id ?? (happening.resource === undefined ? StackId : (own?.PhysicalResourceId ?? '')),
      ResourceType: type ?? own?.ResourceType ?? 'AWS::EC2::Instance',
      // The model lists fewer than the service sends.
      ResourceStatus: happening.status as ResourceStatus,
      Timestamp: new Date(started + index * 1_000),
      OperationId: uuid(`${operation} ${StackId}`),
      ...(happening.reason === undefined ? {} : {ResourceStatusReason: happening.reason}),
    }
  })
  // A creation is all there is; anything else comes after it.
  lab.events = [...events.reverse(), ...(operation === 'CREATE' ? [] : lab.events)]
  lab.stack.StackStatus = status
  if (reason !== undefined) lab.stack.StackStatusReason = reason
  if (operation === 'UPDATE') lab.stack.LastUpdatedTime = new Date(started)
  if (status === 'REVIEW_IN_PROGRESS') Object.assign(lab, {resources: [], events: []})
  if (status === 'DELETE_COMPLETE') lab.stack.DeletionTime = new Date(started + 60_000)
}

/** What is begun where a status is reached: a rollback of a creation is named without it. */
function operationOf(status: StackStatus): 'CREATE' | 'UPDATE' | 'DELETE' | 'IMPORT' {
  if (status.startsWith('UPDATE_')) return 'UPDATE'
  if (status.startsWith('DELETE_')) return 'DELETE'
  return status.startsWith('IMPORT_') ? 'IMPORT' : 'CREATE'
}

/** Puts a stack into another one that only holds it, beside a stack of something else; the outer one comes first then. */
export function nest(account: LabAccount, inner: LabStack, outerName = 'platform'): LabStack {
  const {StackId = '', CreationTime} = inner.stack
  const outerId = StackId.replace(/stack\/.*$/, `stack/${outerName}/${uuid(outerName)}`)
  const finished = inner.resources[0]?.LastUpdatedTimestamp
  const resource = (logicalId: string, id: string): LabStack['resources'][number] => ({
    LogicalResourceId: logicalId,
    PhysicalResourceId: id,
    ResourceType: stackType,
    ResourceStatus: 'CREATE_COMPLETE',
    LastUpdatedTimestamp: finished,
  })
  Object.assign(inner.stack, {ParentId: outerId, RootId: outerId})
  const outer: LabStack = {
    stack: {
      StackName: outerName,
      StackId: outerId,
      CreationTime,
      StackStatus: 'CREATE_COMPLETE',
      DisableRollback: false,
      Parameters: [],
      Outputs: [],
      Tags: [],
    },
    template: [
      'Resources:',
      '  Network:',
      `    Type: ${stackType}`,
      '    Properties: {TemplateURL: https://example.com/network.yaml}',
      '  Conference:',
      `    Type: ${stackType}`,
      '    Properties: {TemplateURL: https://example.com/cf-openvidu-ha.yaml}',
      '',
    ].join('\n'),
    resources: [
      resource('Network', StackId.replace(/stack\/.*$/, `stack/${outerName}-Network/${uuid('network')}`)),
      resource('Conference', StackId),
    ],
    events: [],
    changeSets: [],
  }
  account.stacks.unshift(outer)
  return outer
}
