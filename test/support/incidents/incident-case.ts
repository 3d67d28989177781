import {mkdirSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {
  type CaseNode,
  casePaths,
  type FunctionLogRecord,
  nodePaths,
  type ScalingActivityRecord,
  type StackEventRecord,
  type TargetHealthRecord,
} from '../../../src/model/evidence.ts'
import type {FactKey, FactMap} from '../../../src/model/facts.ts'
import type {Snapshot} from '../../../src/model/snapshot.ts'
import {healthyStack} from '../healthy-stack/index.ts'
import {masterAddress, masterIds, mediaIds} from '../healthy-stack/names.ts'
import {withChanged, zones} from '../snapshots.ts'
import {after} from './clock.ts'
import {givenUp, installationStages, type Stage, stages} from './installation.ts'
import * as running from './running-logs.ts'
import {creationEvents, healthyTargets, launches, masterStart} from './stack-records.ts'

/** When media nodes are launched and services start, seconds after the creation began. */
export const mediaStart = 846
export const serviceStart = 850

/** A case in the making: a healthy deployment, until somebody changes it. */
export class IncidentCase {
  events: readonly StackEventRecord[] = creationEvents()
  activities: readonly ScalingActivityRecord[] = launches()
  targets: readonly TargetHealthRecord[] = []
  functionLog: readonly FunctionLogRecord[] = functionLines()
  nodes: CaseNode[] = [
    ...masterIds.map((id, index) => master(id, index + 1)),
    ...mediaIds.map((id, index) => media(id, index + 1)),
  ]
  snapshot: Snapshot = healthyStack()
  /** Lines by path. */
  readonly files = new Map<string, readonly string[]>()
  /** When the case is made, seconds after the creation began. */
  madeAt = 48_000

  constructor() {
    for (const {name, role, privateAddress} of this.nodes) {
      const start = startOf(name)
      this.log(
        name,
        'cloud-init-output.file',
        Object.values(installationStages(role, name, privateAddress ?? '', start)).flat(),
      )
      this.log(name, 'journal.journal', running.journalLog(serviceStart))
      this.log(name, 'docker.journal', running.dockerLog(serviceStart - 60))
      this.log(name, 'caddy', running.caddyLog(serviceStart))
      if (role === 'master') {
        this.log(name, 'mongo', running.mongoLog(serviceStart))
        this.log(name, 'redis-server', running.redisLog(serviceStart))
        this.log(name, 'operator', running.operatorLog(serviceStart))
        this.log(name, 'nodes_errors.file', [])
      } else {
        this.log(name, 'openvidu', running.openviduLog(serviceStart))
        this.log(name, 'ingress', running.ingressLog(serviceStart))
        this.log(name, 'egress', running.egressLog(serviceStart))
        this.log(name, 'stop_media_node.file', running.drainLog())
      }
    }
  }

  log(node: string, name: string, lines: readonly string[]): this {
    this.files.set(`${nodePaths.logs(node)}/${name}.log`, lines)
    return this
  }

  /** Puts lines behind what a log has. */
  more(node: string, name: string, lines: readonly string[]): this {
    return this.log(node, name, [...(this.files.get(`${nodePaths.logs(node)}/${name}.log`) ?? []), ...lines])
  }

  /** Lets a log end before the first line that this says. */
  cut(node: string, name: string, from: number): this {
    const lines = this.files.get(`${nodePaths.logs(node)}/${name}.log`) ?? []
    return this.log(node, name, lines.slice(0, from))
  }

  /** An installation that comes to the end of a stage, prints these lines, and is given up; nothing of what comes later exists. */
  endInstallation(node: string, stage: Stage, lines: readonly string[], {ends = true, seconds = 120} = {}): this {
    const {role, privateAddress} = this.node(node)
    const all = installationStages(role, node, privateAddress ?? '', startOf(node))
    const done = stages.slice(0, stages.indexOf(stage) + 1).flatMap(one => all[one])
    this.log(node, 'cloud-init-output.file', [...done, ...lines, ...(ends ? givenUp(startOf(node), seconds) : [])])
    return this.without(node)
  }

  /** Nothing but its installation log: no service ever ran. */
  without(node: string): this {
    const kept = `${nodePaths.logs(node)}/cloud-init-output.file.log`
    for (const path of [...this.files.keys()])
      if (path.startsWith(`${nodePaths.logs(node)}/`) && path !== kept) this.files.delete(path)
    return this
  }

  node(name: string): CaseNode {
    const found = this.nodes.find(one => one.name === name)
    if (found === undefined) throw new Error(`no node ${name}`)
    return found
  }

  change(name: string, changes: Partial<CaseNode>): this {
    this.nodes = this.nodes.map(one => (one.name === name ? {...one, ...changes} : one))
    return this
  }

  /** Nodes that do not exist, or not any more. */
  remove(...names: readonly string[]): this {
    this.nodes = this.nodes.filter(({name}) => !names.includes(name))
    for (const name of names)
      for (const path of [...this.files.keys()]) if (path.startsWith(`nodes/${name}/`)) this.files.delete(path)
    return this
  }

  /** What the balancer holds of the targets of a node. */
  unhealthy(node: string, reason = 'Target.FailedHealthChecks'): this {
    const {id} = this.node(node)
    this.targets = (this.targets.length === 0 ? healthyTargets(this.madeAt) : this.targets).map(one =>
      one.target === id ? {...one, state: 'unhealthy', reason, description: 'Health checks failed'} : one,
    )
    return this
  }

  fact<K extends FactKey>(key: K, change: (value: FactMap[K]) => FactMap[K]): this {
    this.snapshot = withChanged(this.snapshot, key, change)
    return this
  }

  /** As while a creation fails: the nodes were not asked, and nothing is known of what never came to be. */
  withoutProbes(): this {
    const {nodeProbes: _, secretReview: __, ...facts} = this.snapshot.facts
    this.snapshot = {...this.snapshot, facts}
    return this
  }

  /** Writes it as a folder, as whoever gathers a case does. */
  write(folder: string): string {
    const snapshot = {...this.snapshot, takenAt: after(this.madeAt)}
    const targets = this.targets.length === 0 ? healthyTargets(this.madeAt) : this.targets
    const jsonl = (records: readonly unknown[]) => records.map(one => `${JSON.stringify(one)}\n`).join('')
    const contents = new Map<string, string>([
      [casePaths.events, jsonl(this.events)],
      [casePaths.activities, jsonl(this.activities)],
      [casePaths.targetHealth, jsonl(targets)],
      [casePaths.functionLog, jsonl(this.functionLog)],
      [casePaths.snapshot, JSON.stringify(snapshot, null, 2)],
      ...this.nodes.map((node): [string, string] => [nodePaths.node(node.name), `${JSON.stringify(node, null, 2)}\n`]),
      ...[...this.files].map(([path, lines]): [string, string] => [path, lines.map(line => `${line}\n`).join('')]),
    ])
    for (const [path, text] of contents) {
      mkdirSync(dirname(join(folder, path)), {recursive: true})
      writeFileSync(join(folder, path), text)
    }
    return folder
  }
}

export function startOf(node: string): number {
  return node.startsWith('master') ? masterStart(Number(node.slice(-1))) : mediaStart
}

function master(id: string, slot: number): CaseNode {
  return {
    name: `master-${slot}`,
    id,
    role: 'master',
    slot,
    zone: zones[slot - 1] ?? '',
    privateAddress: masterAddress(slot),
    publicAddress: `198.51.100.${slot}`,
    launchedAt: after(masterStart(slot)),
    state: 'running',
    clockAhead: 12,
    unseen: null,
  }
}

function media(id: string, number: number): CaseNode {
  return {
    ...master(id, number),
    name: `media-${number}`,
    role: 'media',
    slot: null,
    privateAddress: `10.0.${number}.20`,
    publicAddress: `198.51.100.${number + 10}`,
    launchedAt: after(mediaStart),
  }
}

function functionLines(): readonly FunctionLogRecord[] {
  const line = (seconds: number, message: string) => ({at: after(seconds), stream: '2026/11/12/[$LATEST]abc', message})
  return [
    line(14, 'START RequestId: 1111 Version: $LATEST'),
    line(15, 'Spreading 4 masters over 4 subnets'),
    line(16, 'END RequestId: 1111'),
    line(
      16,
      'REPORT RequestId: 1111 Duration: 812.11 ms Billed Duration: 813 ms Init Duration: 402.51 ms Status: success',
    ),
  ]
}
