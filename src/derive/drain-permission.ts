import type {FactMap} from '../model/facts.ts'
import {matchesWildcards} from '../model/wildcard.ts'

/** ARN of a document in the account and region of the stack, which the stack's own ARN tells; null for one of a plan. */
export function documentArn(stack: FactMap['stack'] | undefined, document: string | null): string | null {
  if (stack === undefined || document === null) return null
  const [, partition, , region, account] = stack.id.split(':')
  return `arn:${partition}:ssm:${region}:${account}:document/${document}`
}

/** Whether resources take in the document. Of a plan nobody knows its ARN yet: any document is taken for the one. */
export function admitDocument(resources: readonly string[], arn: string | null): boolean {
  return resources.some(resource => (arn === null ? anyDocument(resource) : matchesWildcards(resource, arn)))
}

/** Whether resources name the automation definition and no document (defect D16 of templates up to 3.5). */
export function nameDefinitionOnly(resources: readonly string[]): boolean {
  return resources.some(resource => resource.includes(':automation-definition/')) && !resources.some(anyDocument)
}

function anyDocument(resource: string): boolean {
  return resource === '*' || resource.includes(':document/') || /^arn:[^:]*:ssm:[^:]*:[^:]*:\*$/.test(resource)
}
