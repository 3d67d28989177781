import {known, type Seen, unknown} from '../model/fact.ts'
import type {Subject} from '../model/subject.ts'
import {settingOf} from './cluster-settings.ts'
import {commonest} from './commonest.ts'
import {answersOf, type NodeProbe, partOf, type See} from './node-answers.ts'

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

/**
 * The modules that more than half of these masters have enabled, sorted; of a master that did not tell its own, that is told, and
 * where no such majority was seen.
 */
export function agreedModules(
  masters: readonly NodeProbe[],
  see: See,
  subject: Subject,
): readonly string[] | undefined {
  const told = answersOf(masters, 'installation', see).flatMap(({node}) => {
    const own = ownModules(node)
    if (own === undefined)
      see(unknown('unresolved', 'the configuration of the node has no ENABLED_MODULES'), node.subject)
    return own === undefined ? [] : [modulesIn(own).toSorted().join()]
  })
  const most = commonest(told)
  if (most !== undefined && told.filter(own => own === most).length > masters.length / 2) return modulesIn(most)
  see(unknown('unresolved', 'no majority of the masters was seen to have the same modules enabled'), subject)
  return undefined
}

/** Only masters have the file of the cluster. */
function ownModules(node: NodeProbe): string | undefined {
  return settingOf(node, 'openvidu.env', 'ENABLED_MODULES')
}

function modulesIn(text: string): readonly string[] {
  return text.split(',').map(name => name.trim())
}
