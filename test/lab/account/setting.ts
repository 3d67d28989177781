import type {GenerationId} from '../../../src/openvidu/generations.ts'
import type {ParameterSet} from '../../support/template-parameter-sets.ts'

/** What the parts of an account are built from. */
export interface Setting {
  readonly generation: GenerationId
  readonly region: string
  readonly partition: string
  readonly accountId: string
  readonly stackName: string
  readonly parameters: ParameterSet
  readonly now: Date
  /** Names of the Availability Zones in which the subnets are spread. */
  readonly zoneNames: readonly string[]
}

/** A parameter that is a list, without blanks and duplicates; empty where it is not given. */
export function listParameter({parameters}: Pick<Setting, 'parameters'>, name: string): readonly string[] {
  const items = (parameters[name] ?? '').split(',').map(item => item.trim())
  return [...new Set(items.filter(item => item !== ''))]
}

/** A parameter that is a number. */
export function numberParameter({parameters}: Pick<Setting, 'parameters'>, name: string, otherwise: number): number {
  const text = (parameters[name] ?? '').trim()
  return text !== '' && Number.isFinite(Number(text)) ? Number(text) : otherwise
}

export function arn({partition, region, accountId}: Setting, service: string, resource: string): string {
  return `arn:${partition}:${service}:${region}:${accountId}:${resource}`
}

/** So many hours before the account's present. */
export function hoursAgo({now}: Pick<Setting, 'now'>, hours: number): Date {
  return new Date(now.getTime() - hours * 3_600_000)
}
