import type {Snapshot} from '../src/model/snapshot.ts'
import {healthyStack} from '../test/support/healthy-stack/index.ts'
import {healthyPlan} from '../test/support/snapshots.ts'
import {root} from './check-files.ts'

/** The example plan and the stack it makes, everything seen and well, as saved snapshots: what tests of check packs start from. */
export function exampleSnapshots(): ReadonlyMap<string, string> {
  return new Map([
    ['healthy-plan.json', text(healthyPlan())],
    ['healthy-stack.json', text(healthyStack())],
  ])
}

/** A line for each fact, so that a change shows as what it is. */
function text({facts, ...head}: Snapshot): string {
  const lines = Object.entries(facts).map(([key, fact]) => `  ${JSON.stringify(key)}: ${JSON.stringify(fact)}`)
  const beside = Object.entries(head).map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)},`)
  // Files are named from the root of the project, wherever that is.
  const all = `{\n${beside.join('\n')}\n"facts": {\n${lines.join(',\n')}\n}}\n`
  return all.replaceAll(`${root}/`, '')
}
