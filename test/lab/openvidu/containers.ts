import {createHash} from 'node:crypto'
import {type NodeRole, servicesOf} from '../../../src/openvidu/services.ts'

/** A container as Docker knows it. */
export interface LabContainer {
  readonly name: string
  readonly image: string
  readonly state: string
  readonly health: string | null
  readonly restarts: number
  readonly oomKilled: boolean
  readonly exitCode: number
  readonly startedAt: string
  readonly finishedAt: string
  readonly agent: boolean
}

const never = '0001-01-01T00:00:00Z'

/** Those of a healthy node of 3.8.0. */
export function healthyContainers(role: NodeRole): readonly LabContainer[] {
  return servicesOf('3.8.0', role).map(({name, images, versioned}) => ({
    name,
    image: `docker.io/${images[0]}:${versioned ? '3.8.0' : '1.2.3'}`,
    state: 'running',
    health: null,
    restarts: 0,
    oomKilled: false,
    exitCode: 0,
    startedAt: '2026-11-12T10:15:00.123456789Z',
    finishedAt: never,
    agent: false,
  }))
}

/** A line a container: id, name, and what the format of the probe makes docker inspect print. */
export function containerLines(containers: readonly LabContainer[]): string {
  return containers
    .map(one => {
      const id = digest(one.name)
      const row = [
        `/${one.name}`,
        one.agent ? '' : one.name,
        one.image,
        one.state,
        one.health,
        one.restarts,
        one.oomKilled,
        one.exitCode,
        one.startedAt,
        one.finishedAt,
        one.agent ? 'true' : '',
      ]
      const log = `/var/lib/docker/containers/${id}/${id}-json.log`
      return `${id}\t${one.name}\tsha256:${digest(one.image)}|${log}|${JSON.stringify(row)}\n`
    })
    .join('')
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
