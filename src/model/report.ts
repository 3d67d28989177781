import * as z from 'zod'
import {areas} from './areas.ts'
import {unknownCauses} from './fact.ts'
import {severities} from './severity.ts'
import {targetKinds} from './snapshot.ts'
import {statusNode} from './status.ts'
import {waiverStates} from './waiver.ts'

/*
 * The JSON report, schemaVersion "1". Other programs rely on it: fields are added, never renamed or removed.
 * Its JSON Schema is generated from here and committed, so a change shows up as a failing test.
 */

export const statuses = ['pass', 'fail', 'waived', 'unknown', 'not-applicable', 'error'] as const

export type Status = (typeof statuses)[number]

const json = z.json()
const evidence = z.record(z.string(), json)

const subject = z.object({
  type: z.string().meta({description: 'A CloudFormation resource type, or Parameter, Template, Stack.'}),
  id: z
    .string()
    .nullable()
    .meta({description: "Physical id or parameter name; null where the resource isn't made yet."}),
  logicalId: z.string().nullable(),
  location: z
    .object({file: z.string(), line: z.int().positive()})
    .nullable()
    .meta({description: 'Where the offending value stands in a file given to the run.'}),
})

const waiver = z.object({
  reason: z.string(),
  owner: z.string(),
  expires: z.iso.date().meta({description: 'The last day that it holds, UTC.'}),
})

const finding = z.object({
  subject,
  severity: z.enum(severities),
  message: z.string(),
  observed: evidence,
  expected: evidence,
  defect: z
    .string()
    .nullable()
    .meta({description: "The official template's own defect, such as D21; null where it is not the template's."}),
  fingerprint: z.string().meta({description: 'Of check and subject, stable across wording and time.'}),
  waiver: waiver
    .nullable()
    .default(null)
    .meta({description: 'Who answers for it; such a finding does not count. Null where it counts.'}),
})

const remediation = z.object({text: z.string(), commands: z.array(z.string()), url: z.string()})

const pack = z.object({name: z.string(), version: z.string(), plugin: z.string()})

const result = z.object({
  check: z.string(),
  pack: pack.optional().meta({
    description:
      'The check pack that the check comes from, and the npm package that brings it; absent where it is none of these.',
  }),
  area: z.enum(areas),
  title: z.string(),
  severity: z.enum(severities).meta({
    description:
      'Of the heaviest finding that counts, of the heaviest where all are waived; the default of the check where none.',
  }),
  status: z.enum(statuses),
  findings: z.array(finding),
  unknown: z
    .object({
      facts: z.array(z.string()),
      cause: z.enum(unknownCauses),
      action: z.string().nullable().meta({description: 'The IAM action that would show it.'}),
      actions: z.array(z.string()).meta({description: 'All that would, where several things could not be seen.'}),
      detail: z.string(),
    })
    .nullable(),
  notApplicable: z.object({why: z.string()}).nullable(),
  error: z
    .object({message: z.string()})
    .nullable()
    .meta({description: 'A fault of openvidu-doctor itself, or of the check pack.'}),
  waiver: waiver.nullable().meta({
    description: 'Of a waived result: that of its findings whose waiver ends first. The findings have theirs.',
  }),
  remediation,
  requirements: z.array(z.string()),
})

const count = z.int().nonnegative()

export const requirementStatuses = [...statuses, 'not-checked'] as const

const requirement = z.object({
  id: z.string(),
  text: z.string(),
  source: z.string(),
  status: z.enum(requirementStatuses).meta({
    description:
      'The worst of its checks; not-checked where no check of this run looks at it, or a plan can not show it.',
  }),
  checks: z.array(z.string()),
})

const range = z.object({min: z.number().nullable(), desired: z.number().nullable(), max: z.number().nullable()})

const port = z.object({port: z.number(), to: z.enum(['masters', 'media']).nullable()})

const topology = z.object({
  balancers: z.array(z.object({name: z.string(), subnets: z.array(z.string()), ports: z.array(port)})),
  masters: z.array(z.object({name: z.string(), subnet: z.string().nullable()})),
  media: z.object({name: z.string(), size: range, subnets: z.array(z.string())}).nullable(),
  zones: z.array(z.object({subnet: z.string(), zone: z.string()})),
})

/** What the configuration set otherwise than this version does by itself. */
const settings = z.object({
  thresholds: z.record(z.string(), z.number()).meta({description: 'Those that were set, by name.'}),
  severity: z.record(z.string(), z.enum(severities)).meta({description: 'What findings of a check weigh, by its id.'}),
  skip: z.array(z.string()).meta({description: 'Checks and areas that were left out.'}),
})

const waiverOfRun = z.object({
  check: z.string(),
  subject: z.string().meta({description: 'With the wildcards * and ?.'}),
  stack: z.string(),
  ...waiver.shape,
  state: z.enum(waiverStates).meta({
    description:
      'ending: applied, for the last 14 days; expired: not applied any more; unused: nothing failed that it covers; not-judged: its check did not see everything.',
  }),
  findings: count.meta({description: 'How many findings it covers; those of an expired one count again.'}),
})

export const reportSchema = z
  .object({
    schemaVersion: z.literal('1'),
    tool: z.object({name: z.literal('openvidu-doctor'), version: z.string()}),
    generatedAt: z.iso.datetime(),
    target: z.object({
      kind: z.enum(targetKinds),
      replayed: z.boolean(),
      takenAt: z.iso.datetime().meta({description: 'When the facts were observed.'}),
      stackName: z.string().nullable(),
      region: z.string().nullable(),
      accountId: z.string().nullable(),
      generation: z.string().nullable().meta({description: 'Template generation.'}),
    }),
    summary: z.object({
      verdict: z
        .enum(['pass', 'fail', 'unknown'])
        .meta({description: 'fail: something failed; unknown: nothing failed, something could not be judged.'}),
      counts: z.object({
        pass: count,
        fail: count,
        waived: count,
        unknown: count,
        notApplicable: count,
        error: count,
      }),
      failedBySeverity: z.object({critical: count, high: count, medium: count, low: count, info: count}),
      coverage: z
        .object({judged: count, total: count})
        .meta({description: 'Checks that reached a judgement, of those that apply.'}),
    }),
    nodes: z.array(statusNode).nullable().optional().meta({
      description: 'What runs on every node; null where no node was seen, absent in reports of older versions.',
    }),
    topology: topology.nullable().meta({description: 'What stands where, as far as it was seen.'}),
    results: z.array(result),
    requirements: z.array(requirement),
    settings: settings.nullable().default(null).meta({description: 'Null where nothing was set.'}),
    waivers: z.array(waiverOfRun).default([]).meta({description: 'Those for this stack, applied or not.'}),
  })
  .meta({id: 'Report', title: 'openvidu-doctor report'})

export type Report = z.infer<typeof reportSchema>
export type Result = Report['results'][number]
export type ReportFinding = Result['findings'][number]
export type Requirement = Report['requirements'][number]
export type ReportSettings = NonNullable<Report['settings']>
export type ReportWaiver = Report['waivers'][number]
export type Topology = NonNullable<Report['topology']>
