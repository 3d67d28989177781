import {CloudFormationClient, DescribeStacksCommand, type Stack} from '@aws-sdk/client-cloudformation'
import {type AwsFailure, classify, required} from '../../aws/errors.ts'
import type {AwsSession} from '../../aws/session.ts'

/** What every look at a deployed stack starts with. */
export const findStackAction = 'cloudformation:DescribeStacks'

/** The stack of a name or an ARN; the failure where it could not be asked for, `not-found` where there is none. */
export async function findStack(session: AwsSession, nameOrArn: string): Promise<Stack | AwsFailure> {
  try {
    const {Stacks} = await session
      .client(CloudFormationClient)
      .send(new DescribeStacksCommand({StackName: nameOrArn}), session.options)
    const [first] = required(Stacks, 'list of stacks')
    const stack = required(first, 'stack')
    // Everything else starts from these: a stack without them is no answer to start from.
    required(stack.StackId, 'stack id')
    required(stack.StackName, 'stack name')
    required(stack.StackStatus, 'status of the stack')
    required(stack.CreationTime, 'creation time of the stack')
    for (const {ParameterKey} of stack.Parameters ?? []) required(ParameterKey, 'name of a parameter')
    return stack
  } catch (error) {
    // The same code as for any bad input: only the text tells.
    if (error instanceof Error && error.name === 'ValidationError' && /does not exist/i.test(error.message))
      return {kind: 'not-found', detail: 'CloudFormation knows no stack of that name there'}
    return classify(error, findStackAction)
  }
}
