import * as z from 'zod'
import type {FindingOptions, Json} from '../model/check.ts'
import {PackTrouble} from '../model/errors.ts'
import {type Fact, unknownCauses} from '../model/fact.ts'
import {factKeys} from '../model/facts.ts'
import {severities} from '../model/severity.ts'
import type {Subject} from '../model/subject.ts'
import type {Thresholds} from '../model/thresholds.ts'
import type {SoundCheck} from './pack-schema.ts'

/** What a check of a pack is given to judge by: data, so that it can go to another thread. */
export interface Given {
  readonly facts: Readonly<Record<string, unknown>>
  readonly now: string
  readonly thresholds: Thresholds
}

const subject = z.object({
  type: z.string().min(1),
  id: z.string().nullable(),
  logicalId: z.string().nullable(),
  location: z.object({file: z.string(), line: z.int().positive()}).nullable(),
})
const evidence = z.record(z.string(), z.json())
const gap = z.object({
  state: z.literal('unknown'),
  cause: z.enum(unknownCauses),
  detail: z.string(),
  action: z.string().optional(),
})
const options = z.object({
  severity: z.enum(severities).optional(),
  defect: z
    .string()
    .regex(/^D\d+$/)
    .optional(),
  commands: z.array(z.string()).optional(),
})

const callSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('fail'),
    phrase: z.string(),
    subject,
    evidence: z.object({observed: evidence, expected: evidence}),
    options: options.optional(),
    message: z.string().trim().min(1),
  }),
  z.object({kind: z.literal('see'), seen: gap, subject}),
  z.object({kind: z.literal('look'), key: z.enum(factKeys), fact: gap}),
])

/** What a check said while it judged. */
export type Call = z.infer<typeof callSchema>

/**
 * Lets a check judge, and writes down what it says. Throws what the check throws, and PackTrouble where it said something that no
 * report can hold: a check that catches may hide the one, not the other.
 */
export function recordJudgement(check: SoundCheck, {facts, now, thresholds}: Given): readonly Call[] {
  const said: unknown[] = []
  const judgement = {
    now,
    thresholds,
    fail(phrase: string, about: Subject, found: {readonly [key: string]: Json}, more?: FindingOptions): void {
      const say = Object.hasOwn(check.phrases, phrase) ? check.phrases[phrase] : undefined
      if (say === undefined) throw new PackTrouble(`has no phrase "${phrase}"`)
      said.push({kind: 'fail', phrase, subject: about, evidence: found, options: more, message: say(found as never)})
    },
    see(seen: Fact<unknown>, about: Subject): unknown {
      if (seen.state === 'known') return seen.value
      said.push({kind: 'see', seen, subject: about})
      return undefined
    },
    look(key: string, fact: Fact<unknown>): unknown {
      if (fact.state === 'known') return fact.value
      if (fact.state === 'unknown') said.push({kind: 'look', key, fact})
      return undefined
    },
  }
  const returned = check.judge(facts as never, judgement as never)
  if (typeof returned === 'object' && returned !== null && 'then' in returned) {
    // Nobody waits for it: without this its failure would be a second one.
    Promise.resolve(returned as Promise<unknown>).catch(() => {})
    throw new PackTrouble('judges asynchronously; what it needs has to be in the facts')
  }
  return said.map(call => {
    const parsed = callSchema.safeParse(call)
    if (parsed.success) return parsed.data
    const [issue] = parsed.error.issues
    throw new PackTrouble(`said something that no report can hold: ${issue?.path.join('.')} ${issue?.message}`)
  })
}
