import {type GenerationId, inSpan} from '../../src/openvidu/generations.ts'
import {templateParametersOf} from '../../src/openvidu/template-parameters.ts'
import {templateResourcesOf} from '../../src/openvidu/template-resources.ts'
import type {TreeMap} from './template-tree.ts'

/** What the sections of a template need to know of the generation they are made for. */
export interface TemplateContext {
  readonly generation: GenerationId
  /**
   * The generation whose ports, listeners and secret keys it has: its own, or those of 3.2.0 before it, where the real
   * ones were never published.
   */
  readonly figures: GenerationId
  readonly hardened: boolean
  /** Whether the generation's template has the parameter. */
  readonly takes: (parameter: string) => boolean
  /** Whether the generation's template has the resource. */
  readonly makes: (logicalId: string) => boolean
  readonly since: (generation: GenerationId) => boolean
}

export function contextOf(generation: GenerationId, hardened: boolean): TemplateContext {
  const figures = inSpan({since: '3.2.0'}, generation) ? generation : '3.2.0'
  const parameters = new Set(templateParametersOf(generation).map(({name}) => name))
  const resources = templateResourcesOf(generation)
  return {
    generation,
    figures,
    hardened,
    takes: parameter => parameters.has(parameter),
    makes: logicalId => resources.has(logicalId),
    since: first => inSpan({since: first}, generation),
  }
}

/** Whether a second balancer carries TURN when its parameters are given. */
export function hasTurnBalancer({takes}: TemplateContext): boolean {
  return takes('TurnDomainName')
}

/** The generation whose figures of the TURN balancer it has: those of the announced one are not published. */
export function turnFigures({generation, figures}: TemplateContext): GenerationId {
  return generation === 'next' ? '3.5.0' : figures
}

/** The four slots of the masters. */
export const slots = [1, 2, 3, 4] as const

/** What waits until all masters have a slot; the announced generation makes everything at once. */
export function afterMasters({generation, makes}: TemplateContext): TreeMap {
  const waits = makes('MasterNodesWaitCondition4') && generation !== 'next'
  return waits ? {DependsOn: 'MasterNodesWaitCondition4'} : {}
}
