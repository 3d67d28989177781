import {known, type Seen} from '../model/fact.ts'
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
