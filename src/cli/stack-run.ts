import {plain} from '../../reports/escape/terminal.ts'
import {formats} from '../../reports/index.ts'
import {topologyFacts} from '../derive/topology.ts'
import {type Connection, openConnection} from './connection.ts'
import {dnsServersIn} from './dns-servers.ts'
import {durationIn} from './duration.ts'
import {lookAtStack, type StackLook} from './look-at-stack.ts'
import {regionIn} from './region.ts'
import {type Judging, type Looked, limitOf, progressOf, type Running} from './running.ts'
import {stackReference} from './stack-reference.ts'
import {waitForStack} from './wait.ts'

/** A deployed stack, looked at once, or with --wait until it is judged well. */
export async function lookAtDeployed(stack: string, {choose, settings}: Judging, running: Running): Promise<Looked> {
  const {flags, toolVersion, interrupted, tell} = running
  const {name, region} = stackReference(stack, regionIn(flags.region), process.env.AWS_REGION)
  const longest = flags.wait === undefined ? null : durationIn(flags.wait)
  const {profile = null, concurrency} = flags
  const connection = await openConnection({region, profile, concurrency, signal: limitOf(running)})
  const look = {
    stack: name,
    region,
    toolVersion,
    // Of several rounds each has one line.
    progress: longest === null ? progressOf(running) : null,
    options: {
      verifySecret: flags['verify-secret'],
      probe: flags.probe,
      changeSet: flags['change-set'] ?? null,
      dnsServers: dnsServersIn(process.env),
    },
    nodes: !flags['no-nodes'],
    ...(await wantedOf(choose, flags)),
    preload: () => Promise.all([choose(), formats[flags.json ? 'json' : flags.format]()]),
  }
  try {
    const {snapshot, failure} = await (longest === null
      ? lookAtStack(connection, look)
      : waitForStack({
          longest,
          failOn: flags['fail-on'],
          checks: await choose(),
          settings,
          interrupted: interrupted(),
          look: () => lookAtStack(freshened(connection, running), look),
          progress: line => progressOf(running)?.write(`${plain(line)}\n`),
          note: line => tell(plain(line)),
        }))
    if (failure !== null) tell(`Note: the stack was not seen: ${plain(failure.detail)}.`)
    return {snapshot, blind: failure !== null}
  } finally {
    if ('session' in connection) connection.session.close()
  }
}

/** Some checks want some facts only. A snapshot is for any check: it has all. */
async function wantedOf(choose: Judging['choose'], flags: Running['flags']): Promise<Pick<StackLook, 'wanted'>> {
  const all = flags.only === undefined && flags.skip === undefined
  if (all || flags['save-snapshot'] !== undefined) return {}
  return {wanted: [...topologyFacts, ...(await choose()).flatMap(({needs, uses = []}) => [...needs, ...uses])]}
}

/** The same connection with the whole of --timeout before it. */
function freshened(connection: Connection, running: Running): Connection {
  return 'session' in connection ? {session: connection.session.until(limitOf(running))} : connection
}
