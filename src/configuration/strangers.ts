import {areas} from '../model/areas.ts'
import type {Problems} from '../model/errors.ts'
import {nearest} from '../model/nearest.ts'
import {daysUntil, longestWaiverDays} from '../model/waiver.ts'
import type {Path, YamlTree} from './yaml-tree.ts'

/** What a configuration is held against. */
export interface Known {
  /** Today's id of a check by each id that it has or had. */
  readonly checkIds: ReadonlyMap<string, string>
  /** Whether an id that is none of these may be one all the same, of a check pack that is missing. */
  readonly mayBe?: (id: string) => boolean
  /** As `2027-01-31`, UTC. */
  readonly today: string
}

/**
 * Adds what no schema can know: checks that there are not, what stands twice under two names, waivers that last too long. It looks
 * at what has the right form only, whatever the rest is like: of a file with several problems all are told at once.
 */
export function addStrangers(tree: YamlTree, known: Known, problems: Problems): void {
  new Strangers(tree, known, problems).add()
}

const date = /^\d{4}-\d{2}-\d{2}$/

class Strangers {
  readonly #tree: YamlTree
  readonly #known: Known
  readonly #problems: Problems

  constructor(tree: YamlTree, known: Known, problems: Problems) {
    this.#tree = tree
    this.#known = known
    this.#problems = problems
  }

  add(): void {
    const {skip, severity, waivers} = mapIn(this.#tree.value)
    for (const [index, name] of listIn(skip).entries()) {
      const isArea = areas.some(area => area === name)
      if (typeof name === 'string' && !isArea) this.#checkId(name, this.#tree.placeOf(['skip', index]), areas)
    }
    const weighed = Object.keys(mapIn(severity)).map(name => ({
      path: ['severity', name],
      identity: this.#checkId(name, this.#tree.keyPlaceOf(['severity', name])),
    }))
    this.#twice(weighed, 'this check stands above already, by another of its names')
    const waived = listIn(waivers).map((waiver, index) => ({
      path: ['waivers', index],
      identity: this.#waiver(mapIn(waiver), ['waivers', index]),
    }))
    this.#twice(waived, 'a waiver of the same check, subject and stack stands above')
  }

  /** What the waiver is for; null where not all of that was given. */
  #waiver({check, subject, stack, expires}: Readonly<Record<string, unknown>>, path: Path): string | null {
    if (typeof expires === 'string' && date.test(expires)) {
      const ahead = daysUntil(expires, this.#known.today)
      const message = `expires is ${ahead} days ahead; a waiver lasts ${longestWaiverDays} days at most`
      if (ahead > longestWaiverDays) this.#problems.add({message, location: this.#tree.placeOf([...path, 'expires'])})
    }
    if (typeof check !== 'string' || check === '') return null
    const id = this.#checkId(check, this.#tree.placeOf([...path, 'check']))
    return subject === undefined || stack === undefined ? null : JSON.stringify([id, subject, stack])
  }

  #checkId(name: string, location: ReturnType<YamlTree['placeOf']>, besides: readonly string[] = []): string {
    const {checkIds, mayBe} = this.#known
    const id = checkIds.get(name)
    if (id !== undefined || mayBe?.(name) === true || this.#problems.full) return id ?? name
    const what = besides.length === 0 ? 'check' : 'check or area'
    const shown = name.length <= 60 ? name : `${name.slice(0, 60)}…`
    const message = `there is no ${what} "${shown}"${nearest(name, [...besides, ...checkIds.values()])}`
    this.#problems.add({message, location})
    return name
  }

  #twice(given: readonly {readonly path: Path; readonly identity: string | null}[], message: string): void {
    const told = new Set<string>()
    for (const {path, identity} of given) {
      if (identity !== null && told.has(identity)) this.#problems.add({message, location: this.#tree.placeOf(path)})
      if (identity !== null) told.add(identity)
    }
  }
}

function mapIn(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? {...value} : {}
}

function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
