import {areas} from '../model/areas.ts'
import type {Change, ChangeGroup, Comparison, FoundFinding, JudgementChange, Relation} from '../model/comparison.ts'
import type {Report, ReportFinding, Result} from '../model/report.ts'
import {atLeast, type FailOn} from '../model/severity.ts'
import {subjectName} from '../model/subject.ts'
import {notesOn} from './comparison-notes.ts'

export interface Compared {
  readonly old: Report
  readonly new: Report
  /** Today's id of a check by each id that it has or had. */
  readonly checkIds: ReadonlyMap<string, string>
  readonly tool: Report['tool']
}

/**
 * What changed between two reports. Findings are recognised by check and fingerprint. What one report does not tell of is a gap, never a
 * pass: only a check that judged everything can say that a finding is not there.
 */
export function compare({old, new: young, checkIds, tool}: Compared): Comparison {
  const before = new Side(old, checkIds)
  const after = new Side(young, checkIds)
  const keys = [...new Set([...after.findings.keys(), ...before.findings.keys()])]
  const changes = keys.map(key => changeOf(key, before, after)).toSorted(byWeight)
  const judgements = [...new Set([...after.results.keys(), ...before.results.keys()])]
    .map(check => judgementOf(check, before, after))
    .filter(judgement => judgement !== null)
    .toSorted((a, b) => areas.indexOf(a.area) - areas.indexOf(b.area) || (a.check < b.check ? -1 : 1))
  const counted = (group: ChangeGroup) => changes.filter(change => change.group === group).length
  return {
    schemaVersion: '1',
    tool: {...tool},
    relation: relationOf(old, young),
    old: sideOf(old),
    new: sideOf(young),
    notes: [...notesOn(old, young)],
    summary: {
      new: counted('new'),
      newlySeen: counted('newly-seen'),
      stillFailing: counted('still-failing'),
      noLongerSeen: counted('no-longer-seen'),
      fixed: counted('fixed'),
    },
    changes,
    noLongerJudged: judgements.filter(({new: status}) => !isJudged(status)),
    newlyJudged: judgements.filter(({new: status}) => isJudged(status)),
  }
}

/**
 * Whether a change fails the comparison: it fails now at or above the bar, and did not before. That takes in what is newly seen, what
 * weighs more than it did, and what was waived.
 */
export function failsNow(change: Change, failOn: FailOn): boolean {
  if (failOn === 'never') return false
  const fails = (finding: FoundFinding | null) =>
    finding !== null && finding.waiver === null && atLeast(finding.severity, failOn)
  return fails(change.new) && !fails(change.old)
}

interface Located {
  readonly result: Result
  readonly finding: ReportFinding
}

/** One of the reports, by what both have in common. */
class Side {
  /** By today's id. */
  readonly results = new Map<string, Result>()
  /** By check and fingerprint. */
  readonly findings = new Map<string, Located>()

  constructor({results}: Report, checkIds: ReadonlyMap<string, string>) {
    for (const given of results) {
      const result = {...given, check: checkIds.get(given.check) ?? given.check}
      this.results.set(result.check, result)
      for (const finding of result.findings)
        this.findings.set(JSON.stringify([result.check, finding.fingerprint]), {result, finding})
    }
  }

  statusOf(check: string): JudgementChange['old'] {
    return this.results.get(check)?.status ?? 'not-run'
  }

  /** Why this report does not tell whether something of a check fails; null where it judged all of it. */
  gapOf(check: string): Change['gap'] {
    const status = this.statusOf(check)
    const {unknown = null, error = null, notApplicable = null} = this.results.get(check) ?? {}
    if (isJudged(status) && unknown === null) return null
    const detail =
      unknown?.detail ?? error?.message ?? notApplicable?.why ?? (status === 'not-run' ? 'the check was not run' : '')
    return {status, detail}
  }
}

function changeOf(key: string, before: Side, after: Side): Change {
  const [old, young] = [before.findings.get(key), after.findings.get(key)]
  const shown = young ?? old
  if (shown === undefined) throw new Error('a finding of neither report')
  const {result, finding} = shown
  const gap = old === undefined ? before.gapOf(result.check) : young === undefined ? after.gapOf(result.check) : null
  return {
    group: groupOf(old !== undefined, young !== undefined, gap !== null),
    check: result.check,
    area: result.area,
    title: result.title,
    subject: finding.subject,
    fingerprint: finding.fingerprint,
    old: old === undefined ? null : foundOf(old.finding),
    new: young === undefined ? null : foundOf(young.finding),
    gap,
  }
}

function groupOf(wasThere: boolean, isThere: boolean, unseen: boolean): ChangeGroup {
  if (wasThere && isThere) return 'still-failing'
  if (isThere) return unseen ? 'newly-seen' : 'new'
  return unseen ? 'no-longer-seen' : 'fixed'
}

function foundOf({severity, message, defect, waiver}: ReportFinding): FoundFinding {
  return {severity, message, defect, waiver}
}

function isJudged(status: JudgementChange['old']): boolean {
  return status === 'pass' || status === 'fail' || status === 'waived'
}

/** A check that one report judged and the other could not. What does not apply to a kind of stack is no such change. */
function judgementOf(check: string, before: Side, after: Side): JudgementChange | null {
  const [old, young] = [before.statusOf(check), after.statusOf(check)]
  const result = after.results.get(check) ?? before.results.get(check)
  if (result === undefined || isJudged(old) === isJudged(young)) return null
  if (old === 'not-applicable' || young === 'not-applicable') return null
  const {area, title, severity} = result
  const detail = (isJudged(old) ? after : before).gapOf(check)?.detail ?? ''
  return {check, area, title, severity, old, new: young, detail}
}

function relationOf(old: Report, young: Report): Relation {
  if (old.target.kind === young.target.kind) return 'over-time'
  return old.target.kind === 'planned' ? 'plan-to-live' : 'live-to-plan'
}

function sideOf({generatedAt, tool, target, summary}: Report): Comparison['old'] {
  return {generatedAt, toolVersion: tool.version, target: {...target}, verdict: summary.verdict}
}

/** The heaviest first; otherwise in the order of reports, so that the same two reports always give the same bytes. */
function byWeight(a: Change, b: Change): number {
  const [one, other] = [weightOf(a), weightOf(b)]
  if (one !== other) return atLeast(one, other) ? -1 : 1
  const area = areas.indexOf(a.area) - areas.indexOf(b.area)
  if (area !== 0) return area
  const names = [a, b].map(({check, subject, fingerprint}) => [check, subjectName(subject), fingerprint].join('\n'))
  return (names[0] ?? '') < (names[1] ?? '') ? -1 : 1
}

function weightOf({old, new: young}: Change): FoundFinding['severity'] {
  return (young ?? old)?.severity ?? 'info'
}
