import {Problems, UnusableInput} from '../model/errors.ts'
import {templateBodyLimitBytes} from '../openvidu/limits.ts'
import {parseDocumentFile} from './document.ts'
import {refuseOthers} from './identify.ts'
import type {Assignment} from './parameter-files.ts'
import {type Plan, planOf} from './plan-facts.ts'
import {readTemplate} from './template.ts'

export interface DeployedTemplate {
  /** As GetTemplate gives the original: YAML or JSON. */
  readonly body: string
  /** The parameters that the stack has; null for a value that CloudFormation hides. */
  readonly parameters: readonly {readonly name: string; readonly value: string | null}[]
  readonly stackName: string
  readonly region: string
  /** ISO 8601, UTC. */
  readonly takenAt: string
}

/**
 * What the template of a deployed stack makes of the stack's own parameters. Throws UnusableInput where it can't be read, and
 * NotHighAvailability where it is of something else.
 */
export function readDeployedTemplate({body, parameters, ...context}: DeployedTemplate): Plan {
  if (Buffer.byteLength(body) > templateBodyLimitBytes) {
    const message = 'it is larger than any that CloudFormation takes'
    throw new UnusableInput([{message, location: null}], 'See with the console whether that is the template.')
  }
  const problems = new Problems()
  const file = {name: 'the template of the stack', text: body}
  const root = parseDocumentFile(file, problems)
  const template = root === null ? null : readTemplate(root, problems)
  problems.throwIfAny('CloudFormation deployed it; openvidu-doctor cannot read it.')
  if (template === null) throw new Error('a template without problems was not read')
  refuseOthers(template, file)
  const assignments = parameters.map(({name, value}): Assignment => ({name, value, at: null, origin: 'stack'}))
  return planOf({file, template, assignments}, context)
}
