import type {FactMap} from '../model/facts.ts'
import {isLive} from './live-volumes.ts'

type Volume = FactMap['volumes'][number]

const onDisks = 'the database, metrics, logs and configuration of the deployment'

/** What goes with the disks of the masters. Since 3.2 recordings are in buckets; before, they are on the masters as well. */
export function lostWithDisks(recordings: 'in buckets' | 'on disks'): string {
  return recordings === 'in buckets' ? onDisks : `recordings, ${onDisks}`
}

/**
 * The volumes of the masters that decide about what they hold. In the first generation, whose parameter RetainVolumes decides
 * of the volumes that the stack makes, only those hold anything.
 */
export function holdingVolumes(volumes: readonly Volume[], hasRetainVolumes: boolean): readonly Volume[] {
  return volumes
    .filter(({group}) => group === 'master')
    .filter(volume => !hasRetainVolumes || (isLive(volume) && volume.subject.logicalId !== null))
}

/** Whether the template itself asks for disks of masters that go with their master; by hand that can be done after it. */
export function templateDeletesDisks(asked: readonly Volume[]): boolean {
  return asked.some(
    ({group, deleteOnTermination: {value}}) => group === 'master' && value.state === 'known' && value.value,
  )
}
