import {bytesInWords} from './byte-size.ts'
import type {Part} from './node-answers.ts'

type Disk = Part<'disks'>[number]

export interface FullDisk {
  readonly mount: string
  /** How it is full, as part of a sentence. */
  readonly use: string
  /** Nothing more can be written to it. */
  readonly exhausted: boolean
}

/** The file systems of which more of the bytes or of the inodes is used than this. */
export function fullDisks(disks: readonly Disk[], percent: number): readonly FullDisk[] {
  return disks.flatMap(disk => {
    const {mount, usedPercent, availableBytes, inodes} = disk
    const inodesUsed = inodesUsedPercent(disk)
    const uses = [
      ...(usedPercent > percent ? [`${usedPercent}% of its bytes used (${bytesInWords(availableBytes)} left)`] : []),
      ...(inodesUsed > percent ? [`${inodesUsed}% of its inodes used (${inodes?.free ?? 0} left)`] : []),
    ]
    if (uses.length === 0) return []
    return [
      {mount, use: uses.join(' and '), exhausted: availableBytes === 0 || (inodesUsed > percent && inodes?.free === 0)},
    ]
  })
}

/** Rounded up, as df does; none are used where the file system counts none, which some tell as a total of 0. */
function inodesUsedPercent({inodes}: Disk): number {
  if (inodes === null || inodes.total === 0) return 0
  return Math.ceil((100 * (inodes.total - inodes.free)) / inodes.total)
}
