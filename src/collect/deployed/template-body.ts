import {CloudFormationClient, GetTemplateCommand} from '@aws-sdk/client-cloudformation'
import {required} from '../../aws/errors.ts'
import type {AwsSession} from '../../aws/session.ts'
import type {Unknown} from '../../model/fact.ts'
import {observe, type Sight} from '../collector.ts'

export const templateAction = 'cloudformation:GetTemplate'

/** The template of a stack as it was given to CloudFormation, or why it was not seen. */
export type TemplateBody = Sight<string> | Unknown

/** Takes the name or the ARN that the stack itself is asked for by, so that both can be asked at the same time. */
export async function templateBody(session: AwsSession, nameOrArn: string): Promise<TemplateBody> {
  return observe(templateAction, async () => {
    const {TemplateBody} = await session
      .client(CloudFormationClient)
      .send(new GetTemplateCommand({StackName: nameOrArn, TemplateStage: 'Original'}), session.options)
    return required(TemplateBody, 'template')
  })
}
