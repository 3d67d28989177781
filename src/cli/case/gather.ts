import {isIP} from 'node:net'
import type {AwsSession} from '../../aws/session.ts'
import type {EvidenceFile, EvidenceNode} from '../../collect/evidence/evidence.ts'
import {type Seen, unknown} from '../../model/fact.ts'
import type {NotCollected} from '../../model/manifest.ts'
import type {Snapshot} from '../../model/snapshot.ts'
import {writeDocuments, writeNodes} from './case-documents.ts'
import {type AskedNode, caseNodes} from './case-nodes.ts'
import {factGaps} from './fact-gaps.ts'
import {LogGatherer} from './gather-logs.ts'
import type {GatherRequest} from './gather-request.ts'
import {stepsOn} from './gather-steps.ts'
import type {GatheredCase} from './gathered-case.ts'

/** A gathered case, with what only whoever seals it needs. */
export interface Gathered extends GatheredCase {
  /** Whether the values of the stack's secret are among what is known, and why not. */
  readonly stackSecret: {readonly read: boolean; readonly why: string | null}
}

/**
 * Gathers evidence of a deployed stack into a case: what tells most for least first, each piece in the folder as soon as it is
 * there. The signal ends it; what was not had by then is told as missing. Throws NoRoom where the disk is full.
 */
export async function gatherCase(request: GatherRequest): Promise<Gathered> {
  const {writer} = request
  const gathering = new Gathering(request)
  await gathering.perform()
  for (const gap of factGaps(gathering.snapshot, 'openvidu-doctor permissions --for bundle')) writer.missing(gap)
  const {snapshot, partial, stackSecret} = gathering
  return {snapshot, partial, stackSecret, notCollected: writer.gaps}
}

/** Of a file that is looked up again when the run is continued. */
const notAll = 'not all of it could be had: see notCollected'

class Gathering {
  readonly #request: GatherRequest
  readonly #session: AwsSession
  snapshot: Snapshot
  partial: string | null = null
  stackSecret: Gathered['stackSecret'] = {read: false, why: 'it was not asked for (--no-secret)'}

  constructor(request: GatherRequest) {
    this.#request = request
    this.#session = request.session
    this.snapshot = request.snapshot
  }

  async perform(): Promise<void> {
    const {writer, rings, judging, nodes: names} = this.#request
    await this.#learnSecret()
    await writeDocuments(writer, this.snapshot, rings, judging)
    const all = caseNodes(this.snapshot)
    if (all === null) this.#missing('nodes', unknown('failed', 'the nodes of the stack were not seen'))
    const isChosen = ({node}: AskedNode) => names?.includes(node.name) ?? true
    const nodes = (all ?? []).filter(isChosen)
    await this.#evidence(nodes.map(({node}) => node))
    this.#markEnd('evidence from AWS was collected')
    await this.#probe(nodes)
    this.#markEnd('the nodes had answered')
    const asked = (caseNodes(this.snapshot) ?? nodes).filter(isChosen)
    await writeNodes(writer, asked)
    await writeDocuments(writer, this.snapshot, rings, judging)
    await this.#logs(asked)
    this.#markEnd('the logs had come')
  }

  /** Before anything is written, so that it is taken out of everything. */
  async #learnSecret(): Promise<void> {
    const {readSecret, memory} = this.#request
    if (!readSecret) return
    const {stackSecretValues} = await import('../../collect/evidence/stack-secret.ts')
    const values = await stackSecretValues(this.#session, this.snapshot.facts)
    if (values.state === 'unknown') this.stackSecret = {read: false, why: values.detail}
    else {
      for (const {name, value} of values.value) memory.know({value, from: `${name} of the stack's secret`})
      this.stackSecret = {read: true, why: null}
    }
  }

  async #evidence(nodes: readonly EvidenceNode[]): Promise<void> {
    const {writer, window, progress} = this.#request
    const [{evidenceLookUps}, {evidenceOf}] = await Promise.all([
      import('../../collect/evidence/index.ts'),
      import('../../collect/evidence/evidence.ts'),
    ])
    const has = (path: string) => writer.entries.some(one => one.path === path && one.truncated !== notAll)
    const wanted = evidenceLookUps.filter(({paths}) => paths(nodes).some(path => !has(path)))
    const steps = await stepsOn(progress, wanted)
    const context = {session: this.#session, facts: this.snapshot.facts, nodes, has, window}
    try {
      await Promise.all(
        wanted.map(async lookUp => {
          let gaps = 0
          let files = 0
          for await (const found of evidenceOf(lookUp, context)) {
            if (found.kind === 'gap') {
              gaps += 1
              this.#missing(found.what, found, found.node, found.command)
            } else {
              files += 1
              await this.#write(found, gaps > 0 && found.node === null)
            }
          }
          steps.ended(lookUp.id, {gaps, count: files > 1 ? files : null, looked: gaps + files > 0})
        }),
      )
    } finally {
      await steps.settled()
    }
  }

  async #write({path, source, node, truncated, content}: EvidenceFile, lacking: boolean): Promise<void> {
    const {writer} = this.#request
    const note = {source, node, truncated: lacking ? notAll : truncated}
    if ('records' in content) await writer.records(path, content.records, note)
    else if ('text' in content) await writer.text(path, content.text, note)
    else await writer.json(path, content.json, note)
  }

  /** What the nodes answer becomes part of the snapshot. */
  async #probe(nodes: readonly AskedNode[]): Promise<void> {
    const {progress} = this.#request
    const [{insideCollectors}, {collectFacts}] = await Promise.all([
      import('../../collect/inside/index.ts'),
      import('../../collect/collector.ts'),
    ])
    const steps = await stepsOn(progress, insideCollectors)
    try {
      const {nodeProbes: _, ...before} = this.snapshot.facts
      const facts = await collectFacts(insideCollectors, this.#session, before, {
        ended: ({id}, outcome) => steps.ended(id, outcome),
      })
      this.snapshot = {...this.snapshot, facts}
    } finally {
      await steps.settled()
    }
    const {nodeProbes} = this.snapshot.facts
    const answers = new Map(nodeProbes?.state === 'known' ? nodeProbes.value.map(({id, answer}) => [id, answer]) : [])
    const stack = `${this.#request.stack} --region ${this.#session.region}`
    for (const {node, managed} of nodes) {
      const answer: Seen<unknown> = answers.get(node.id) ?? unknown('unreachable', `it is ${node.state}`)
      const command = managed === false ? `check ${stack} --only nodes-managed` : `status ${stack}`
      if (answer.state === 'unknown') this.#missing('probe', answer, node.name, `openvidu-doctor ${command}`)
    }
  }

  async #logs(nodes: readonly AskedNode[]): Promise<void> {
    const {writer, maxBytes, services, via, signal, progress, rings} = this.#request
    const able = nodes.filter(one => this.#canBeAsked(one)).map(({node}) => node)
    if (able.length === 0 || signal.aborted) {
      for (const {name} of able)
        this.#missing('logs', unknown('timed-out', 'the run was ended before the node was asked'), name)
      return
    }
    const [{logPhases}, {logBudget}, {askSizes}, {makeCommander}] = await Promise.all([
      import('../../nodes/logs/phases.ts'),
      import('../../nodes/logs/budget.ts'),
      import('../../nodes/logs/sizes.ts'),
      import('../../nodes/transport/run-command.ts'),
    ])
    const phases = logPhases(services)
    const steps = await stepsOn(progress, [{id: 'sizes', title: 'Sizes of logs'}, ...phases])
    try {
      const sizes = await askSizes(makeCommander(this.#session), able)
      steps.ended('sizes', {
        gaps: [...sizes.values()].filter(({state}) => state === 'unknown').length,
        count: null,
        looked: true,
      })
      const used = writer.entries.reduce((sum, {bytes}) => sum + bytes, 0)
      const route = via === null ? {} : await (await import('../via-route.ts')).routeVia(this.#session, via)
      const logs = new LogGatherer(this.#request, name => rings.here().redacted(name), route)
      const budget = logBudget(sizes, Math.max(1, maxBytes - used))
      for (const phase of phases) {
        const before = writer.gaps.length
        await logs.bring(phase, able, budget)
        steps.ended(phase.id, {gaps: writer.gaps.length - before, count: null, looked: true})
      }
      await this.#rememberClocks(nodes, logs.clockAhead)
    } finally {
      await steps.settled()
    }
  }

  /** Of nodes that did not answer the probe, the logs may tell the time. */
  async #rememberClocks(nodes: readonly AskedNode[], ahead: ReadonlyMap<string, number>): Promise<void> {
    const told = nodes.flatMap(one => {
      const clockAhead = one.node.clockAhead ?? ahead.get(one.node.name) ?? null
      return clockAhead === one.node.clockAhead ? [] : [{...one, node: {...one.node, clockAhead}}]
    })
    await writeNodes(this.#request.writer, told)
  }

  #canBeAsked({node: {name, state, privateAddress}, managed}: AskedNode): boolean {
    if (state === 'running' && managed !== false) return true
    const detail =
      state === 'running' ? 'Systems Manager does not reach it, so that nobody could ask it' : `it is ${state}`
    const address = privateAddress !== null && isIP(privateAddress) > 0 ? privateAddress : 'ADDRESS'
    const command = state === 'running' ? `ssh ubuntu@${address} sudo cat /var/log/cloud-init-output.log` : null
    this.#missing('logs', unknown('unreachable', detail), name, command)
    return false
  }

  #missing(
    what: string,
    {
      cause,
      detail,
      action = null,
    }: Pick<NotCollected, 'cause' | 'detail'> & {readonly action?: string | null | undefined},
    node: string | null = null,
    command: string | null = null,
  ): void {
    const {writer, signal, resume} = this.#request
    const goesOn = signal.aborted && cause === 'timed-out' ? resume : null
    writer.missing({what, node, cause, detail, action, command: goesOn ?? command})
  }

  #markEnd(before: string): void {
    const {signal} = this.#request
    if (!signal.aborted || this.partial !== null) return
    const why =
      signal.reason instanceof Error && signal.reason.name === 'TimeoutError'
        ? 'the time of --timeout was over'
        : 'it was interrupted'
    this.partial = `${why} before ${before}`
  }
}
