import type {CauseId} from '../openvidu/failure-causes.ts'
import {isInstallationLog} from './case-logs.ts'
import {between} from './moments.ts'
import type {LogHit, Passing, ScannedLog} from './scan-log.ts'

/**
 * What became of a failure that a log shows.
 *
 * `mended`: a later line proves that it kept nothing from going on. `past`: the log goes on for long without it. Both are no causes.
 * `standing`: neither.
 */
export type Standing = 'mended' | 'past' | 'standing'

/** How long a log must go on without a failure until it is past, milliseconds. Most repeat within seconds, or until a retry works. */
const usualRest = 15 * 60_000
const rests: Partial<Record<CauseId, number>> = {
  // Written at each start only: whatever the container says later, it says of a start that went well.
  F25: 2 * 60_000,
  // Tells what was once tried and refused; nobody tries again.
  F42: 24 * 3_600_000,
  // Asked for rarely while the server runs.
  F43: 24 * 3_600_000,
}

/** What a script goes on after, so that its going on proves nothing. */
const survived: readonly CauseId[] = ['F19', 'F24', 'F12']

/** How near to an election a refused write is one of those that elections bring, milliseconds. */
const electionSpan = 120_000

export function standingOf(log: ScannedLog, hit: LogHit): Standing {
  const after = (milestone: Passing | undefined): boolean =>
    milestone !== undefined && milestone.last.line > hit.last.line
  const {milestones} = log
  if (log.source === 'cloud-init') {
    if (endedWell(log)) return hit.id === 'F24' ? 'standing' : 'mended'
    if (hit.id === 'F2' && after(milestones.get('packages-fetched'))) return 'mended'
    return !survived.includes(hit.id) && after(milestones.get('progress')) ? 'mended' : 'standing'
  }
  if (log.source === 'journal' && after(milestones.get('unit-started'))) return 'mended'
  if (hit.id === 'F43' && after(milestones.get('licence-valid'))) return 'mended'
  if (hit.id === 'F42' && isOfElection(log, hit)) return 'mended'
  if (log.source !== 'container-log') return 'standing'
  const rest = between(hit.last.near, log.end)
  return rest !== null && rest >= (rests[hit.id] ?? usualRest) ? 'past' : 'standing'
}

/** Whether the installation that it tells of came to a good end. Cloud-init says that it finished in any case. */
export function endedWell({name, milestones, hits}: ScannedLog): boolean {
  const end = milestones.get('installation-ended')
  if (!isInstallationLog({name}) || end === undefined) return false
  const begun = milestones.get('boot')?.last.line ?? 0
  const failed = milestones.get('installation-failed')
  if (failed !== undefined && failed.last.line > begun) return false
  return !hits.some(({id, last}) => ['F12', 'F13', 'F14'].includes(id) && last.line > begun)
}

function isOfElection({milestones}: ScannedLog, {last}: LogHit): boolean {
  const election = milestones.get('election')
  if (election === undefined) return false
  const apart = between(last.near, election.last.near)
  return apart !== null && Math.abs(apart) <= electionSpan
}
