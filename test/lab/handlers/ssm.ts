import type {InstanceInformation} from '@aws-sdk/client-ssm'
import {AwsError} from '../protocol/aws-error.ts'
import type {Answers, LabCall} from './answers.ts'

export const ssm: Answers<typeof import('@aws-sdk/client-ssm')> = {
  GetParameter: ({Name = ''}, {account}) => {
    // The message says no more than the code, in AWS as here.
    const found = account.ssmParameters.find(parameter => parameter.Name === Name || parameter.ARN === Name)
    if (found === undefined) throw new AwsError('ParameterNotFound', '')
    return {Parameter: found}
  },

  GetParameters: ({Names}, {account}) => {
    const names = Names ?? []
    if (names.length > 10) throw new AwsError('ValidationException', 'Member must have length less than or equal to 10')
    const found = account.ssmParameters.filter(({Name = ''}) => names.includes(Name))
    return {
      Parameters: found,
      InvalidParameters: names.filter(name => !found.some(parameter => parameter.Name === name)),
    }
  },

  GetServiceSetting: ({SettingId = ''}, {account}) => {
    const found = account.serviceSettings.find(({SettingId: id, ARN}) => id === SettingId || ARN === SettingId)
    if (found === undefined) throw new AwsError('ServiceSettingNotFound', `Setting ${SettingId} was not found`)
    return {ServiceSetting: found}
  },

  DescribeDocument: ({Name = ''}, {account}) => {
    const found = account.documents.find(document => document.Name === Name)
    if (found === undefined) throw new AwsError('InvalidDocument', `Document with name ${Name} does not exist.`)
    return {Document: found}
  },

  DescribeInstanceInformation: ({Filters, InstanceInformationFilterList}, call) => {
    const filters = [
      ...(Filters ?? []).map(({Key = '', Values}) => ({key: Key, values: Values ?? []})),
      ...(InstanceInformationFilterList ?? []).map(({key = '', valueSet}) => ({key, values: valueSet ?? []})),
    ]
    return {InstanceInformationList: filters.reduce((nodes, filter) => matching(nodes, filter, call), managed(call))}
  },
}

interface NodeFilter {
  readonly key: string
  readonly values: readonly string[]
}

/** Stopped and terminated instances are left out. */
function managed({account, fleet}: LabCall): readonly InstanceInformation[] {
  const gone = account.instances.filter(({State}) => State?.Name === 'stopped' || State?.Name === 'terminated')
  return account.managedInstances.filter(
    ({InstanceId: id = ''}) => !fleet.isTerminated(id) && !gone.some(({InstanceId}) => InstanceId === id),
  )
}

/** An id that no instance has fails the call; one of an instance that is not managed is merely absent. */
function matching(
  nodes: readonly InstanceInformation[],
  {key, values}: NodeFilter,
  {account}: LabCall,
): readonly InstanceInformation[] {
  if (key === 'InstanceIds') {
    const unknown = values.find(value => !account.instances.some(({InstanceId}) => InstanceId === value))
    if (unknown !== undefined) throw new AwsError('InvalidInstanceId', `Instance ${unknown} does not exist`)
  }
  return nodes.filter(node => {
    if (!key.startsWith('tag:')) return values.includes(String(attributes[key]?.(node) ?? invalidFilter(key)))
    const instance = account.instances.find(({InstanceId}) => InstanceId === node.InstanceId)
    return instance?.Tags?.some(({Key, Value = ''}) => Key === key.slice(4) && values.includes(Value))
  })
}

const attributes: Readonly<Record<string, (node: InstanceInformation) => string | undefined>> = {
  InstanceIds: node => node.InstanceId,
  PingStatus: node => node.PingStatus,
  AgentVersion: node => node.AgentVersion,
  PlatformTypes: node => node.PlatformType,
  PlatformType: node => node.PlatformType,
  ResourceType: node => node.ResourceType,
}

function invalidFilter(key: string): never {
  throw new AwsError('InvalidFilterKey', `The filter key ${key} is not valid`)
}
