import type {NodeRole} from '../../../openvidu/services.ts'
import type {AnyPart} from '../part.ts'
import {containers} from './containers.ts'
import {disks} from './disks.ts'
import {docker} from './docker.ts'
import {health} from './health.ts'
import {memory} from './memory.ts'
import {mongo} from './mongo.ts'
import {reach} from './reach.ts'
import {redis} from './redis.ts'

/** Every part of the probe, cheap ones first: where a node hangs, what came before is known. */
export const allParts: readonly AnyPart[] = [memory, disks, docker, containers, health, redis, mongo, reach]

export function partsOf(role: NodeRole): readonly AnyPart[] {
  return allParts.filter(({roles}) => roles.includes(role))
}
