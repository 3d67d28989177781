import {known, type Seen, unknown} from '../model/fact.ts'
import type {FactMap} from '../model/facts.ts'
import {type GenerationId, generationOf, generationOfVersion} from '../openvidu/generations.ts'
import {commonest} from './commonest.ts'
import {publishedGeneration} from './generation.ts'
import {type NodeProbe, partOf} from './node-answers.ts'

/** The value of a setting that is no secret, from the file that ends so; undefined where the node did not tell it. */
export function settingOf(node: NodeProbe, file: string, key: string): string | undefined {
  const installation = partOf(node, 'installation')
  if (installation.state === 'unknown') return undefined
  return installation.value.settings.find(one => one.key === key && one.file.endsWith(`/${file}`))?.value
}

/**
 * The generation that the nodes run: that of the version that most have, which an upgrade in place made newer than the template.
 * Where no node tells one of a template that was seen, that of the template.
 */
export function runningGeneration(
  probes: readonly NodeProbe[],
  template: FactMap['template'],
  figures: string,
): Seen<GenerationId> {
  const versions = probes.flatMap(node => {
    const installation = partOf(node, 'installation')
    return installation.state === 'known' ? (installation.value.version ?? []) : []
  })
  const id = generationOfVersion(commonest(versions) ?? '')
  if (id !== null && generationOf(id).templateSeen) return known(id)
  return publishedGeneration(template, figures)
}

/** The modules that most masters have enabled; unknown where no master tells. */
export function modulesOfMasters(probes: readonly NodeProbe[]): Seen<readonly string[]> {
  const told = commonest(probes.flatMap(node => settingOf(node, 'openvidu.env', 'ENABLED_MODULES') ?? []))
  if (told === undefined) return unknown('unresolved', 'ENABLED_MODULES was seen in the configuration of no master')
  return known(told.split(',').map(name => name.trim()))
}
