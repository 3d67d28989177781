import type {NodeRole} from '../../../openvidu/services.ts'
import type {AnyPart} from '../part.ts'
import {addresses} from './addresses.ts'
import {clock} from './clock.ts'
import {cloudInit} from './cloud-init.ts'
import {configuration} from './configuration.ts'
import {containers} from './containers.ts'
import {disks} from './disks.ts'
import {docker} from './docker.ts'
import {egress} from './egress.ts'
import {health} from './health.ts'
import {installation} from './installation.ts'
import {memory} from './memory.ts'
import {mongo} from './mongo.ts'
import {nodesErrors} from './nodes-errors.ts'
import {reach} from './reach.ts'
import {rebootJob} from './reboot-job.ts'
import {redis} from './redis.ts'
import {signatures} from './signatures.ts'
import {system} from './system.ts'
import {unit} from './unit.ts'

/** Every part of the probe, cheap ones first: where a node hangs, what came before is known. */
export const allParts: readonly AnyPart[] = [
  system,
  memory,
  addresses,
  installation,
  nodesErrors,
  disks,
  unit,
  clock,
  rebootJob,
  egress,
  configuration,
  cloudInit,
  docker,
  containers,
  health,
  redis,
  mongo,
  reach,
  signatures,
]

export function partsOf(role: NodeRole): readonly AnyPart[] {
  return allParts.filter(({roles}) => roles.includes(role))
}
