import {type Fact, type Unknown, unknown} from '../model/fact.ts'
import type {FactMap} from '../model/facts.ts'

type VolumeDetails = NonNullable<FactMap['masterVolumes'][number]['details']>
type Copy = NonNullable<FactMap['snapshots'][number]['newest']>

/** The newest copy of a volume that was seen, and what could not be seen and may hold a newer one. */
export function newestCopy(
  volumeId: string,
  {arn, node}: VolumeDetails,
  snapshots: Fact<FactMap['snapshots']>,
  recoveryPoints: Fact<FactMap['recoveryPoints']>,
): {readonly newest: Copy | null; readonly gaps: readonly Unknown[]} {
  const copies: Copy[] = []
  const gaps: Unknown[] = []
  const missing = (what: string) => unknown('not-requested', `${what} of ${volumeId} were not looked at`)
  if (snapshots.state !== 'known') gaps.push(snapshots.state === 'unknown' ? snapshots : missing('the snapshots'))
  else {
    const own = snapshots.value.find(snapshot => snapshot.volumeId === volumeId)
    if (own === undefined) gaps.push(missing('the snapshots'))
    else if (own.newest !== null) copies.push(own.newest)
  }
  if (recoveryPoints.state !== 'known') {
    gaps.push(recoveryPoints.state === 'unknown' ? recoveryPoints : missing('the recovery points'))
  } else {
    for (const resource of node === null ? [arn] : [arn, node.arn]) {
      const own = recoveryPoints.value.find(points => points.arn === resource)?.newest
      if (own === undefined) gaps.push(missing('the recovery points'))
      else if (own.state === 'unknown') gaps.push(own)
      else if (own.value !== null) copies.push(own.value)
    }
  }
  const newest = copies.toSorted((one, other) => (one.at > other.at ? -1 : 1))[0]
  return {newest: newest ?? null, gaps}
}
