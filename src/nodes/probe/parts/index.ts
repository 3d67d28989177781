import type {NodeRole} from '../../../openvidu/services.ts'
import type {AnyPart} from '../part.ts'
import {disks} from './disks.ts'
import {memory} from './memory.ts'

/** Every part of the probe, cheap ones first: where a node hangs, what came before is known. */
export const allParts: readonly AnyPart[] = [memory, disks]

export function partsOf(role: NodeRole): readonly AnyPart[] {
  return allParts.filter(({roles}) => roles.includes(role))
}
