import type {AnyCheck} from './check.ts'

/** Today's id of a check by each id that it has or had. */
export function checkIdsOf(checks: readonly Pick<AnyCheck, 'id' | 'formerIds'>[]): ReadonlyMap<string, string> {
  return new Map([
    ...checks.flatMap(({id, formerIds = []}) => formerIds.map(former => [former, id] as const)),
    // Last, so that no former id takes the place of one that is in use.
    ...checks.map(({id}) => [id, id] as const),
  ])
}
