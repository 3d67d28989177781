import type {Confidence} from '../../model/diagnosis.ts'
import {signatures} from '../../openvidu/signatures.ts'
import type {CaseEvidence} from '../case-evidence.ts'
import {between, earliest, latest, spanText} from '../moments.ts'
import type {Operation} from '../operation.ts'
import type {LogHit, ScannedLog} from '../scan-log.ts'
import {roleOf, type Sign} from '../sign.ts'
import {endedWell, standingOf} from '../standing.ts'
import {lineEvidence} from './evidence.ts'
import {unreachedHost} from './unreached-host.ts'

/** What is written at the times of an operation, and a little later, may have to do with it. */
const afterFailure = 2 * 60_000
/** What a log of services showed so long before the end of what is looked at may be history. */
const old = 24 * 3_600_000
const shownBefore = 2

interface Found {
  readonly log: ScannedLog
  readonly hit: LogHit
}

/** The failures that logs of nodes show and that nothing in them mended: one sign for each on each node. */
export function logSigns({logs}: CaseEvidence, operation: Operation | null, until: string): readonly Sign[] {
  const well = new Set(logs.filter(endedWell).map(({node}) => node))
  const standing = logs.flatMap(log =>
    log.hits.flatMap((hit): readonly Found[] => {
      // One log of an installation may tell less of it than another.
      if (log.source === 'cloud-init' && well.has(log.node) && hit.id !== 'F24') return []
      return standingOf(log, hit) === 'standing' ? [{log, hit}] : []
    }),
  )
  const groups = Map.groupBy(standing, ({log, hit}) => `${hit.id} ${log.node}`)
  return [...[...groups.values()].map(found => signOf(found, operation, until)), ...givenUp(logs, standing)]
}

function signOf(found: readonly Found[], operation: Operation | null, until: string): Sign {
  const [{log, hit}] = found as readonly [Found, ...Found[]]
  const {node} = log
  const first = earliest(found.map(one => one.hit.first.near))
  const last = latest(found.map(one => one.hit.last.near))
  const weight = weightOf({log, hit}, {first, last}, operation, until)
  const host = hit.id === 'F15' ? unreachedHost([hit.first, ...hit.before.toReversed()]) : null
  return {
    id: hit.id,
    node,
    role: roleOf(node),
    where: [node],
    first,
    last,
    confidence: weight.confidence,
    ...(host === null ? {} : {title: `${node} did not reach ${host}`, remedy: `Let the node reach ${host}.`}),
    because: [...found.map(timesOf), ...weight.because],
    evidence: found.flatMap(one => [
      ...(hit.id.startsWith('F') ? one.hit.before.slice(-shownBefore) : []).map(point =>
        lineEvidence(one.log, point, null),
      ),
      lineEvidence(one.log, one.hit.first, hit.id),
      ...(one.hit.last.line === one.hit.first.line ? [] : [lineEvidence(one.log, one.hit.last, hit.id)]),
    ]),
  }
}

function timesOf({log: {path, name, node}, hit: {count, first, last}}: Found): string {
  const times = count === 1 ? 'one line' : `${count} lines`
  const span =
    first.near === null
      ? ''
      : first.near === last.near || count === 1
        ? `, at ${first.near}`
        : `, from ${first.near} to ${last.near}`
  const untimed = first.at === null && first.near !== null ? ' or later' : ''
  return `${name} of ${node} shows it in ${times}${span}${untimed} (${path}:${first.line}).`
}

function weightOf(
  {log, hit}: Found,
  {first, last}: {readonly first: string | null; readonly last: string | null},
  operation: Operation | null,
  until: string,
): {readonly confidence: Confidence; readonly because: readonly string[]} {
  const failedAt = operation?.failure?.value.at ?? null
  const begun = operation?.startedAt ?? null
  if (failedAt !== null && first !== null && (between(failedAt, first) ?? 0) > afterFailure)
    return {confidence: 'low', because: [`That was after the operation had failed (${failedAt}).`]}
  if (failedAt !== null && begun !== null && last !== null && last < begun)
    return {confidence: 'low', because: [`That was before the operation began (${begun}).`]}
  const age = between(last, until)
  if (log.source !== 'cloud-init' && failedAt === null && age !== null && age > old)
    return {
      confidence: 'low',
      because: [`That was ${spanText(age)} before the end of what was looked at, and nothing tells whether it lasted.`],
    }
  const signature = signatures.find(({id}) => id === hit.id)
  if (signature?.verified === false)
    return {
      confidence: 'medium',
      because: ['The exact wording of this failure is not published: the line is likely to mean it.'],
    }
  return {confidence: 'high', because: []}
}

/** Installations that cloud-init gave up, where no known failure says why. */
function givenUp(logs: readonly ScannedLog[], standing: readonly Found[]): readonly Sign[] {
  return logs.flatMap((log): readonly Sign[] => {
    const failed = log.milestones.get('installation-failed')
    if (log.name !== 'cloud-init-output' || failed === undefined) return []
    const {node} = log
    if (standing.some(one => one.log.node === node && one.log.source === 'cloud-init')) return []
    return [
      {
        id: 'installation-failed',
        node,
        role: roleOf(node),
        where: [node],
        first: failed.last.near,
        last: failed.last.near,
        confidence: 'high',
        because: [
          `cloud-init of ${node} gave up the script that installs OpenVidu, and no line of it is a known failure.`,
        ],
        evidence: [lineEvidence(log, failed.last, null)],
      },
    ]
  })
}
