import type {FactMap} from '../model/facts.ts'
import {matchesWildcards} from '../model/wildcard.ts'

/** ARN of a document in the account and region of the stack, which the stack's own ARN tells; null for one of a plan. */
export function documentArn(stack: FactMap['stack'] | undefined, document: string | null): string | null {
  if (stack === undefined || document === null) return null
  const [, partition, , region, account] = stack.id.split(':')
  return `arn:${partition}:ssm:${region}:${account}:document/${document}`
}

/**
 * Whether resources take in the document: by its ARN, or on a plan, where it has none yet, by its logical id. Null where a name
 * that only deployment tells may or may not be the document's.
 */
export function admitDocument(
  resources: readonly string[],
  document: {readonly arn: string | null; readonly logicalId: string | null},
): boolean | null {
  const {arn} = document
  if (arn !== null) return resources.some(resource => matchesWildcards(resource, arn))
  const answers = resources.map(resource => takesInPlanned(resource, document.logicalId))
  return answers.includes(true) ? true : answers.includes(null) ? null : false
}

function takesInPlanned(resource: string, logicalId: string | null): boolean | null {
  const [, name] = /:document\/(.*)$/.exec(resource) ?? []
  if (name === undefined) return everyDocument(resource)
  if (name === '*' || name === `\${${logicalId}}`) return true
  // AWS keeps these names for its own documents.
  return /^(AWS|AWSEC2|Amazon)-/.test(name) ? false : null
}

/** Whether resources name the automation definition and no document (defect D16 of templates up to 3.5). */
export function nameDefinitionOnly(resources: readonly string[]): boolean {
  return resources.some(resource => resource.includes(':automation-definition/')) && !resources.some(anyDocument)
}

function anyDocument(resource: string): boolean {
  return resource.includes(':document/') || everyDocument(resource)
}

function everyDocument(resource: string): boolean {
  return resource === '*' || /^arn:[^:]*:ssm:[^:]*:[^:]*:\*$/.test(resource)
}
