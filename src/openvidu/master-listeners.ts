import type {GenerationId, Span} from './generations.ts'
import {inSpan} from './generations.ts'
import type {ModuleName} from './services.ts'

/** What listens on a port of the masters, for other nodes. */
export interface MasterListener {
  readonly port: number
  readonly service: string
  /** The module that brings it; null: always there. */
  readonly module: ModuleName | null
  readonly span: Span
}

const seen: Span = {since: '3.2.0'}

/**
 * Which of the ports that `ports.ts` opens between nodes have a service behind them on AWS. MinIO (9100, 9101) is not deployed
 * there (defect D27), and since 3.6.0 port 6080 is for an app of one's own: nothing need listen there.
 */
const listeners: readonly MasterListener[] = [
  listener(7000, 'redis-server', null),
  listener(7001, 'redis-sentinel', null),
  listener(20_000, 'mongo', null),
  listener(5000, 'dashboard', null),
  listener(7880, 'caddy', null),
  listener(3000, 'grafana', 'observability'),
  ...[9009, 9095, 7946].map(port => listener(port, 'mimir', 'observability')),
  ...[3100, 9096, 7947].map(port => listener(port, 'loki', 'observability')),
  listener(4443, 'openvidu-v2compatibility', 'v2compatibility'),
  listener(6080, 'app', 'app', {since: '3.2.0', until: '3.3.0'}),
  listener(6080, 'openvidu-meet', 'openviduMeet', {since: '3.4.0', until: '3.5.0'}),
  listener(9080, 'openvidu-meet', 'openviduMeet', {since: '3.6.0'}),
]

/** What must listen on this port of a master; undefined where nothing need. */
export function masterListenerOf(
  port: number,
  generation: GenerationId,
  modules: readonly string[],
): MasterListener | undefined {
  return listeners.find(
    one => one.port === port && inSpan(one.span, generation) && (one.module === null || modules.includes(one.module)),
  )
}

function listener(port: number, service: string, module: ModuleName | null, span = seen): MasterListener {
  return {port, service, module, span}
}
