import {type Fact, known, type Seen, unknown} from '../model/fact.ts'
import type {FactMap} from '../model/facts.ts'
import {type GenerationId, generationOfVersion, generations} from '../openvidu/generations.ts'
import type {Part} from './node-answers.ts'

type Template = FactMap['template']

/**
 * The generation by whose figures a template is judged. Where only its names are known, several releases may have them, and
 * the figures of those are the same: `test/openvidu/official-names.test.ts` holds that.
 */
export function figuresOf({generation, shape}: Pick<Template, 'generation' | 'shape'>): string | null {
  return generation ?? shape
}

/**
 * The generation by whose figures a template may be judged. Unknown where none was recognised, and where the official
 * template of the generation was never seen: its ports and listeners would be a guess. The unofficial variant differs from all.
 */
export function publishedGeneration({kind, ...template}: Template, figures: string): Seen<GenerationId> {
  if (kind === 'internal-tls')
    return unknown('unresolved', `${figures} of the internal-tls variant were never documented`)
  const found = generations.find(({id}) => id === figuresOf(template))
  if (found === undefined) {
    return unknown('unresolved', `${figures} depend on the template's generation, which was not recognised`)
  }
  return found.templateSeen
    ? known(found.id)
    : unknown(
        'unresolved',
        `no official template of this generation (${found.label}) was published, so ${figures} are not known`,
      )
}

/**
 * Whether nodes may stand in private subnets. Up to 3.8 there is the public layout only; a template of no known
 * generation may be either.
 */
export function privateNodes(template: Template): 'allowed' | 'unsupported' | 'unknown' {
  const generation = figuresOf(template)
  if (generation === 'next') return 'allowed'
  return generation === null ? 'unknown' : 'unsupported'
}

/**
 * The generation of what is installed on a node. Its own version says more than the template's, since an upgrade in place leaves
 * the template as it was; that of the template counts where the node does not say.
 */
export function installedGeneration(
  installed: Seen<Part<'installation'>>,
  template: Fact<FactMap['template']>,
): Seen<GenerationId> {
  const version = installed.state === 'known' ? installed.value.version : null
  if (version !== null) {
    const own = generationOfVersion(version)
    return own === null
      ? unknown('unresolved', `nothing is known of what version ${JSON.stringify(version)} of OpenVidu needs`)
      : known(own)
  }
  if (template.state === 'unknown') return template
  const ofTemplate =
    template.state === 'known' ? generations.find(({id}) => id === template.value.generation) : undefined
  if (ofTemplate !== undefined) return known(ofTemplate.id)
  return unknown('unresolved', 'neither the node nor the template tells a known version of OpenVidu')
}
