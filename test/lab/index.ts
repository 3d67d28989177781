import type {LabAccount} from './account/account.ts'
import {type Exchange, respond} from './exchange.ts'
import {type FaultRule, Faults} from './faults.ts'
import {handlersOf} from './handlers/index.ts'
import {LabFleet} from './nodes/fleet.ts'
import type {HandlerMap} from './protocol/handlers.ts'
import {serveHttp} from './protocol/server.ts'
import {type RateLimit, RateLimits} from './rate-limits.ts'
import {CallRecord} from './record.ts'

export interface LabOptions {
  readonly account: LabAccount
  readonly faults?: Faults | readonly FaultRule[]
  /** What AWS grants of operations, by `service.Operation`; without it whatever is asked for. */
  readonly limits?: Readonly<Record<string, RateLimit>>
  /** Pages of this size at most, whatever the caller asks for. */
  readonly pageSize?: number
  /** How long every answer takes. */
  readonly latencyMs?: number
  /**
   * Whether nothing of the account will change: what was answered once is not written again. For measuring, where the lab has
   * the processors that are measured; not with faults.
   */
  readonly frozen?: boolean
  /** Further handlers by `service.Operation`, which win over the lab's; they page for themselves. */
  readonly handlers?: HandlerMap
  /** The nodes that Run Command reaches; without it all of the account answer with nothing. */
  readonly fleet?: LabFleet
}

export interface Lab {
  readonly endpoint: string
  /** For a child process, or for `process.env`: endpoint, dummy credentials, and nothing of the machine's own. */
  readonly environment: Readonly<Record<string, string>>
  /** May be changed at any time. */
  readonly account: LabAccount
  /** What runs on its nodes; ends with the lab. */
  readonly fleet: LabFleet
  readonly faults: Faults
  readonly calls: CallRecord
  /**
   * Ends all connections at once. Rejects where something was asked that the lab does not model: a test that leaves it
   * unseen would prove nothing. See `calls.takeRefusals()`.
   */
  readonly close: () => Promise<void>
  readonly [Symbol.asyncDispose]: () => Promise<void>
}

export const dummyCredentials = {accessKeyId: 'AKIALABEXAMPLE', secretAccessKey: 'lab-secret-that-opens-nothing'}

/** Starts an AWS of its own on a free loopback port. */
export async function startLab(options: LabOptions): Promise<Lab> {
  const {account, pageSize = null, latencyMs = 0, frozen = false, fleet = new LabFleet()} = options
  const faults = options.faults instanceof Faults ? options.faults : new Faults(options.faults)
  const calls = new CallRecord()
  const ending = new AbortController()
  const exchange: Exchange = {
    handlers: handlersOf(account, fleet),
    own: options.handlers ?? new Map(),
    faults,
    limits: new RateLimits(options.limits),
    calls,
    principal: () => account.callerArn,
    pageSize,
    latencyMs,
    written: frozen ? new Map() : null,
    signal: ending.signal,
  }
  const server = await serveHttp((request, requestId) => respond(exchange, request, requestId))
  let closed: Promise<void> | undefined
  const close = async (): Promise<void> => {
    ending.abort()
    closed ??= server.close()
    await closed
    fleet.close()
    const refused = calls.takeRefusals().map(({what, why}) => `${what}: ${why}`)
    if (refused.length > 0) throw new Error(`The lab was asked what it does not model:\n${refused.join('\n')}`)
  }
  return {
    endpoint: server.endpoint,
    environment: environmentOf(server.endpoint, account.region),
    account,
    fleet,
    faults,
    calls,
    close,
    [Symbol.asyncDispose]: close,
  }
}

function environmentOf(endpoint: string, region: string): Readonly<Record<string, string>> {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: dummyCredentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: dummyCredentials.secretAccessKey,
    AWS_REGION: region,
    AWS_EC2_METADATA_DISABLED: 'true',
    // The settings of the person who runs the tests must not leak in: these files are not there.
    AWS_CONFIG_FILE: '/nonexistent/lab/config',
    AWS_SHARED_CREDENTIALS_FILE: '/nonexistent/lab/credentials',
  }
}

export type {LabAccount, LabBucket, LabCertificate} from './account/account.ts'
export {type LabAccountOptions, labAccount} from './account/build.ts'
export * from './faults.ts'
export {modelledOperations} from './handlers/index.ts'
export * from './nodes/index.ts'
export {AwsError} from './protocol/aws-error.ts'
export {type Call, CallRecord, iamActionOf, type Refusal} from './record.ts'
