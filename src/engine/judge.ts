import {createHash} from 'node:crypto'
import type {AnyCheck, Evidence, FindingOptions, Judgement, Phrases, Source} from '../model/check.ts'
import {PackTrouble} from '../model/errors.ts'
import {type Fact, type Seen, type Unknown, unknown, unknownCauses} from '../model/fact.ts'
import type {FactKey, FactMap} from '../model/facts.ts'
import {defaultSettings, type Settings} from '../model/settings.ts'
import {capped, heavier, type Severity} from '../model/severity.ts'
import type {Snapshot, TargetKind} from '../model/snapshot.ts'
import {type Subject, subjectName} from '../model/subject.ts'
import type {Finding, Unseen, Verdict} from '../model/verdict.ts'
import {generationOfVersion} from '../openvidu/generations.ts'
import {commandsOf, remedyOf} from './made-out.ts'

/** Where each kind of target is looked at. */
export const sourcesOf: Record<TargetKind, readonly Source[]> = {
  planned: ['plan', 'lookup'],
  deployed: ['deployed', 'nodes'],
}

/** The heaviest that the official template's own defects may weigh: its user can't be blamed at the gate. */
const templateDefectCeiling: Severity = 'medium'

interface Gap {
  readonly fact: string
  readonly unknown: Unknown
}

/** Judges one check over a snapshot. Always returns a verdict: a check that throws is an `error`, never silence. */
export function judge(
  check: AnyCheck,
  snapshot: Snapshot,
  {thresholds, severity}: Pick<Settings, 'thresholds' | 'severity'> = defaultSettings,
): Verdict {
  const own = severity.get(check.id)
  if (!check.sources.some(source => sourcesOf[snapshot.target.kind].includes(source))) {
    const where = snapshot.target.kind === 'planned' ? 'a deployed stack' : 'a planned stack'
    return {status: 'not-applicable', why: `judged on ${where}`}
  }

  const facts: Record<string, unknown> = {}
  const gaps: Gap[] = []
  for (const key of check.needs) {
    const fact = factOf(snapshot, key)
    if (fact.state === 'absent') return {status: 'not-applicable', why: fact.why}
    if (fact.state === 'unknown') gaps.push({fact: key, unknown: fact})
    else facts[key] = fact.value
  }
  if (gaps.length > 0) return {status: 'unknown', unseen: merge(gaps)}
  for (const key of check.uses ?? []) facts[key] = factOf(snapshot, key)

  const findings: Finding[] = []
  const see = <T>(seen: Seen<T>, subject: Subject): T | undefined => {
    if (seen.state === 'known') return seen.value
    gaps.push({fact: subjectName(subject), unknown: seen})
    return undefined
  }
  const look = <K extends FactKey>(key: K, fact: Fact<FactMap[K]>): FactMap[K] | undefined => {
    if (fact.state === 'known') return fact.value
    if (fact.state === 'unknown') gaps.push({fact: key, unknown: fact})
    return undefined
  }
  const fail = (phrase: string, subject: Subject, evidence: Evidence, options: FindingOptions = {}): void => {
    const say = check.phrases[phrase]
    if (say === undefined) throw new Error(`no phrase "${phrase}"`)
    const defect = options.defect !== undefined && isOfficial(snapshot) ? options.defect : null
    const weight = options.severity ?? check.severity
    findings.push({
      phrase,
      subject,
      // What its user decided stands above all else.
      severity: own ?? (defect === null ? weight : capped(weight, templateDefectCeiling)),
      // Which evidence this phrase takes, `Fail` saw to where the check was written.
      message: say(evidence as never),
      observed: evidence.observed,
      expected: evidence.expected,
      commands: options.commands ?? null,
      defect,
      fingerprint: fingerprint(check.formerIds?.[0] ?? check.id, subject),
    })
  }

  const judgement: Judgement<Phrases> = {now: snapshot.takenAt, thresholds, fail, see, look}
  try {
    // `defineCheck` typed the other side: these are the facts that the check declares, and its own phrases.
    check.judge(facts as never, judgement as never)
  } catch (error) {
    if (error instanceof PackTrouble) return {status: 'error', message: error.message}
    const told = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
    return {status: 'error', message: `check ${check.id} broke: ${told}`}
  }

  const unseen = gaps.length > 0 ? merge(gaps) : null
  const worst = oneForEachSubject(findings).toSorted(bySeverityThenSubject)
  if (worst.length > 0)
    return {status: 'fail', findings: worst, unseen, remedy: remedyOf(check, worst, snapshot.target)}
  return unseen === null ? {status: 'pass'} : {status: 'unknown', unseen}
}

/** Of check and subject, so that code scanning and comparisons recognise a finding through any change of wording. */
export function fingerprint(checkId: string, subject: Subject): string {
  const identity = [checkId, subject.type, subject.logicalId ?? subject.id ?? ''].join('\n')
  return createHash('sha256').update(identity).digest('hex').slice(0, 16)
}

function factOf(snapshot: Snapshot, key: FactKey): Fact<unknown> {
  return snapshot.facts[key] ?? unknown('not-requested', `this run did not look at ${key}`)
}

/**
 * Whether what the template does wrong by itself is the official template's doing. Where the official text of a release
 * isn't known (the 3.0 templates were never published), nobody can say that its user changed it. Where its text was not
 * seen, nobody can say that it is the official one.
 */
function isOfficial({facts: {template}}: Snapshot): boolean {
  if (template?.state !== 'known') return false
  const {official, version} = template.value
  if (official.state === 'unknown' || version.state === 'unknown') return false
  if (official.value !== 'unverifiable') return official.value === 'unmodified'
  return version.value !== null && generationOfVersion(version.value) !== null
}

/** Several gaps as one: the gravest cause leads, since that is the one to mend first. */
function merge(gaps: readonly Gap[]): Unseen {
  const [lead, ...others] = gaps.toSorted(
    (a, b) => unknownCauses.indexOf(a.unknown.cause) - unknownCauses.indexOf(b.unknown.cause),
  )
  if (lead === undefined) throw new Error('no gap to merge')
  const details = new Set([lead, ...others].map(gap => gap.unknown.detail))
  return {
    facts: [...new Set(gaps.map(gap => gap.fact))],
    cause: lead.unknown.cause,
    action: lead.unknown.action ?? null,
    actions: [...new Set([lead, ...others].flatMap(gap => gap.unknown.action ?? []))],
    detail: [...details].join('; '),
  }
}

function bySeverityThenSubject(a: Finding, b: Finding): number {
  if (a.severity !== b.severity) return heavier(a.severity, b.severity) === a.severity ? -1 : 1
  const one = subjectName(a.subject)
  const other = subjectName(b.subject)
  return one < other ? -1 : one > other ? 1 : 0
}

/**
 * One finding for a subject, since a waiver or code scanning could not tell two with one fingerprint apart: a fork may use
 * one resource for two purposes and do both wrong.
 */
function oneForEachSubject(findings: readonly Finding[]): readonly Finding[] {
  return [...Map.groupBy(findings, finding => finding.fingerprint).values()].map(own => {
    const [first, ...others] = own.toSorted(bySeverityThenSubject)
    if (first === undefined) throw new Error('an empty group')
    if (others.length === 0) return first
    return {
      ...first,
      message: [...new Set([first, ...others].map(({message}) => message))].join('; '),
      observed: {...first.observed, also: others.map(({observed}) => observed)},
      expected: {...first.expected, also: others.map(({expected}) => expected)},
      commands: commandsOf([first, ...others], first.phrase),
    }
  })
}
