import type {Seen} from '../model/fact.ts'
import {known, unknown} from '../model/fact.ts'
import {commonest} from './commonest.ts'
import {type NodeProbe, partOf} from './node-answers.ts'

const key = 'ENABLED_MODULES'

/**
 * The modules that are switched on for this node: those of its own configuration, which masters have; of a media node those of
 * most masters.
 */
export function enabledModules(node: NodeProbe, probes: readonly NodeProbe[]): Seen<readonly string[]> {
  const own = ownModules(node)
  const text = own ?? commonest(probes.flatMap(other => ownModules(other) ?? []))
  if (text !== undefined) return known(text.split(',').map(name => name.trim()))
  const seen = partOf(node, 'installation')
  return seen.state === 'unknown' ? seen : unknown('unresolved', `${key} was seen in the configuration of no master`)
}

function ownModules(node: NodeProbe): string | null {
  const installation = partOf(node, 'installation')
  if (installation.state === 'unknown') return null
  return installation.value.settings.find(setting => setting.key === key)?.value ?? null
}
