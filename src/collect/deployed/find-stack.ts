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
    const [stack] = required(Stacks, 'list of stacks')
    return required(stack, 'stack')
  } catch (error) {
    // The same code as for any bad input: only the text tells.
    if (error instanceof Error && error.name === 'ValidationError' && /does not exist/i.test(error.message))
      return {kind: 'not-found', detail: 'CloudFormation knows no stack of that name there'}
    return classify(error, findStackAction)
  }
}
