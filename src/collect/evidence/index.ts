import {consoles} from './console-outputs.ts'
import type {AnyEvidenceLookUp} from './evidence.ts'
import {functionLogLines} from './function-log.ts'
import {stackParameters} from './parameters.ts'
import {scalingActivities} from './scaling-activities.ts'
import {stackEvents} from './stack-events.ts'
import {targetHealthNow} from './target-health.ts'
import {stackTemplate} from './template.ts'

/** What is looked up for a case beside the facts, from outside the nodes: what tells most for least first. */
export const evidenceLookUps: readonly AnyEvidenceLookUp[] = [
  stackEvents,
  stackParameters,
  stackTemplate,
  functionLogLines,
  scalingActivities,
  targetHealthNow,
  consoles,
]
