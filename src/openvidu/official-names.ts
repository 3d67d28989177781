import {type GenerationId, generations} from './generations.ts'
import type {NodeGroup} from './ports.ts'
import {templateParametersOf} from './template-parameters.ts'
import {resourceConditionsOf, templateResourcesOf} from './template-resources.ts'

/*
 * What the official names tell where the template of a stack can't be read: which releases it may be of, and which resource
 * plays which part.
 */

/** A stack by its names alone. */
export interface NamedStack {
  /** CloudFormation type by logical id. */
  readonly resources: ReadonlyMap<string, string>
  /** Names of its parameters. */
  readonly parameters: ReadonlySet<string>
}

/**
 * The generations whose official template has exactly these parameters and makes exactly these resources, in release order:
 * what a condition switches may be missing, nothing else may be missing or be there besides. Empty for a fork, and for the
 * first generation, of whose names only a few are known.
 */
export function generationsNamedLike(stack: NamedStack): readonly GenerationId[] {
  const alike = generations.map(({id}) => namesAreKnown(id) && isNamedLike(stack, id))
  // Where a generation's names were never seen, they may be those of the one after it.
  return generations.flatMap(({id}, index) =>
    alike[index] || (!namesAreKnown(id) && alike[index + 1] === true) ? [id] : [],
  )
}

/** Of some generations only the few names are known that documentation tells, and of those that is none. */
function namesAreKnown(generation: GenerationId): boolean {
  return templateResourcesOf(generation).has(officialParts.mainBalancer)
}

function isNamedLike({resources, parameters}: NamedStack, generation: GenerationId): boolean {
  const official = templateResourcesOf(generation)
  const conditional = resourceConditionsOf(generation)
  const names = templateParametersOf(generation).map(({name}) => name)
  return (
    [...resources].every(([logicalId, type]) => official.get(logicalId) === type) &&
    [...official.keys()].every(logicalId => resources.has(logicalId) || conditional.has(logicalId)) &&
    parameters.size === names.length &&
    names.every(name => parameters.has(name))
  )
}

/** Logical ids by the part that the official templates since 3.2.0 give each. */
export const officialParts = {
  /** In the order of their slots. */
  masters: ['OpenViduMasterNode1', 'OpenViduMasterNode2', 'OpenViduMasterNode3', 'OpenViduMasterNode4'],
  mediaGroup: 'OpenViduMediaNodeASG',
  mainBalancer: 'LoadBalancer',
  turnBalancer: 'TurnTLSLoadBalancer',
  securityGroups: {
    OpenViduMasterNodeSG: 'master',
    OpenViduMediaNodeSG: 'media',
    OpenViduLoadBalancerSG: 'load-balancer',
    OpenViduTurnTLSLoadBalancerSG: 'turn-load-balancer',
  } satisfies Readonly<Record<string, NodeGroup>>,
  targetGroups: {
    OpenViduMasterNodeTG: 'masters',
    OpenViduMasterNodeHTTPTG: 'masters',
    OpenViduMasterNodeWithTurnTLSTG: 'masters',
    OpenViduMediaNodeRTMPTG: 'media',
    OpenViduMediaNodeTurnTLSTG: 'media',
  } satisfies Readonly<Record<string, 'masters' | 'media'>>,
  drain: {
    hook: 'StopMediaNodeLifecycleHook',
    rule: 'StopMediaNodeCloudWatchEventRule',
    document: 'StopMediaNodeAutomationDocument',
    starter: 'StopMediaNodeCloudWatchEventRole',
  },
} as const
