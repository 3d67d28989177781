import * as z from 'zod'
import {type Area, areas} from '../model/areas.ts'
import type {Phrases, Remedy, Source} from '../model/check.ts'
import {PackTrouble} from '../model/errors.ts'
import {type FactKey, factKeys} from '../model/facts.ts'
import {type Severity, severities} from '../model/severity.ts'
import {apiVersion} from './pack.ts'

/** Of very many the first ones are what helps. */
const mostProblems = 10

const sources = ['plan', 'lookup', 'deployed', 'nodes'] as const satisfies readonly Source[]

const line = z.string().trim().min(1).max(10_000)
const called = z.custom<(...given: never) => unknown>(value => typeof value === 'function', 'must be a function')
const remedy = z.object({text: line, commands: z.array(line).optional(), url: z.url({protocol: /^https$/})})
const packName = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be of small letters, digits and hyphens')
const checkId = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}\/[a-z][a-z0-9-]{0,59}$/, 'must be PACK/check, of small letters, digits and hyphens')

const check = z.object({
  id: checkId,
  formerIds: z.array(checkId).optional(),
  area: z.enum(areas),
  title: line,
  severity: z.enum(severities),
  sources: z.array(z.enum(sources)).min(1),
  why: line,
  how: z.partialRecord(z.enum(sources), line),
  needs: z.array(z.enum(factKeys)),
  uses: z.array(z.enum(factKeys)).optional(),
  phrases: z.record(z.string(), called),
  remedy,
  remedies: z.record(z.string(), remedy).optional(),
  judge: called,
})

const packSchema = z.object({name: packName, version: line, checks: z.array(check).min(1).max(500)})

/** A check of a pack, once its form was seen to. */
export interface SoundCheck {
  readonly id: string
  readonly formerIds?: readonly string[]
  readonly area: Area
  readonly title: string
  readonly severity: Severity
  readonly sources: readonly Source[]
  readonly why: string
  readonly how: {readonly [S in Source]?: string}
  readonly needs: readonly FactKey[]
  readonly uses?: readonly FactKey[]
  readonly phrases: Phrases
  readonly remedy: Remedy
  readonly remedies?: {readonly [phrase: string]: Remedy}
  readonly judge: (facts: never, judgement: never) => unknown
}

export interface SoundPack {
  readonly name: string
  readonly version: string
  readonly checks: readonly SoundCheck[]
}

/** The pack, where it has the form of one. Throws PackTrouble with what is wrong. */
export function packIn(value: unknown): SoundPack {
  if (typeof value !== 'object' || value === null) throw new PackTrouble('returned no pack')
  const version = 'apiVersion' in value ? value.apiVersion : undefined
  if (version !== apiVersion) {
    const told = typeof version === 'number' ? `version ${version}` : 'no version'
    throw new PackTrouble(
      `was written for ${told} of the interface of packs; this openvidu-doctor has version ${apiVersion}`,
    )
  }
  const parsed = packSchema.safeParse(value)
  if (!parsed.success) {
    const {issues} = parsed.error
    refuse(issues.map(issue => `${placeOf(issue.path, value)} ${issue.message}`))
  }
  const pack = parsed.data as unknown as SoundPack
  refuse(strangersIn(pack))
  return pack
}

/** What no schema can know: ids that are not under the pack's own name, or there twice; cures of phrases that there are not. */
function strangersIn({name, checks}: SoundPack): readonly string[] {
  const taken = new Set<string>()
  return checks.flatMap(({id, formerIds = [], phrases, remedies = {}}) => {
    const ids = [id, ...formerIds]
    const twice = ids.filter(one => taken.has(one) || !taken.add(one))
    return [
      ...ids
        .filter(one => !one.startsWith(`${name}/`))
        .map(one => `${one} does not begin with the name of the pack, ${name}/`),
      ...twice.map(one => `${one} is there twice`),
      ...Object.keys(remedies)
        .filter(phrase => !Object.hasOwn(phrases, phrase))
        .map(phrase => `${id} has a remedy for "${phrase}", which is none of its phrases`),
    ]
  })
}

function refuse(problems: readonly string[]): void {
  if (problems.length === 0) return
  const more = problems.length > mostProblems ? [`and ${problems.length - mostProblems} more`] : []
  throw new PackTrouble(`is not as a pack has to be: ${[...problems.slice(0, mostProblems), ...more].join('; ')}`)
}

/** A check is called by its id, where it has one. */
function placeOf(path: readonly PropertyKey[], pack: object): string {
  const [list, index, ...rest] = path
  const checks = 'checks' in pack && Array.isArray(pack.checks) ? (pack.checks as readonly unknown[]) : []
  const own = list === 'checks' && typeof index === 'number' ? checks[index] : undefined
  if (typeof own !== 'object' || own === null) return path.map(String).join('.') || 'the pack'
  const id = 'id' in own && typeof own.id === 'string' ? own.id : `check ${Number(index) + 1}`
  return [`${id}:`, rest.map(String).join('.')].join(' ').trim()
}
