import {known, type Seen, unknown} from '../model/fact.ts'
import {settingOf} from './cluster-settings.ts'
import {commonest} from './commonest.ts'
import type {NodeProbe} from './node-answers.ts'
import {partOf} from './node-answers.ts'

/**
 * The modules that are switched on for this node: those of its own configuration, which masters have; of a media node those of
 * most masters.
 */
export function enabledModules(node: NodeProbe, probes: readonly NodeProbe[]): Seen<readonly string[]> {
  const own = ownModules(node)
  if (own !== undefined) return known(modulesIn(own))
  const ofMasters = modulesOfMasters(probes)
  if (ofMasters.state === 'known') return ofMasters
  const seen = partOf(node, 'installation')
  return seen.state === 'unknown' ? seen : ofMasters
}

/** The modules that most masters have enabled; unknown where no master tells. */
export function modulesOfMasters(probes: readonly NodeProbe[]): Seen<readonly string[]> {
  const told = commonest(probes.flatMap(node => ownModules(node) ?? []))
  return told === undefined
    ? unknown('unresolved', 'ENABLED_MODULES was seen in the configuration of no master')
    : known(modulesIn(told))
}

/** Only masters have the file of the cluster. */
function ownModules(node: NodeProbe): string | undefined {
  return settingOf(node, 'openvidu.env', 'ENABLED_MODULES')
}

function modulesIn(text: string): readonly string[] {
  return text.split(',').map(name => name.trim())
}
