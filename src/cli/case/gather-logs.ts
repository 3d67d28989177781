import {rmSync} from 'node:fs'
import type {AwsSession} from '../../aws/session.ts'
import {leastAhead} from '../../derive/clock-skew.ts'
import type {CaseNode} from '../../model/evidence.ts'
import {type Unknown, unknown} from '../../model/fact.ts'
import type {BroughtOfNode, LogNode} from '../../nodes/logs/bring-logs.ts'
import type {LogBudget} from '../../nodes/logs/budget.ts'
import type {LogPhase} from '../../nodes/logs/phases.ts'
import type {TransferRequest} from '../../nodes/transfer/request.ts'
import {durationText} from '../duration.ts'
import type {GatherRequest} from './gather-request.ts'
import {LogPaths} from './log-paths.ts'
import {type LogsOfNode, logsPath, readLogsOfNode} from './logs-of-node.ts'

const collectSeconds = 600
/** Packed, of all nodes together. */
const totalBytes = 2e9

/** By which way what is large comes; none for chunks through Run Command. */
type Route = Pick<TransferRequest, 'viaS3' | 'viaLogs'>

/** Brings the logs of nodes into a case, phase by phase, each node's as soon as it is done. */
export class LogGatherer {
  readonly #session: AwsSession
  readonly #request: GatherRequest
  readonly #paths: LogPaths
  readonly #route: Route
  /** By name of the node, from the time that its logs told. */
  readonly clockAhead = new Map<string, number>()

  constructor(request: GatherRequest, redacted: (text: string) => string, route: Route) {
    this.#request = request
    this.#session = request.session
    this.#paths = new LogPaths(request.writer, redacted)
    this.#route = route
  }

  /** Of these nodes what this phase brings and the case has not. */
  async bring(phase: LogPhase, nodes: readonly CaseNode[], budget: LogBudget): Promise<void> {
    const {writer, window, memory, rings, signal, tell} = this.#request
    const missing = nodes.filter(({name}) => !readLogsOfNode(writer.folder, name).done.includes(phase.id))
    const asked = missing.flatMap(({id, name, role}): readonly LogNode[] => {
      const sources = phase.sourcesOf(role)
      return sources.length === 0 ? [] : [{id, name, role, sources}]
    })
    if (asked.length === 0) return
    const [{bringLogs}, {makeCommander}] = await Promise.all([
      import('../../nodes/logs/bring-logs.ts'),
      import('../../nodes/transport/run-command.ts'),
    ])
    const begun = Date.now()
    const result = await bringLogs({
      nodes: asked,
      query: {...window, grep: null, lines: null, bytesPerSource: budget.bytesPerSource},
      place: (node, source) => {
        const place = this.#paths.placeOf(node, source)
        // Of an earlier run that was ended in the middle.
        rmSync(place, {force: true})
        return place
      },
      memory,
      rings,
      commander: ending => makeCommander(this.#session.until(ending)),
      signal,
      limits: {bytesPerNode: budget.bytesPerNode, totalBytes, collectSeconds},
      ...this.#route,
      onEstimate: ({bytes, seconds}) => {
        const slow = Object.keys(this.#route).length === 0 && seconds > 120 ? '; --via s3://BUCKET is faster' : ''
        tell(`${phase.title}: ${(bytes / 1e6).toFixed(1)} MB, packed, in some ${durationText(seconds * 1_000)}${slow}.`)
      },
      settled: (node, brought) => this.#take(phase, node, brought, begun),
    })
    for (const {node, path, timer} of result.left) {
      const name = nodes.find(({id}) => id === node)?.name ?? node
      tell(`Note: ${name}: ${path} may be left there${timer ? '; a timer removes it' : ''}.`)
    }
    for (const {key, why} of result.objectsLeft) tell(`Note: ${key} may be left in the bucket: ${why.detail}.`)
  }

  async #take(phase: LogPhase, node: string, brought: BroughtOfNode, begun: number): Promise<void> {
    const {writer} = this.#request
    const {outcome, files, absent, ended} = brought
    const before = readLogsOfNode(writer.folder, node)
    const cut = outcome.state === 'truncated' ? outcome : null
    for (const file of files) {
      const {source, status, counted, bytes} = file
      const path = this.#paths.pathOf(node, source)
      const left = counted !== null && counted.seen > counted.kept ? counted : null
      await writer.adopt(path, {
        source: sourceOf(source),
        node,
        seen: counted === null ? null : {bytes: counted.seen, exact: true},
        truncated:
          left === null
            ? whyNotWhole(status, cut?.why)
            : `${left.seen - left.kept} bytes between its first and last lines were left on the node`,
        redactions: Object.fromEntries(file.redactions),
      })
      before.logs.push({name: source.name, kind: source.kind, path, bytes, status})
      this.clockAhead.set(node, leastAhead(source.begunAt * 1_000, [begun - 1_000, Date.now()]))
    }
    for (const {name, why} of absent) {
      before.absent.push({name, why})
      if (why !== 'none')
        this.#gap(node, `log ${name}`, unknown(why === 'denied' ? 'denied' : 'failed', reasons[why] ?? why))
    }
    const whole = outcome.state === 'whole' || (cut !== null && ended)
    if (outcome.state === 'unknown') this.#gap(node, phase.title.toLowerCase(), outcome)
    else if (!whole) {
      this.#gap(
        node,
        `the rest of the ${phase.title.toLowerCase()}`,
        unknown(cut === null ? 'failed' : 'truncated', cut?.why ?? 'what the node sent is not in the form of logs'),
      )
    }
    const told: LogsOfNode = {...before, done: whole ? [...before.done, phase.id] : before.done}
    await writer.json(logsPath(node), told, {source: 'openvidu-doctor', node})
  }

  #gap(node: string, what: string, {cause, detail, action}: Unknown): void {
    const {writer, stack, window, signal, resume} = this.#request
    const since = window.since === null ? '' : ` --since ${window.since}`
    const command = `openvidu-doctor logs ${stack} --node ${node}${since} --output logs-of-${node}`
    const goesOn = signal.aborted ? resume : null
    writer.missing({what, node, cause, detail, action: action ?? null, command: goesOn ?? command})
  }
}

const reasons: Readonly<Record<string, string>> = {
  denied: 'it may not be read',
  missing: 'the program that tells it is not installed',
  silent: 'the Docker engine does not answer',
}

function sourceOf({kind, name}: {readonly kind: string; readonly name: string}): string {
  if (kind === 'container') return `docker logs ${name}`
  return kind === 'journal' ? `journalctl, ${name}` : `file ${name}`
}

function whyNotWhole(status: number | null, cut: string | undefined): string | null {
  if (status === 0) return null
  if (status === null) return cut ?? 'the node did not tell its end'
  if (status === 124 || status === 137) return 'reading it took too long'
  return `reading it ended with code ${status}`
}
