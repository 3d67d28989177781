import type {ResourceStatus, StackEvent} from '@aws-sdk/client-cloudformation'
import {bare, isMap} from '../../support/template-tree.ts'
import type {Deploying} from './deploy.ts'
import {uuid} from './ids.ts'
import {hoursAgo} from './setting.ts'

/** The stack itself: what it was given, what it made, and how that went. */
export function deployStack(deploying: Deploying): void {
  const {account, evaluator, setting, stackId, ageHours, resources, template} = deploying
  const finished = hoursAgo(setting, ageHours - 0.6)
  account.stacks.push({
    stack: {
      StackName: setting.stackName,
      StackId: stackId,
      Description: String(bare(template.Description)),
      CreationTime: hoursAgo(setting, ageHours),
      StackStatus: 'CREATE_COMPLETE',
      Parameters: stackParameters(deploying),
      Capabilities: ['CAPABILITY_NAMED_IAM'],
      Outputs: evaluator.outputs().map(({name, description, value}) => ({
        OutputKey: name,
        OutputValue: value,
        Description: description,
      })),
      DisableRollback: true,
      EnableTerminationProtection: true,
      NotificationARNs: [],
      RollbackConfiguration: {},
      DriftInformation: {StackDriftStatus: 'NOT_CHECKED'},
      Tags: [],
    },
    template: deploying.templateText,
    resources: resources.map(({logicalId, type}) => ({
      LogicalResourceId: logicalId,
      PhysicalResourceId: evaluator.identity(logicalId).id,
      ResourceType: type,
      ResourceStatus: 'CREATE_COMPLETE',
      LastUpdatedTimestamp: finished,
      DriftInformation: {StackResourceDriftStatus: 'NOT_CHECKED'},
    })),
    events: history(deploying),
    changeSets: [],
  })
}

function stackParameters({setting, template, evaluator}: Deploying) {
  const declared = bare(template.Parameters)
  if (!isMap(declared)) return []
  return Object.entries(declared).map(([ParameterKey, tree]) => {
    const declaration = bare(tree)
    const [type, fallback, hidden] = isMap(declaration)
      ? [String(bare(declaration.Type)), bare(declaration.Default), bare(declaration.NoEcho) === true]
      : ['String', '', false]
    const ParameterValue = hidden ? '****' : (setting.parameters[ParameterKey] ?? String(fallback ?? ''))
    if (!type.startsWith('AWS::SSM::Parameter::Value')) return {ParameterKey, ParameterValue}
    return {ParameterKey, ParameterValue, ResolvedValue: String(evaluator.refTo(ParameterKey))}
  })
}

/** Three events for each resource, between two of the stack; newest first. */
function history({setting, stackId, ageHours, resources, evaluator}: Deploying): StackEvent[] {
  const events: StackEvent[] = []
  const step = 0.6 / (resources.length * 3 + 2)
  const add = (logicalId: string, type: string, physicalId: string, status: ResourceStatus, reason?: string): void => {
    events.push({
      StackId: stackId,
      StackName: setting.stackName,
      EventId: `${logicalId}-${status}-${uuid(`${logicalId} ${events.length}`)}`,
      LogicalResourceId: logicalId,
      PhysicalResourceId: physicalId,
      ResourceType: type,
      ResourceStatus: status,
      Timestamp: hoursAgo(setting, ageHours - step * events.length),
      OperationId: uuid(`create ${stackId}`),
      ...(reason === undefined ? {} : {ResourceStatusReason: reason}),
    })
  }
  const stackType = 'AWS::CloudFormation::Stack'
  add(setting.stackName, stackType, stackId, 'CREATE_IN_PROGRESS', 'User Initiated')
  for (const {logicalId, type} of resources) {
    const {id} = evaluator.identity(logicalId)
    add(logicalId, type, '', 'CREATE_IN_PROGRESS')
    add(logicalId, type, id, 'CREATE_IN_PROGRESS', 'Resource creation Initiated')
    add(logicalId, type, id, 'CREATE_COMPLETE')
  }
  add(setting.stackName, stackType, stackId, 'CREATE_COMPLETE')
  return events.reverse()
}
