import type {TimelineEntry} from '../model/diagnosis.ts'
import {type CauseId, ownCauses} from '../openvidu/failure-causes.ts'
import {logMilestones, type MilestoneId} from '../openvidu/log-milestones.ts'
import type {CaseEvidence} from './case-evidence.ts'
import type {CaseFacts} from './facts.ts'
import {corrected, isWithin, type Span} from './moments.ts'
import {isCancelled} from './operation.ts'
import type {LogPoint, ScannedLog} from './scan-log.ts'
import {isFunctionFailure} from './signs/from-events.ts'
import {standingOf} from './standing.ts'

export interface Timeline {
  readonly entries: readonly TimelineEntry[]
  /** How many more there are. */
  readonly left: number
}

/** More than these nobody reads; the files have the rest. */
const mostEntries = 500
const longestText = 300
/** Of these every one that was kept is told; of the others the first and the last. */
const eachTold: readonly MilestoneId[] = [
  'boot',
  'installation-failed',
  'installation-ended',
  'unit-started',
  'unit-stopped',
  'unit-failed',
]
/** Sound course that says nothing where so much else is told. */
const untold: readonly MilestoneId[] = ['packages-fetched', 'licence-valid']

/**
 * What happened, in the order of its times, from all sources, with the skew of the nodes' clocks taken out. Of too many entries those
 * are kept that tell of a failure, and those nearest to `pivot`.
 */
export function timelineOf(evidence: CaseEvidence, facts: CaseFacts, window: Span | null, pivot: string): Timeline {
  const all = [
    ...stackEntries(evidence),
    ...scalingEntries(evidence),
    ...functionEntries(evidence),
    ...targetEntries(evidence),
    ...nodeEntries(evidence, facts),
    ...evidence.logs.flatMap(log => logEntries(log, skewOf(log.node, evidence))),
  ].filter(({at}) => isWithin(window, at))
  const distance = ({at}: TimelineEntry) => Math.abs(Date.parse(at) - Date.parse(pivot))
  const kept =
    all.length <= mostEntries
      ? all
      : all
          .toSorted((one, other) => Number(other.failure) - Number(one.failure) || distance(one) - distance(other))
          .slice(0, mostEntries)
  const inOrder = kept.toSorted((one, other) => (one.at === other.at ? 0 : one.at < other.at ? -1 : 1))
  return {entries: inOrder, left: all.length - kept.length}
}

function skewOf(node: string, {nodes}: CaseEvidence): number | null {
  return nodes.find(({value}) => value.name === node)?.value.clockAhead ?? null
}

/** Clocks of AWS are taken for right. */
const ofAws = {skew: 0} as const

function stackEntries({events}: CaseEvidence): readonly TimelineEntry[] {
  return events.map(event => {
    const {at, stack, logicalId, type, status, reason} = event.value
    const who = logicalId === stack ? `stack ${stack}` : logicalId
    return {
      ...placeOf(event, at),
      source: 'stack',
      text: bounded(`${who} (${type}) ${status}${reason === null ? '' : `: ${reason}`}`),
      failure: status.endsWith('_FAILED') && !isCancelled(event),
      ...ofAws,
    }
  })
}

function scalingEntries({activities}: CaseEvidence): readonly TimelineEntry[] {
  return activities.map(activity => {
    const {at, status, statusMessage, description, cause} = activity.value
    const withdrawn = /health.?check/i.test(cause.slice(0, longestText))
    return {
      ...placeOf(activity, at),
      source: 'scaling',
      text: bounded(
        `${status}: ${description}${statusMessage === null ? '' : ` (${statusMessage})`}${withdrawn ? `; ${cause}` : ''}`,
      ),
      failure: status === 'Failed' || withdrawn,
      ...ofAws,
    }
  })
}

function functionEntries({functionLog}: CaseEvidence): readonly TimelineEntry[] {
  return functionLog.map(line => ({
    ...placeOf(line, line.value.at),
    source: 'function',
    text: bounded(line.value.message),
    failure: isFunctionFailure(line.value.message),
    ...ofAws,
  }))
}

function targetEntries({targetHealth, nodes}: CaseEvidence): readonly TimelineEntry[] {
  return targetHealth
    .filter(({value}) => value.state !== 'healthy')
    .map(one => {
      const {at, targetGroup, target, state, reason} = one.value
      const name = nodes.find(({value}) => value.id === target)?.value.name ?? target
      return {
        ...placeOf(one, at),
        source: 'balancer',
        text: bounded(`${name} in ${targetGroup} is ${state}${reason === null ? '' : ` (${reason})`}`),
        failure: /^unhealthy/.test(state),
        ...ofAws,
      }
    })
}

function nodeEntries({nodes}: CaseEvidence, facts: CaseFacts): readonly TimelineEntry[] {
  const launched = nodes.map(({value, file, line}) => ({
    at: corrected(value.launchedAt, 0),
    source: value.name,
    text: `${value.id} was launched in ${value.zone}; it is ${value.state} now`,
    file,
    line,
    skew: 0,
    failure: false,
  }))
  const booted = facts.parts('system').map(({name, value}) => {
    const node = nodes.find(one => one.value.name === name)
    const {file, line} = facts.evidence('nodeProbes', '')
    const skew = node?.value.clockAhead ?? null
    return {at: corrected(value.bootedAt, skew ?? 0), source: name, text: 'booted', file, line, skew, failure: false}
  })
  return [...launched, ...booted].flatMap(({at, ...entry}) =>
    at === null ? [] : [{at, ...entry, text: bounded(entry.text)}],
  )
}

function logEntries(log: ScannedLog, skew: number | null): readonly TimelineEntry[] {
  const {path: file, node: source, name} = log
  const entry = (point: LogPoint, text: string, failure: boolean): readonly TimelineEntry[] =>
    point.near === null
      ? []
      : [
          {
            at: point.near,
            source,
            text: bounded(point.at === null ? `${text} (then or later)` : text),
            file,
            line: point.line,
            skew,
            failure,
          },
        ]
  const hits = log.hits.flatMap(hit => {
    const {id, count, first, last} = hit
    const standing = standingOf(log, hit) === 'standing'
    const label = `${name}: ${labelOf(id)}${standing ? '' : ', which passed'}`
    return [
      ...entry(first, `${label}${count === 1 ? '' : `, first of ${count}`}: ${first.text}`, standing),
      ...(count === 1 ? [] : entry(last, `${label}, last of ${count}: ${last.text}`, standing)),
    ]
  })
  const milestones = [...log.milestones].flatMap(([id, {count, first, last, some}]) => {
    const says = logMilestones.find(one => one.id === id)?.says ?? id
    if (untold.includes(id)) return []
    const failure = id === 'installation-failed'
    if (eachTold.includes(id)) return some.flatMap(point => entry(point, `${name}: ${says}`, failure))
    return [
      ...entry(first, `${name}: ${says}${count === 1 ? '' : `, first of ${count} times`}`, failure),
      ...(count === 1 ? [] : entry(last, `${name}: ${says}, last of ${count} times`, failure)),
    ]
  })
  return [...hits, ...milestones]
}

/** A number, or words where it has none. */
function labelOf(id: CauseId): string {
  return id in ownCauses ? ownCauses[id as keyof typeof ownCauses].title : id
}

function placeOf({file, line}: {readonly file: string; readonly line: number}, at: string) {
  return {at: corrected(at, 0) ?? at, file, line}
}

function bounded(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length <= longestText ? line : `${line.slice(0, longestText - 1)}…`
}
