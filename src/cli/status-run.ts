import {openConnection} from './connection.ts'
import type {ConnectionFlags} from './connection-flags.ts'
import {dnsServersIn} from './dns-servers.ts'
import {lookAtStack, type StackSeen} from './look-at-stack.ts'
import {regionIn} from './region.ts'
import {limitOf, progressOf, type Running} from './running.ts'
import {stackReference} from './stack-reference.ts'

/** The nodes of a stack and what runs on them, and nothing that this does not take. */
export async function lookAtNodes(stack: string, running: Running<ConnectionFlags>): Promise<StackSeen> {
  const {flags, toolVersion} = running
  const {name, region} = stackReference(stack, regionIn(flags.region), process.env.AWS_REGION)
  const {profile = null, concurrency} = flags
  const connection = await openConnection({region, profile, concurrency, signal: limitOf(running)})
  try {
    return await lookAtStack(connection, {
      stack: name,
      region,
      toolVersion,
      progress: progressOf(running),
      options: {verifySecret: false, probe: false, changeSet: null, dnsServers: dnsServersIn(process.env)},
      nodes: true,
      wanted: ['nodes', 'managedNodes', 'nodeProbes'],
    })
  } finally {
    if ('session' in connection) connection.session.close()
  }
}
