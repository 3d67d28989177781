import {type Selection, selectChecks} from '../engine/select.ts'
import type {AnyCheck} from '../model/check.ts'
import {hookName} from '../packs/hook.ts'

/** Every check that this run may judge. */
export interface KnownChecks {
  /** Ours, then those of the packs that were loaded. */
  readonly checks: readonly AnyCheck[]
  /** What runs in the place of packs that are missing. */
  readonly standIns: readonly AnyCheck[]
  /** Why each of them is, as sentences without their full stop. */
  readonly missing: readonly string[]
}

/** What of a plugin of oclif matters here. */
interface Plugin {
  readonly name: string
  readonly version: string
  readonly root: string
  readonly hooks: Readonly<Record<string, readonly {readonly target: string; readonly identifier: string}[]>>
}

/** Our checks, and those of the packs that plugins of this command line bring. Where none does nothing of packs is loaded. */
export async function knownChecks(plugins: Iterable<Plugin>): Promise<KnownChecks> {
  const {checks} = await import('../../checks/index.ts')
  const bringing = [...plugins].flatMap(({name, version, root, hooks: {[hookName]: hooks = []}}) =>
    hooks.length === 0 ? [] : [{name, version, root, hooks}],
  )
  if (bringing.length === 0) return {checks, standIns: [], missing: []}
  const {loadPacks} = await import('../packs/load-packs.ts')
  const packs = loadPacks(bringing)
  return {
    checks: [...checks, ...packs.checks],
    standIns: packs.standIns,
    missing: packs.missing.map(({sentence}) => sentence),
  }
}

/** What a run judges. Packs that are missing are told of whatever was chosen: what they would have judged is not known. */
export function chosenOf(known: KnownChecks, selection: Selection): readonly AnyCheck[] {
  return [...selectChecks(known.checks, selection, name => mayBeMissing(known, name)), ...known.standIns]
}

/** Whether an id may be that of a check whose pack is missing: nobody can tell then that there is no such check. */
export function mayBeMissing({missing}: KnownChecks, id: string): boolean {
  return missing.length > 0 && id.includes('/')
}
