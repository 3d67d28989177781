import type {FactMap} from '../../model/facts.ts'
import type {Plan, PlannedFacts} from '../../plan/plan-facts.ts'

/** Physical id by logical id; null for a resource that has none. */
export type PhysicalIds = ReadonlyMap<string, string | null>

/** Who plays which part, with what CloudFormation made of each. */
export function partsOf({roles, facts}: Plan, physical: PhysicalIds): FactMap['parts'] {
  const part = ({logicalId}: {readonly logicalId: string}) => ({logicalId, id: physical.get(logicalId) ?? null})
  const partOrNone = (resource: {readonly logicalId: string} | null) => (resource === null ? null : part(resource))
  return {
    masters: roles.masters.map(part),
    masterGroup: partOrNone(roles.masterGroup),
    mediaGroup: partOrNone(roles.mediaGroup),
    mainBalancer: partOrNone(roles.mainBalancer),
    turnBalancer: partOrNone(roles.turnBalancer),
    securityGroups: [...roles.securityGroups].map(([logicalId, groups]) => ({
      ...part({logicalId}),
      groups: [...groups],
    })),
    targetGroups: (facts.targetGroups.state === 'known' ? facts.targetGroups.value : []).flatMap(({name, members}) => {
      if (members.state === 'unknown' || members.value === 'none') return []
      return [
        {...part({logicalId: name}), nodes: members.value === 'media' ? ('media' as const) : ('masters' as const)},
      ]
    }),
  }
}

/**
 * The facts of a template as those of a stack: what they are about has a physical id then, and no place in a file that
 * anybody could open.
 */
export function withPhysicalIds(facts: PlannedFacts, physical: PhysicalIds): PlannedFacts {
  const placed = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(placed)
    if (typeof value !== 'object' || value === null) return value
    if (isSubject(value)) {
      const {type, id, logicalId} = value
      return {
        type,
        id: id ?? (logicalId === null ? null : (physical.get(logicalId) ?? null)),
        logicalId,
        location: null,
      }
    }
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, placed(item)]))
  }
  return placed(facts) as PlannedFacts
}

function isSubject(value: object): value is {type: string; id: string | null; logicalId: string | null} {
  return 'type' in value && 'id' in value && 'logicalId' in value && 'location' in value
}
