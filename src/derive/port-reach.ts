import type {GenerationId} from '../openvidu/generations.ts'
import {masterListenerOf} from '../openvidu/master-listeners.ts'
import {portRulesOf} from '../openvidu/ports.ts'
import type {AnsweredPart, NodeProbe, Part} from './node-answers.ts'

type Attempt = Part<'reach'>[number]
export type ReachAnswer = AnsweredPart<'reach'>

/** A port of a master, with who cannot reach it and how many tried. */
export interface PortTrouble {
  readonly port: number
  readonly purpose: string
  readonly nodes: readonly string[]
  readonly tried: number
}

export interface MasterReach {
  readonly target: NodeProbe
  /** Nothing answered: something on the way drops it. */
  readonly dropped: readonly PortTrouble[]
  /** Refused though a service must listen there. */
  readonly refused: readonly PortTrouble[]
}

/** A node that did not try what it should reach, or whose attempts tell nothing. */
export interface ReachGap {
  readonly node: NodeProbe
  readonly cause: 'unresolved' | 'failed'
  readonly ports: readonly number[]
}

export interface ReachMatrix {
  readonly masters: readonly MasterReach[]
  readonly gaps: readonly ReachGap[]
}

/**
 * How nodes reach the masters on the ports of the generation. A port that nothing need listen on may be refused, or not have been
 * tried: only that it is dropped is a trouble.
 */
export function reachMatrix(
  answers: readonly ReachAnswer[],
  masters: readonly NodeProbe[],
  generation: GenerationId,
  modules: readonly string[],
): ReachMatrix {
  const rules = matrixOf(generation)
  const attempts = answers.flatMap(answer =>
    rules
      .filter(({source}) => source === answer.node.group)
      .flatMap(({port, purpose}) =>
        masters.map(target => ({
          ...answer,
          target,
          port,
          purpose,
          needed: masterListenerOf(port, generation, modules) !== undefined,
          state: stateOf(answer.part, target, port),
        })),
      ),
  )
  const others = attempts.filter(({node, target}) => node.id !== target.id)
  const troublesOf = (target: NodeProbe, state: Attempt['state']): readonly PortTrouble[] => {
    const own = others.filter(one => one.target.id === target.id)
    const failing = own.filter(one => one.state === state && (state !== 'refused' || one.needed))
    return [...Map.groupBy(failing, ({port}) => port)].map(([port, all]) => ({
      port,
      purpose: all[0]?.purpose ?? '',
      nodes: all.map(({name}) => name),
      tried: own.filter(one => one.port === port && one.state !== undefined).length,
    }))
  }
  const gapsOf = (cause: ReachGap['cause'], isOpen: (one: (typeof others)[number]) => boolean) =>
    [...Map.groupBy(others.filter(isOpen), ({node}) => node)].map(([node, all]) => {
      return {node, cause, ports: [...new Set(all.map(({port}) => port))]}
    })
  return {
    masters: masters.map(target => ({
      target,
      dropped: troublesOf(target, 'timed-out'),
      refused: troublesOf(target, 'refused'),
    })),
    gaps: [
      ...gapsOf('unresolved', ({state, needed}) => state === undefined && needed),
      ...gapsOf('failed', ({state}) => state !== undefined && !['open', 'refused', 'timed-out'].includes(state)),
    ],
  }
}

function matrixOf(generation: GenerationId) {
  return portRulesOf(generation, {turnDomain: false, mainDomainTurn: false})
    .filter(({target, protocol}) => target === 'master' && protocol === 'tcp')
    .flatMap(({source, from, to, purpose}) =>
      Array.from({length: to - from + 1}, (_, offset) => ({source, port: from + offset, purpose})),
    )
}

/** Undefined where it was not tried. */
function stateOf(reach: Part<'reach'>, {privateAddress}: NodeProbe, port: number): Attempt['state'] | undefined {
  return reach.find(one => one.kind === 'master' && one.host === privateAddress && one.port === port)?.state
}
