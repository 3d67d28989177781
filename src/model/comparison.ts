import * as z from 'zod'
import {areas} from './areas.ts'
import {reportSchema, statuses} from './report.ts'
import {severities} from './severity.ts'

/*
 * What changed from one report to another, schemaVersion "1". As of the report, fields are added, never renamed or removed.
 */

/**
 * Where a finding stands. `new`: not there, though all was judged, and there now. `newly-seen`: there now, and nobody could tell
 * before. `still-failing`: in both. `no-longer-seen`: there before, and nobody can tell now. `fixed`: there before, and not now,
 * though all was judged.
 */
export const changeGroups = ['new', 'newly-seen', 'still-failing', 'no-longer-seen', 'fixed'] as const

export type ChangeGroup = (typeof changeGroups)[number]

/** Two states of one thing, or what is planned against what is there. */
export const relations = ['over-time', 'plan-to-live', 'live-to-plan'] as const

export type Relation = (typeof relations)[number]

const {target, summary, tool, results} = reportSchema.shape
const finding = results.element.shape.findings.element.shape

const side = z.object({
  generatedAt: z.iso.datetime(),
  toolVersion: z.string(),
  target,
  verdict: summary.shape.verdict,
})

/** A finding as one of the reports has it. */
const found = z.object({
  severity: finding.severity,
  message: z.string(),
  defect: finding.defect,
  waiver: finding.waiver,
})

const gap = z.object({
  status: z
    .enum([...statuses, 'not-run'])
    .meta({description: 'Of the check in the report that does not tell; not-run where that report has no such check.'}),
  detail: z.string(),
})

const change = z.object({
  group: z.enum(changeGroups),
  check: z.string().meta({description: 'Its id today.'}),
  area: z.enum(areas),
  title: z.string(),
  subject: finding.subject,
  fingerprint: finding.fingerprint,
  old: found.nullable(),
  new: found.nullable(),
  gap: gap.nullable().meta({description: 'Why the other report does not tell; null where it does.'}),
})

const judgement = z.object({
  check: z.string(),
  area: z.enum(areas),
  title: z.string(),
  severity: z.enum(severities),
  old: gap.shape.status,
  new: gap.shape.status,
  detail: z.string().meta({description: 'Why it is not judged in one of them.'}),
})

const count = z.int().nonnegative()

export const comparisonSchema = z
  .object({
    schemaVersion: z.literal('1'),
    tool,
    relation: z.enum(relations),
    old: side,
    new: side,
    notes: z.array(z.string()).meta({description: 'What makes the two reports less comparable.'}),
    summary: z.object({
      new: count,
      newlySeen: count,
      stillFailing: count,
      noLongerSeen: count,
      fixed: count,
    }),
    changes: z.array(change).meta({description: 'Each finding of either report, once.'}),
    noLongerJudged: z
      .array(judgement)
      .meta({description: 'Checks that the old report judged and the new one could not.'}),
    newlyJudged: z.array(judgement),
  })
  .meta({id: 'Comparison', title: 'openvidu-doctor comparison'})

export type Comparison = z.infer<typeof comparisonSchema>
export type Change = Comparison['changes'][number]
export type FoundFinding = NonNullable<Change['old']>
export type JudgementChange = Comparison['newlyJudged'][number]
