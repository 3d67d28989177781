import type {ReportFinding} from '../../src/model/report.ts'

/** One thing that was looked at: what it was and what it should have been. Raw text, for the format to escape. */
export interface EvidenceRow {
  /** `zones.eu-west-1a`: nested names, joined by dots. */
  readonly name: string
  /** Null where only the other side names it. */
  readonly observed: string | null
  readonly expected: string | null
}

type Evidence = ReportFinding['observed']
type Value = Evidence[string]

/** How much of one value a person is shown; the JSON report has it whole. */
const shownLength = 400

/** How many names of one finding a person is shown. */
const shownRows = 40

/** The evidence of a finding side by side, observed things first. */
export function evidenceRows({observed, expected}: Pick<ReportFinding, 'observed' | 'expected'>): {
  readonly rows: readonly EvidenceRow[]
  /** How many names are left out. */
  readonly more: number
} {
  const seen = flattened(observed)
  const wanted = flattened(expected)
  const names = [...new Set([...seen.keys(), ...wanted.keys()])]
  const rows = names
    .slice(0, shownRows)
    .map(name => ({name, observed: seen.get(name) ?? null, expected: wanted.get(name) ?? null}))
  return {rows, more: names.length - rows.length}
}

/** `zones.eu-west-1a: 2, zones.eu-west-1b: 2`. */
export function evidenceWords(evidence: Evidence): string {
  const words = [...flattened(evidence)].slice(0, shownRows).map(([name, value]) => `${name}: ${value}`)
  return words.length === 0 ? 'nothing' : words.join(', ')
}

function flattened(evidence: Evidence): ReadonlyMap<string, string> {
  return new Map(Object.entries(evidence).flatMap(([name, value]) => leaves(name, value)))
}

function leaves(name: string, value: Value): readonly (readonly [string, string])[] {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const inner = Object.entries(value)
    if (inner.length > 0) return inner.flatMap(([key, item]) => leaves(`${name}.${key}`, item))
  }
  return [[name, cut(words(value))]]
}

function words(value: Value): string {
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(words).join(', ')
  if (value === null) return 'none'
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

function cut(text: string): string {
  return text.length <= shownLength ? text : `${text.slice(0, shownLength)} (cut here)`
}
