import type {AwsSession} from '../../aws/session.ts'
import {CannotExamine} from '../../model/errors.ts'
import type {Snapshot} from '../../model/snapshot.ts'
import {openConnection} from '../connection.ts'
import type {ConnectionFlags} from '../connection-flags.ts'
import {dnsServersIn} from '../dns-servers.ts'
import {lookAtStack} from '../look-at-stack.ts'
import {regionIn} from '../region.ts'
import {limitOf, progressOf, type Running} from '../running.ts'
import {stackReference} from '../stack-reference.ts'

/** What AWS tells of a stack, the nodes not asked yet, and the session that goes on from there. */
export interface FirstLook {
  readonly session: AwsSession
  readonly snapshot: Snapshot
  /** Ctrl-C and the deadline. */
  readonly signal: AbortSignal
}

/** Throws CannotExamine where there is no such stack, or nobody could be asked for it. Whoever is handed the session closes it. */
export async function firstLook(stack: string, running: Running<ConnectionFlags>): Promise<FirstLook> {
  const {flags, toolVersion} = running
  const {name, region} = stackReference(stack, regionIn(flags.region), process.env.AWS_REGION)
  const {profile = null, concurrency} = flags
  const signal = limitOf(running)
  const connection = await openConnection({region, profile, concurrency, signal})
  const {snapshot, failure} = await lookAtStack(connection, {
    stack: name,
    region,
    toolVersion,
    progress: progressOf(running),
    options: {verifySecret: false, probe: true, changeSet: null, dnsServers: dnsServersIn(process.env)},
    nodes: false,
  })
  if (failure === null && 'session' in connection) return {session: connection.session, snapshot, signal}
  if ('session' in connection) connection.session.close()
  running.interrupted().throwIfAborted()
  throw new CannotExamine(
    `the stack was not seen: ${failure?.detail ?? 'nobody could be asked'}`,
    'Look at region and credentials; openvidu-doctor permissions --for bundle prints the policy that is needed.',
  )
}
