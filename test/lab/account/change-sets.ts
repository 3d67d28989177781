import type {Change, DescribeChangeSetOutput} from '@aws-sdk/client-cloudformation'
import type {LabStack} from './deployment.ts'
import {uuid} from './ids.ts'

/** One change of a resource of the stack. */
export interface PreparedChange {
  readonly resource: string
  readonly action?: 'Add' | 'Modify' | 'Remove' | 'Dynamic'
  /** Of a modified resource. */
  readonly replacement?: 'True' | 'False' | 'Conditional'
  readonly properties?: readonly string[]
}

/** Prepares an update of the stack that was not executed. */
export function prepare(
  lab: LabStack,
  name: string,
  changes: readonly PreparedChange[],
  differing: Partial<DescribeChangeSetOutput> = {},
): DescribeChangeSetOutput {
  const {StackId = '', StackName, CreationTime} = lab.stack
  const prepared: DescribeChangeSetOutput = {
    ChangeSetName: name,
    ChangeSetId: StackId.replace(/stack\/.*$/, `changeSet/${name}/${uuid(name)}`),
    StackId,
    StackName,
    CreationTime,
    Status: 'CREATE_COMPLETE',
    ExecutionStatus: 'AVAILABLE',
    Parameters: [],
    Capabilities: ['CAPABILITY_NAMED_IAM'],
    Changes: changes.map(change => changeOf(lab, change)),
    ...differing,
  }
  lab.changeSets.push(prepared)
  return prepared
}

function changeOf(lab: LabStack, {resource, action = 'Modify', replacement, properties = []}: PreparedChange): Change {
  const own = lab.resources.find(({LogicalResourceId}) => LogicalResourceId === resource)
  return {
    Type: 'Resource',
    ResourceChange: {
      Action: action,
      LogicalResourceId: resource,
      ...(own?.PhysicalResourceId === undefined ? {} : {PhysicalResourceId: own.PhysicalResourceId}),
      ResourceType: own?.ResourceType ?? 'AWS::EC2::Instance',
      ...(action === 'Modify' ? {Replacement: replacement ?? 'False'} : {}),
      Scope: ['Properties'],
      Details: properties.map(property => ({
        Target: {Attribute: 'Properties', Name: property, RequiresRecreation: 'Conditionally'},
        Evaluation: 'Dynamic',
        ChangeSource: 'ResourceAttribute',
      })),
    },
  }
}
