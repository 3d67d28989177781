import * as z from 'zod'
import {unknownCauses} from './fact.ts'

/*
 * Why a stack failed or what broke: causes in the order of what speaks for them, each with its evidence, and one timeline. Programs
 * rely on it as on the report: fields are added, never renamed.
 */

/** `high`: seen itself; `medium`: follows from what was seen; `low`: fits, and nothing speaks against it. */
export const confidences = ['high', 'medium', 'low'] as const

export type Confidence = (typeof confidences)[number]

/** One line of evidence. */
const evidence = z.object({
  /** In the case, such as `nodes/master-1/logs/cloud-init-output.file.log`. */
  file: z.string(),
  /** From 1. */
  line: z.int().positive(),
  /** ISO 8601, with the skew of its node's clock taken out; null where the line has no time. */
  at: z.string().nullable(),
  node: z.string().nullable(),
  text: z.string(),
  /** The failure signature that it shows, such as `F13`; null for what speaks in another way. */
  signature: z.string().nullable(),
})

const cause = z.object({
  /** Stable: the number of a signature (`F13`), or a name of ours (`master-never-signalled`). */
  id: z.string(),
  title: z.string(),
  confidence: z.enum(confidences),
  /** What it was seen on: names of nodes, or logical ids. */
  where: z.array(z.string()),
  /** Why this is thought to be the cause, one sentence each; what other findings it explains, too. */
  because: z.array(z.string()),
  evidence: z.array(evidence),
  /** Ids of what this one brings about: told beneath it and not as causes. */
  explains: z.array(z.string()),
  remediation: z.object({text: z.string(), commands: z.array(z.string()), url: z.string()}),
})

const timelineEntry = z.object({
  at: z.string(),
  /** `stack`, `scaling`, `function`, `balancer`, `master-1`. */
  source: z.string(),
  text: z.string(),
  file: z.string(),
  line: z.int().positive(),
  /** Milliseconds that were taken off for the node's clock; null where it is not known. */
  skew: z.number().nullable(),
  /** Whether something failed there. */
  failure: z.boolean(),
})

/** What was not looked at, so that it may hold the cause. */
const notLookedAt = z.object({
  what: z.string(),
  cause: z.enum(unknownCauses),
  detail: z.string(),
  command: z.string().nullable(),
})

export const diagnosisSchema = z
  .object({
    schemaVersion: z.literal('1'),
    tool: z.object({name: z.literal('openvidu-doctor'), version: z.string()}),
    /** When the evidence was taken. */
    takenAt: z.iso.datetime(),
    target: z.object({
      stackName: z.string().nullable(),
      region: z.string().nullable(),
      accountId: z.string().nullable(),
      generation: z.string().nullable(),
    }),
    /** Null for all that there is. */
    window: z.object({from: z.iso.datetime(), to: z.iso.datetime()}).nullable(),
    /** The likeliest first. Empty where nothing was found, which is no proof that nothing is wrong: see `notLookedAt`. */
    causes: z.array(cause),
    timeline: z.array(timelineEntry),
    /** How many entries of the timeline were left out because there are too many. */
    timelineLeft: z.int().nonnegative(),
    /** What was looked at: files and how many lines of each. */
    lookedAt: z.array(z.object({file: z.string(), lines: z.int().nonnegative()})),
    notLookedAt: z.array(notLookedAt),
  })
  .meta({id: 'Diagnosis', title: 'openvidu-doctor diagnosis'})

export type Diagnosis = z.infer<typeof diagnosisSchema>
export type DiagnosisCause = Diagnosis['causes'][number]
export type DiagnosisEvidence = DiagnosisCause['evidence'][number]
export type TimelineEntry = Diagnosis['timeline'][number]
