import {known, type Seen, unknown} from '../model/fact.ts'
import type {FactMap} from '../model/facts.ts'
import {type GenerationId, generations} from '../openvidu/generations.ts'

/**
 * The generation by whose figures a template may be judged. Unknown where none was recognised, and where the official
 * template of the generation was never seen: its ports and listeners would be a guess. The unofficial variant differs from all.
 */
export function publishedGeneration({kind, generation}: FactMap['template'], figures: string): Seen<GenerationId> {
  if (kind === 'internal-tls')
    return unknown('unresolved', `${figures} of the internal-tls variant were never documented`)
  const found = generations.find(({id}) => id === generation)
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
export function privateNodes({generation}: FactMap['template']): 'allowed' | 'unsupported' | 'unknown' {
  if (generation === 'next') return 'allowed'
  return generation === null ? 'unknown' : 'unsupported'
}
