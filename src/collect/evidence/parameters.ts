import {causes} from '../../aws/errors.ts'
import {casePaths} from '../../model/evidence.ts'
import {unknown} from '../../model/fact.ts'
import {findStack, findStackAction} from '../deployed/find-stack.ts'
import {awsCommand} from './aws-command.ts'
import {defineEvidence, fileOf, gapFor} from './evidence.ts'

const title = 'parameters'

/** The parameters of the stack: names and values, of those that CloudFormation hides the names alone. */
export const stackParameters = defineEvidence({
  id: 'parameters',
  title,
  iam: [findStackAction],
  follows: ['stack'],
  paths: () => [casePaths.parameters],
  async *look({session, known: {stack}}) {
    const {id} = stack
    const found = await findStack(session, id)
    if ('kind' in found) {
      const gap = unknown(causes[found.kind], found.detail, found.action)
      yield gapFor(title, gap, awsCommand('cloudformation describe-stacks', session.region, {'stack-name': id}))
      return
    }
    const parameters: Record<string, string> = {}
    const noEcho: string[] = []
    for (const {ParameterKey: name = '', ParameterValue: value = '', ResolvedValue: resolved} of found.Parameters ??
      []) {
      // What has NoEcho comes as asterisks.
      if (/^\*+$/.test(value)) noEcho.push(name)
      else parameters[name] = resolved === undefined ? value : `${value} (${resolved})`
    }
    yield fileOf(casePaths.parameters, findStackAction, {json: {parameters, noEcho}})
  },
})
