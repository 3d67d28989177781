import {outboundHosts} from '../openvidu/node-files.ts'
import type {Part} from './node-answers.ts'

type Attempt = Part<'reach'>[number]

export interface OutboundTroubles {
  /** Hosts that nodes need all the time, and how they are not reached: `accounts.openvidu.io:443 (timed-out)`. */
  readonly run: readonly string[]
  /** The same of those that only an installation needs. */
  readonly install: readonly string[]
  /** Tried, and nothing can be told of them. */
  readonly undecided: readonly string[]
  /** Needed all the time, and not tried. */
  readonly untried: readonly string[]
}

/**
 * How a node reaches the hosts outside of the deployment. One that is in no list of ours is an endpoint of AWS, which nodes need
 * all the time. Over UDP nothing but the name can be told.
 */
export function outboundTroubles(reach: Part<'reach'>): OutboundTroubles {
  const hosts = reach.filter(({kind}) => kind === 'host')
  const failing = hosts.filter(isUnreached)
  const needed = outboundHosts.filter(host => host.needed === 'run')
  return {
    run: failing.filter(attempt => !isForInstallation(attempt)).map(inWords),
    install: failing.filter(isForInstallation).map(inWords),
    undecided: hosts.filter(({state}) => state === 'failed').map(nameOf),
    untried: needed.filter(one => !hosts.some(attempt => isSame(attempt, one))).map(nameOf),
  }
}

function isUnreached({protocol, state}: Attempt): boolean {
  if (state === 'unresolved') return true
  return protocol === 'tcp' && (state === 'refused' || state === 'timed-out')
}

function isForInstallation(attempt: Attempt): boolean {
  return outboundHosts.some(host => host.needed === 'install' && isSame(attempt, host))
}

function isSame(attempt: Attempt, {host, port, protocol}: Pick<Attempt, 'host' | 'port' | 'protocol'>): boolean {
  return attempt.host === host && attempt.port === port && attempt.protocol === protocol
}

function inWords(attempt: Attempt): string {
  return `${nameOf(attempt)} (${attempt.state})`
}

function nameOf({host, port, protocol}: Pick<Attempt, 'host' | 'port' | 'protocol'>): string {
  return protocol === 'udp' ? `${host}:${port}/udp` : `${host}:${port}`
}
