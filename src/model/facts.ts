import type * as z from 'zod'
import {deployedBalancerFacts} from './facts/deployed-balancers.ts'
import {deployedMediaFacts} from './facts/deployed-media.ts'
import {deployedNodeFacts} from './facts/deployed-nodes.ts'
import {deployedStackFacts} from './facts/deployed-stack.ts'
import {deployedStorageFacts} from './facts/deployed-storage.ts'
import {lookedUpFacts} from './facts/looked-up.ts'
import {plannedFacts} from './facts/planned.ts'
import {probedNodeFacts} from './facts/probed-nodes.ts'
import {subject, unseen} from './facts/shared.ts'

/*
 * What can be known of a deployment, as zod schemas: the TypeScript types, the validation of a saved snapshot
 * and its JSON Schema all come from here. A planned and a deployed stack give the same facts; whatever differs
 * between them stays in the source that produced them.
 */

/** Every fact by its key. Order is that of the snapshot. */
export const factSchemas = {
  ...plannedFacts,
  ...lookedUpFacts,
  ...deployedStackFacts,
  ...deployedNodeFacts,
  ...probedNodeFacts,
  ...deployedMediaFacts,
  ...deployedBalancerFacts,
  ...deployedStorageFacts,
} as const

export type FactKey = keyof typeof factSchemas
export type PlannedKey = keyof typeof plannedFacts
export type FactMap = {readonly [K in FactKey]: DeepReadonly<z.infer<(typeof factSchemas)[K]>>}

type DeepReadonly<T> = T extends readonly [unknown, ...unknown[]]
  ? {readonly [K in keyof T]: DeepReadonly<T[K]>}
  : T extends readonly (infer Item)[]
    ? readonly DeepReadonly<Item>[]
    : T extends object
      ? {readonly [K in keyof T]: DeepReadonly<T[K]>}
      : T

export const factKeys = Object.keys(factSchemas) as readonly FactKey[]
/** Facts that a stack's template asks for, and the running stack then tells for itself. */
export const intendedKeys = Object.keys(deployedStackFacts.intended.shape) as readonly (keyof FactMap['intended'])[]
export const plannedKeys = Object.keys(plannedFacts) as readonly PlannedKey[]
export {subject as subjectSchema, unseen as unknownSchema}
