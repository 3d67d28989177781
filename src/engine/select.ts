import {areas} from '../model/areas.ts'
import type {AnyCheck} from '../model/check.ts'
import {checkIdsOf} from '../model/check-ids.ts'
import {UnusableInput} from '../model/errors.ts'
import {nearest} from '../model/nearest.ts'

export interface Selection {
  /** Ids or areas; empty for all. */
  readonly only: readonly string[]
  readonly skip: readonly string[]
}

/**
 * The checks a run will judge. Throws UnusableInput where a name is neither a check nor an area, or none is left. `mayBe` lets
 * names pass of which nobody can tell, since the check pack that may have them is missing.
 */
export function selectChecks(
  checks: readonly AnyCheck[],
  {only, skip}: Selection,
  mayBe: (name: string) => boolean = () => false,
): readonly AnyCheck[] {
  const ids = checkIdsOf(checks)
  const names = new Set<string>([...areas, ...checks.map(check => check.id)])
  const strangers = [...only, ...skip].filter(name => !names.has(name) && !ids.has(name) && !mayBe(name))
  if (strangers.length > 0) {
    throw new UnusableInput(
      strangers.map(name => ({
        message: `there is no check or area "${name}"${nearest(name, [...names])}`,
        location: null,
      })),
      'List them with: openvidu-doctor checks',
    )
  }
  const named = (check: AnyCheck, list: readonly string[]) =>
    list.some(name => name === check.area || ids.get(name) === check.id)
  const selected = checks.filter(check => (only.length === 0 || named(check, only)) && !named(check, skip))
  if (selected.length === 0) {
    throw new UnusableInput(
      [{message: '--only and --skip together leave no check to run', location: null}],
      'Loosen one of them; list the checks with: openvidu-doctor checks',
    )
  }
  return selected
}
