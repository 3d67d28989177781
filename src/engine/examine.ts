import {topologyOf} from '../derive/topology.ts'
import {areas} from '../model/areas.ts'
import type {AnyCheck, Remedy} from '../model/check.ts'
import type {Report, Requirement, Result, Status} from '../model/report.ts'
import {heavier, severities} from '../model/severity.ts'
import type {Snapshot, TargetKind} from '../model/snapshot.ts'
import type {Verdict} from '../model/verdict.ts'
import {type Requirement as OpenViduRequirement, requirements} from '../openvidu/requirements.ts'
import {judge, sourcesOf} from './judge.ts'
import {nodeStatus} from './node-status.ts'

export interface Examination {
  readonly snapshot: Snapshot
  readonly checks: readonly AnyCheck[]
  /** ISO 8601, UTC. */
  readonly generatedAt: string
  /** Whether the snapshot was read back from a file. */
  readonly replayed: boolean
}

/** Judges every check over the snapshot and assembles the report. Same snapshot, same report but for the time. */
export function examine({snapshot, checks, generatedAt, replayed}: Examination): Report {
  const results = checks.toSorted(byAreaThenId).map(check => resultOf(check, judge(check, snapshot)))
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
    requirements: requirements.map(requirement => requirementOf(requirement, results, snapshot.target.kind)),
  }
}

function byAreaThenId(a: AnyCheck, b: AnyCheck): number {
  const area = areas.indexOf(a.area) - areas.indexOf(b.area)
  return area !== 0 ? area : a.id < b.id ? -1 : 1
}

function resultOf(check: AnyCheck, verdict: Verdict): Result {
  const findings = verdict.status === 'fail' ? verdict.findings : []
  const unseen = verdict.status === 'unknown' || verdict.status === 'fail' ? verdict.unseen : null
  return {
    check: check.id,
    area: check.area,
    title: check.title,
    severity: findings.length > 0 ? findings.map(finding => finding.severity).reduce(heavier) : check.severity,
    status: verdict.status,
    findings: findings.map(({phrase: _, ...finding}) => structuredClone(finding) as Result['findings'][number]),
    unknown: unseen === null ? null : {...unseen, facts: [...unseen.facts], actions: [...unseen.actions]},
    notApplicable: verdict.status === 'not-applicable' ? {why: verdict.why} : null,
    error: verdict.status === 'error' ? {message: verdict.message} : null,
    waiver: null,
    remediation: remediationOf(verdict.status === 'fail' ? verdict.remedy : check.remedy),
    requirements: [...check.requirements],
  }
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
  {id, text, source, seenIn}: OpenViduRequirement,
  results: readonly Result[],
  kind: TargetKind,
): Requirement {
  const own = results.filter(result => result.requirements.includes(id))
  const status = worstFirst.find(candidate => own.some(result => result.status === candidate))
  // A plan that fails it fails it; but that nodes will be healthy no plan can show.
  const shown = seenIn.some(where => sourcesOf[kind].includes(where)) || status === 'fail'
  return {
    id,
    text,
    source,
    status: (shown ? status : undefined) ?? 'not-checked',
    checks: own.map(result => result.check),
  }
}
