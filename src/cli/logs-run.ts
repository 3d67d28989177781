import {mkdir, mkdtemp, readdir, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {plain} from '../../reports/escape/terminal.ts'
import type {AwsSession} from '../aws/session.ts'
import {nodeStatus} from '../engine/node-status.ts'
import {CannotExamine, UnusableInput} from '../model/errors.ts'
import type {LogLine} from '../model/log-line.ts'
import type {BringRequest, Brought, LogNode} from '../nodes/logs/bring-logs.ts'
import type {Following} from '../nodes/logs/following.ts'
import {bytesText} from './byte-size.ts'
import {chooseNodes} from './choose-nodes.ts'
import {openConnection} from './connection.ts'
import {dnsServersIn} from './dns-servers.ts'
import {durationText} from './duration.ts'
import type {LogsFlags} from './logs-flags.ts'
import {type LogsRequest, logsRequest} from './logs-request.ts'
import {shortfalls} from './logs-told.ts'
import {lookAtStack} from './look-at-stack.ts'
import {regionIn} from './region.ts'
import {limitOf, progressOf, type Running} from './running.ts'
import {showLines, type Write} from './show-lines.ts'
import {stackReference} from './stack-reference.ts'
import {routeVia} from './via-route.ts'
import {repeatedly} from './watch.ts'

const collectSeconds = 600
/** Packed, of all nodes together. */
const totalBytes = 2e9

export interface LogsRunning extends Running<LogsFlags> {
  readonly write: Write
  readonly render: (nodes: readonly string[], sources: readonly string[]) => (line: LogLine) => string
  /** Between two looks of --follow. */
  readonly pauseSeconds: number
}

/** Shows the logs of a stack's nodes. Whether any node answered. */
export async function showLogs(stack: string, names: readonly string[], running: LogsRunning): Promise<boolean> {
  const {flags} = running
  const {keepYoungGenerationSmall} = await import('../nodes/transfer/young-generation.ts')
  // Before the clients of AWS are loaded: their loading alone would make it grow, and it never shrinks.
  keepYoungGenerationSmall()
  const request = await logsRequest(names, flags, new Date())
  const {name, region} = stackReference(stack, regionIn(flags.region), process.env.AWS_REGION)
  if (flags.output !== undefined) await emptyFolder(flags.output)
  const {profile = null, concurrency} = flags
  const connection = await openConnection({region, profile, concurrency, signal: limitOf(running)})
  try {
    const {snapshot, failure} = await lookAtStack(connection, {
      stack: name,
      region,
      toolVersion: running.toolVersion,
      progress: progressOf(running),
      options: {verifySecret: false, probe: false, changeSet: null, dnsServers: dnsServersIn(process.env)},
      nodes: false,
      wanted: ['nodes', 'managedNodes'],
    })
    const status = nodeStatus(snapshot)
    if (status === null || !('session' in connection)) {
      const {nodes} = snapshot.facts
      const why = failure?.detail ?? (nodes?.state === 'unknown' ? nodes.detail : 'they were not looked at')
      throw new CannotExamine(
        `the nodes of the stack were not seen: ${why}`,
        'Look at region and credentials; openvidu-doctor permissions --for check,nodes prints the policy that is needed.',
      )
    }
    const chosen = chooseNodes(status.nodes, flags.node ?? [])
    const {managedNodes} = snapshot.facts
    const managed = managedNodes?.state === 'known' ? new Set(managedNodes.value.map(({id}) => id)) : null
    const asked = chosen.flatMap(({id, name, role, state}): LogNode[] => {
      const sources = request.sources?.filter(({roles}) => roles.includes(role)) ?? null
      if (sources?.length === 0) return []
      const trouble =
        state !== 'running'
          ? `it is ${state}`
          : managed?.has(id) === false
            ? 'Systems Manager does not reach it, so that nobody could ask it'
            : null
      if (trouble !== null) running.tell(`Note: ${plain(`${name}: not asked: ${trouble}`)}.`)
      return trouble === null ? [{id, name, role, sources}] : []
    })
    if (asked.length > 0) return await new LogsRun(connection.session, asked, request, running).show()
    if (chosen.some(({role}) => request.sources?.some(({roles}) => roles.includes(role)) ?? true)) return false
    throw new UnusableInput(
      [{message: `none of the nodes has ${names.join(', ')}`, location: null}],
      'Leave --node out, or name a log that these nodes have.',
    )
  } finally {
    if ('session' in connection) connection.session.close()
  }
}

class LogsRun {
  readonly #session: AwsSession
  readonly #nodes: readonly LogNode[]
  readonly #request: LogsRequest
  readonly #running: LogsRunning

  constructor(session: AwsSession, nodes: readonly LogNode[], request: LogsRequest, running: LogsRunning) {
    this.#session = session
    this.#nodes = nodes
    this.#request = request
    this.#running = running
  }

  async show(): Promise<boolean> {
    const {flags, tell} = this.#running
    const folder = flags.output ?? (await mkdtemp(join(tmpdir(), 'openvidu-doctor-logs-')))
    try {
      const [{SecretMemory}, {Following}, bring] = await Promise.all([
        import('../redact/secret-memory.ts'),
        import('../nodes/logs/following.ts'),
        this.#bringer(),
      ])
      const memory = new SecretMemory()
      const following = flags.follow ? new Map(this.#nodes.map(({id}) => [id, new Following()])) : undefined
      const {query} = this.#request
      const place = placeIn(join(folder, flags.output === undefined ? '0' : ''))
      const first = {nodes: this.#nodes, query, place, memory}
      const brought = await bring({...first, ...(following === undefined ? {} : {following})})
      if (brought.badPattern) {
        throw new UnusableInput(
          [{message: '--grep is no extended regular expression for the grep of the nodes', location: null}],
          'Give a POSIX extended regular expression, as for grep -E.',
        )
      }
      const goesOn = flags.output === undefined ? await this.#print(brought) : this.#tellFiles(brought)
      for (const line of shortfalls(brought, this.#nameOf, this.#request.sources !== null)) tell(`Note: ${line}.`)
      if (following !== undefined && goesOn) await this.#follow(bring, following, memory, folder)
      return [...brought.outcomes.values()].some(({state}) => state !== 'unknown')
    } finally {
      if (flags.output === undefined) await rm(folder, {recursive: true, force: true})
    }
  }

  /** Each node is looked at again by itself: a slow one holds up none. */
  async #follow(
    bring: Bringer,
    following: ReadonlyMap<string, Following>,
    memory: BringRequest['memory'],
    folder: string,
  ): Promise<void> {
    const {interrupted, pauseSeconds, tell} = this.#running
    const ending = new AbortController()
    const signal = AbortSignal.any([interrupted(), ending.signal])
    const since = new Date().toISOString()
    const query = {...this.#request.query, since: this.#request.query.since ?? since, lines: null}
    let looks = 0
    let printing: Promise<unknown> = Promise.resolve()
    const faults: unknown[] = []
    await Promise.all(
      this.#nodes.map(async node => {
        let trouble = ''
        const look = async (): Promise<void> => {
          if (looks > 0 && signal.aborted) return
          looks += 1
          const own = join(folder, String(looks))
          const brought = await bring({nodes: [node], query, place: placeIn(own), memory, following, quiet: true})
          const told = shortfalls(brought, this.#nameOf, false).join('; ')
          if (told !== trouble && !signal.aborted)
            tell(told === '' ? `Note: ${node.name}: seen again.` : `Note: ${told}.`)
          trouble = told
          // One after the other, so that the lines of one look stay together.
          printing = printing.then(async () => {
            if (!(await this.#print(brought))) ending.abort()
          })
          await printing
          await rm(own, {recursive: true, force: true})
        }
        try {
          await pausing(pauseSeconds, signal)
          await repeatedly(pauseSeconds, signal, look)
        } catch (error) {
          faults.push(error)
          ending.abort()
        }
      }),
    )
    if (faults.length > 0) throw faults[0]
  }

  readonly #nameOf = (id: string): string => this.#nodes.find(node => node.id === id)?.name ?? id

  async #print({files}: Brought): Promise<boolean> {
    const {render, write, interrupted} = this.#running
    const {since, until, lines} = this.#request.query
    const [{merged}, {sortable}] = await Promise.all([
      import('../nodes/logs/merge.ts'),
      import('../derive/line-time.ts'),
    ])
    const window = {
      since: since === null ? null : sortable(since),
      until: until === null ? null : sortable(until),
      lines: this.#running.flags.follow ? null : lines,
    }
    const look = render(
      this.#nodes.map(({name}) => name),
      files.map(({source}) => source.name),
    )
    const idOf = (node: string): string => this.#nodes.find(({name}) => name === node)?.id ?? ''
    // What has arrived before Ctrl-C is still shown; a second one ends the process.
    const never = new AbortController().signal
    return showLines(merged(files, window), idOf, look, write, this.#running.flags.follow ? interrupted() : never)
  }

  #tellFiles({files}: Brought): boolean {
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
    this.#running.tell(`${files.length} files, ${bytesText(bytes)}, in ${plain(this.#running.flags.output ?? '')}.`)
    return false
  }

  async #bringer(): Promise<Bringer> {
    const {flags, interrupted, tell} = this.#running
    const {via, bytesPerNode} = this.#request
    const [{bringLogs}, {makeCommander}] = await Promise.all([
      import('../nodes/logs/bring-logs.ts'),
      import('../nodes/transport/run-command.ts'),
    ])
    const route = via === null ? {} : await routeVia(this.#session, via)
    return ({quiet = false, ...request}) =>
      bringLogs({
        ...request,
        commander: signal => makeCommander(this.#session.until(signal)),
        signal: AbortSignal.any([interrupted(), AbortSignal.timeout(flags.timeout * 1_000)]),
        limits: {bytesPerNode, totalBytes, collectSeconds},
        ...route,
        onEstimate: ({bytes, seconds, nodes, cut}) => {
          if (quiet) return
          const part = cut > 0 ? `, cut for ${cut} of them` : ''
          tell(
            `Bringing ${bytesText(bytes)}, packed, from ${nodes} ${nodes === 1 ? 'node' : 'nodes'}${part}: some ${durationText(seconds * 1_000)}. Ctrl-C ends it and shows what has arrived${via === null && seconds > 120 ? '; --via s3://BUCKET is faster' : ''}.`,
          )
        },
      })
  }
}

type Bringer = (
  request: Pick<BringRequest, 'nodes' | 'query' | 'place' | 'memory' | 'following'> & {readonly quiet?: boolean},
) => Promise<Brought>

/** A folder for each node, a file for each source. */
function placeIn(folder: string): BringRequest['place'] {
  return (node, {kind, name}) => join(folder, node, kind === 'container' ? `${name}.log` : `${name}.${kind}.log`)
}

async function pausing(seconds: number, signal: AbortSignal): Promise<void> {
  const {setTimeout} = await import('node:timers/promises')
  await setTimeout(seconds * 1_000, undefined, {signal}).catch(() => {})
}

/** Nothing of the user's is written over. Throws UnusableInput. */
async function emptyFolder(path: string): Promise<void> {
  const refuse = (message: string) =>
    new UnusableInput([{message, location: {file: path}}], 'Give a folder that is new or empty.')
  try {
    await mkdir(path, {recursive: true, mode: 0o700})
    if ((await readdir(path)).length > 0) throw refuse('is not empty')
  } catch (error) {
    if (error instanceof UnusableInput) throw error
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason'
    throw refuse(`cannot be written to (${code})`)
  }
}
