import {CloudFormationClient, GetTemplateCommand} from '@aws-sdk/client-cloudformation'
import {required} from '../../aws/errors.ts'
import {casePaths} from '../../model/evidence.ts'
import {withoutSecretDefaults} from '../../plan/secret-defaults.ts'
import {ask} from '../ask.ts'
import {awsCommand} from './aws-command.ts'
import {defineEvidence, fileOf, gapFor} from './evidence.ts'

const action = 'cloudformation:GetTemplate'

const title = 'template'

/** The template as CloudFormation has it, but for the defaults of parameters that it hides. */
export const stackTemplate = defineEvidence({
  id: 'template',
  title,
  iam: [action],
  follows: ['stack'],
  paths: () => [casePaths.template],
  async *look({session, known: {stack}}) {
    const {id} = stack
    const body = await ask(action, async () => {
      const client = session.client(CloudFormationClient)
      const command = new GetTemplateCommand({StackName: id, TemplateStage: 'Original'})
      return required((await client.send(command, session.options)).TemplateBody, 'template')
    })
    if (body.state === 'unknown') {
      yield gapFor(
        title,
        body,
        awsCommand('cloudformation get-template', session.region, {'stack-name': id, 'template-stage': 'Original'}),
      )
      return
    }
    yield fileOf(casePaths.template, action, {text: withoutSecretDefaults(body.value)})
  },
})
