import {Agent as HttpAgent} from 'node:http'
import {Agent} from 'node:https'
import {GetCallerIdentityCommand, STSClient} from '@aws-sdk/client-sts'
import {type AwsFailure, classify, required} from './errors.ts'

export interface SessionOptions {
  /** As given by the user; otherwise the SDK's usual chain decides. */
  readonly region: string | null
  readonly profile: string | null
  /** How many calls a service may get at the same time. */
  readonly concurrency?: number
  /** Ends every call under way and to come: Ctrl-C, or the deadline. */
  readonly signal: AbortSignal
}

/** What every client is made with. */
export interface ClientConfiguration {
  readonly region: string
  readonly profile?: string
  readonly retryMode: 'adaptive'
  readonly maxAttempts: number
  readonly requestHandler: {
    readonly connectionTimeout: number
    readonly requestTimeout: number
    readonly throwOnRequestTimeout: true
    readonly httpAgent: HttpAgent
    readonly httpsAgent: Agent
  }
}

interface Client {
  destroy(): void
}

/**
 * Ten attempts with adaptive retries: with the SDK's three, 300 calls against a limit of ten a second lost 235 of them.
 * AWS_MAX_ATTEMPTS is the SDK's own variable.
 */
const defaultAttempts = 10
/** The SDK's own number of sockets for each host. */
export const defaultConcurrency = 50
const connectionMilliseconds = 5_000
const requestMilliseconds = 30_000

/** An identity and a region, with one client for each service, made when it is first asked for. */
export class AwsSession {
  readonly region: string
  readonly accountId: string
  readonly signal: AbortSignal
  readonly #configuration: ClientConfiguration
  readonly #clients: Map<unknown, Client>

  constructor(
    configuration: ClientConfiguration,
    accountId: string,
    signal: AbortSignal,
    clients: Map<unknown, Client> = new Map(),
  ) {
    this.#configuration = configuration
    this.#clients = clients
    this.region = configuration.region
    this.accountId = accountId
    this.signal = signal
  }

  /** The same session with its clients, ended by another signal: for a further look with a deadline of its own. */
  until(signal: AbortSignal): AwsSession {
    return new AwsSession(this.#configuration, this.accountId, signal, this.#clients)
  }

  /** The client of a service: the same for all, since the rate of calls is limited for each client. */
  client<C extends Client>(service: new (configuration: ClientConfiguration) => C): C {
    const made = this.#clients.get(service)
    if (made instanceof service) return made
    const client = new service(this.#configuration)
    this.#clients.set(service, client)
    return client
  }

  /** What a call takes besides its input, so that it ends when the run does. */
  get options(): {readonly abortSignal: AbortSignal} {
    return {abortSignal: this.signal}
  }

  close(): void {
    for (const client of this.#clients.values()) client.destroy()
  }
}

/** Connects: finds region and credentials as the SDK does, and asks AWS who they are. The failure where that can't be done. */
export async function connect({
  region,
  profile,
  signal,
  concurrency = defaultConcurrency,
}: SessionOptions): Promise<AwsSession | AwsFailure> {
  const attempts = Number(process.env.AWS_MAX_ATTEMPTS)
  const common = {
    ...(profile === null ? {} : {profile}),
    retryMode: 'adaptive' as const,
    maxAttempts: Number.isInteger(attempts) && attempts > 0 ? attempts : defaultAttempts,
    requestHandler: {
      connectionTimeout: connectionMilliseconds,
      requestTimeout: requestMilliseconds,
      throwOnRequestTimeout: true as const,
      httpAgent: new HttpAgent({keepAlive: true, maxSockets: concurrency}),
      // The SDK makes its own agents and ignores the proxy variables; Node's agent reads them where it is told to.
      httpsAgent: new Agent({keepAlive: true, maxSockets: concurrency, ...{proxyEnv: process.env}}),
    },
  }
  const sts = new STSClient({...common, ...(region === null ? {} : {region})})
  try {
    const found = await sts.config.region()
    const {Account} = await sts.send(new GetCallerIdentityCommand({}), {abortSignal: signal})
    return new AwsSession({...common, region: found}, required(Account, 'account'), signal)
  } catch (error) {
    return classify(error, 'sts:GetCallerIdentity')
  } finally {
    sts.destroy()
  }
}
