import {topologyOf} from '../derive/topology.ts'
import {areas} from '../model/areas.ts'
import type {AnyCheck, Remedy} from '../model/check.ts'
import type {Report, ReportFinding, Requirement, Result, Status} from '../model/report.ts'
import {defaultSettings, type Settings} from '../model/settings.ts'
import {heavier, type Severity, severities} from '../model/severity.ts'
import type {Snapshot} from '../model/snapshot.ts'
import {defaultThresholds} from '../model/thresholds.ts'
import type {Finding, Verdict} from '../model/verdict.ts'
import {dayOf, daysUntil} from '../model/waiver.ts'
import {generations, inSpan} from '../openvidu/generations.ts'
import {type Requirement as OpenViduRequirement, requirements} from '../openvidu/requirements.ts'
import {judge, sourcesOf} from './judge.ts'
import {remedyOf} from './made-out.ts'
import {nodeStatus} from './node-status.ts'
import {type Cover, StackWaivers} from './waivers.ts'

export interface Examination {
  readonly snapshot: Snapshot
  readonly checks: readonly AnyCheck[]
  /** ISO 8601, UTC. */
  readonly generatedAt: string
  /** Whether the snapshot was read back from a file. */
  readonly replayed: boolean
  /** Of the configuration; the ways of this version where there is none. */
  readonly settings?: Settings
}

/**
 * Judges every check over the snapshot, sets apart what is waived on the day of the report, and assembles it. Same snapshot, same
 * settings and day: same report but for the time.
 */
export function examine({snapshot, checks, generatedAt, replayed, settings = defaultSettings}: Examination): Report {
  const waivers = new StackWaivers(settings.waivers, snapshot.target.stackName, dayOf(generatedAt))
  const results = checks.toSorted(byAreaThenId).map(check => {
    const weight = settings.severity.get(check.id) ?? check.severity
    return resultOf({check, weight, verdict: judge(check, snapshot, settings), waivers, target: snapshot.target})
  })
  const template = snapshot.facts.template
  return {
    schemaVersion: '1',
    tool: {...snapshot.tool},
    generatedAt,
    target: {
      ...snapshot.target,
      replayed,
      takenAt: snapshot.takenAt,
      generation: template?.state === 'known' ? template.value.generation : null,
    },
    summary: summaryOf(results),
    nodes: nodeStatus(snapshot)?.nodes ?? null,
    topology: topologyOf(snapshot),
    results,
    requirements: requirements.map(requirement => requirementOf(requirement, results, snapshot)),
    settings: settingsOf(settings),
    waivers: waivers.statesIn(results),
  }
}

function byAreaThenId(a: AnyCheck, b: AnyCheck): number {
  const area = areas.indexOf(a.area) - areas.indexOf(b.area)
  return area !== 0 ? area : a.id < b.id ? -1 : 1
}

interface Judged {
  readonly check: AnyCheck
  /** Of the check, where it has no finding. */
  readonly weight: Severity
  readonly verdict: Verdict
  readonly waivers: StackWaivers
  readonly target: Snapshot['target']
}

function resultOf({check, weight, verdict, waivers, target}: Judged): Result {
  const all = verdict.status === 'fail' ? verdict.findings : []
  const covers = new Map(all.map(finding => [finding, waivers.coverOf(check.id, finding.subject)]))
  const counting = all.filter(finding => covers.get(finding) === null)
  const findings = [...counting, ...all.filter(finding => !counting.includes(finding))]
  const weighed = counting.length > 0 ? counting : all
  const unseen = verdict.status === 'unknown' || verdict.status === 'fail' ? verdict.unseen : null
  const status = all.length === 0 || counting.length > 0 ? verdict.status : unseen === null ? 'waived' : 'unknown'
  return {
    check: check.id,
    ...(check.pack === undefined ? {} : {pack: {...check.pack}}),
    area: check.area,
    title: check.title,
    severity: weighed.length > 0 ? weighed.map(({severity}) => severity).reduce(heavier) : weight,
    status,
    findings: findings.map(finding => reported(finding, covers.get(finding) ?? null)),
    unknown: unseen === null ? null : {...unseen, facts: [...unseen.facts], actions: [...unseen.actions]},
    notApplicable: verdict.status === 'not-applicable' ? {why: verdict.why} : null,
    error: verdict.status === 'error' ? {message: verdict.message} : null,
    waiver: status === 'waived' ? endingFirst([...covers.values()]) : null,
    remediation: remediationOf(remedyOf(check, weighed, target)),
    requirements: [...check.requirements],
  }
}

function reported({phrase: _, commands: __, ...finding}: Finding, waiver: Cover | null): ReportFinding {
  return {...structuredClone(finding as Omit<ReportFinding, 'waiver'>), waiver}
}

function endingFirst(covers: readonly (Cover | null)[]): Cover | null {
  return covers.filter(cover => cover !== null).toSorted((a, b) => daysUntil(a.expires, b.expires))[0] ?? null
}

function remediationOf({text, commands = [], url}: Remedy): Result['remediation'] {
  return {text, commands: [...commands], url}
}

function summaryOf(results: readonly Result[]): Report['summary'] {
  const counted = (status: Status) => results.filter(result => result.status === status).length
  const counts = {
    pass: counted('pass'),
    fail: counted('fail'),
    waived: counted('waived'),
    unknown: counted('unknown'),
    notApplicable: counted('not-applicable'),
    error: counted('error'),
  }
  const judged = counts.pass + counts.fail + counts.waived
  const failed = results.filter(result => result.status === 'fail')
  const failedBySeverity = Object.fromEntries(
    severities.map(severity => [severity, failed.filter(result => result.severity === severity).length]),
  ) as Report['summary']['failedBySeverity']
  return {
    verdict: counts.fail > 0 ? 'fail' : counts.unknown + counts.error > 0 || judged === 0 ? 'unknown' : 'pass',
    counts,
    failedBySeverity,
    coverage: {
      judged,
      total: results.length - counts.notApplicable,
    },
  }
}

/** From the worst to the best: a requirement is what its worst check says. */
const worstFirst: readonly Status[] = ['fail', 'error', 'unknown', 'waived', 'pass', 'not-applicable']

function requirementOf(
  {id, text, source, seenIn, span}: OpenViduRequirement,
  results: readonly Result[],
  {target: {kind}, facts: {template}}: Snapshot,
): Requirement {
  const named = template?.state === 'known' ? template.value.generation : null
  const generation = generations.find(({id: own}) => own === named)?.id
  const holds = span === undefined || generation === undefined || inSpan(span, generation)
  const own = results.filter(result => result.requirements.includes(id))
  const status = worstFirst.find(candidate => own.some(result => result.status === candidate))
  // A plan that fails it fails it; but that nodes will be healthy no plan can show.
  const shown = seenIn.some(where => sourcesOf[kind].includes(where)) || status === 'fail'
  return {
    id,
    text,
    source,
    // What no guide asks of this generation no check proves or breaks, whatever else it looks at.
    status: holds ? ((shown ? status : undefined) ?? 'not-checked') : 'not-applicable',
    checks: own.map(result => result.check),
  }
}

/** Sorted, so that the order of a configuration changes nothing. Null where nothing was set. */
function settingsOf({thresholds, severity, skip}: Settings): Report['settings'] {
  const set = Object.entries(thresholds).filter(([name, value]) => value !== defaultsByName.get(name))
  if (set.length + severity.size + skip.length === 0) return null
  return {
    thresholds: Object.fromEntries(set.toSorted(byName)),
    severity: Object.fromEntries([...severity].toSorted(byName)),
    skip: [...new Set(skip)].toSorted(),
  }
}

const defaultsByName: ReadonlyMap<string, number> = new Map(Object.entries(defaultThresholds))

function byName([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1
}
