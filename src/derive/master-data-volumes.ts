import type {FactMap} from '../model/facts.ts'

/**
 * The volumes that hold what the masters know: those that the stack made for it (first generation, whose root volumes hold
 * nothing that a new master has not), otherwise all that are attached.
 */
export function masterDataVolumes(volumes: FactMap['masterVolumes']): FactMap['masterVolumes'] {
  const made = volumes.filter(({subject}) => subject.logicalId !== null)
  return made.length > 0 ? made : volumes
}
