import {type GenerationId, inSpan, type Span} from './generations.ts'
import type {ModuleName, NodeRole} from './services.ts'

/** An image that releases pin and that its registry has no more: a node that is installed anew cannot pull it. */
export interface WithdrawnImage {
  readonly role: NodeRole
  /** That runs it. */
  readonly module: ModuleName
  readonly image: string
  readonly registry: string
  /** Year. */
  readonly withdrawn: string
  readonly span: Span
}

/** The pins of the install scripts, and what became of Bitnami's public images in 2025. */
const withdrawnImages: readonly WithdrawnImage[] = [
  {
    role: 'master',
    module: 'observability',
    image: 'bitnami/grafana-mimir',
    registry: 'Docker Hub',
    withdrawn: '2025',
    span: {since: '3.2.0', until: '3.3.0'},
  },
]

export function withdrawnImagesOf(generation: GenerationId): readonly WithdrawnImage[] {
  return withdrawnImages.filter(({span}) => inSpan(span, generation))
}
