import * as z from 'zod'
import {unknownCauses} from './fact.ts'

/*
 * What lies in the files of a case, beside the snapshot: one JSON object a line, oldest first. A case is a folder; a bundle is a
 * case that was sealed. Every text is hostile, and redacted before it was written.
 */

/** `stack/events.jsonl`: what CloudFormation went through, nested stacks included. */
export const stackEventRecord = z.object({
  at: z.iso.datetime(),
  stack: z.string(),
  logicalId: z.string(),
  type: z.string(),
  physicalId: z.string().nullable(),
  /** Such as `CREATE_FAILED`. */
  status: z.string(),
  reason: z.string().nullable(),
})

/** `stack/function-log.jsonl`: the log group of the function behind the custom resource. */
export const functionLogRecord = z.object({at: z.iso.datetime(), stream: z.string(), message: z.string()})

/** `media/activities.jsonl`: what Auto Scaling did and failed to do. */
export const scalingActivityRecord = z.object({
  at: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  group: z.string(),
  /** Such as `Successful` or `Failed`. */
  status: z.string(),
  statusMessage: z.string().nullable(),
  description: z.string(),
  cause: z.string(),
})

/** `balancer/target-health.jsonl`: every target of every target group, as it was when the case was made. */
export const targetHealthRecord = z.object({
  at: z.iso.datetime(),
  targetGroup: z.string(),
  target: z.string(),
  port: z.int().nullable(),
  state: z.string(),
  reason: z.string().nullable(),
  description: z.string().nullable(),
})

/** `nodes/NAME/node.json`: which node it is, and what it was like when it was asked. */
export const caseNode = z.object({
  /** `master-1`: the name of its folder. */
  name: z.string(),
  /** Instance id. */
  id: z.string(),
  role: z.enum(['master', 'media']),
  slot: z.int().nullable(),
  zone: z.string(),
  privateAddress: z.string().nullable(),
  publicAddress: z.string().nullable(),
  launchedAt: z.iso.datetime(),
  /** As EC2 tells it, such as `running`. */
  state: z.string(),
  /** Its clock minus ours in milliseconds, as far as it told; null where it did not. Subtract it from the times in its logs. */
  clockAhead: z.number().nullable(),
  /** Why nothing came from inside; null where it answered. */
  unseen: z.object({cause: z.enum(unknownCauses), detail: z.string(), action: z.string().nullable()}).nullable(),
})

export type StackEventRecord = z.infer<typeof stackEventRecord>
export type FunctionLogRecord = z.infer<typeof functionLogRecord>
export type ScalingActivityRecord = z.infer<typeof scalingActivityRecord>
export type TargetHealthRecord = z.infer<typeof targetHealthRecord>
export type CaseNode = z.infer<typeof caseNode>

/** Where what lies in a case, relative to its folder. */
export const casePaths = {
  readme: 'README.md',
  page: 'CASE.md',
  manifest: 'manifest.json',
  snapshot: 'snapshot.json',
  report: 'reports/report.json',
  reportPage: 'reports/report.md',
  diagnosis: 'reports/diagnosis.json',
  timeline: 'reports/timeline.md',
  events: 'stack/events.jsonl',
  template: 'stack/template.txt',
  parameters: 'stack/parameters.json',
  functionLog: 'stack/function-log.jsonl',
  activities: 'media/activities.jsonl',
  targetHealth: 'balancer/target-health.jsonl',
} as const

/** What lies in the folder of a node; its logs are in `logs/`, named as `logs --output` names them. */
export const nodePaths = {
  node: (name: string) => `nodes/${name}/node.json`,
  probe: (name: string) => `nodes/${name}/probe.json`,
  console: (name: string) => `nodes/${name}/console-output.txt`,
  logs: (name: string) => `nodes/${name}/logs`,
} as const
