import {Agent as HttpAgent} from 'node:http'
import {Agent} from 'node:https'
import type {STSClient} from '@aws-sdk/client-sts'
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
  readonly credentials: STSClient['config']['credentials']
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
  readonly middlewareStack: {remove(name: string): boolean}
  destroy(): void
}

/** Makes ready, for a log that nobody reads, a copy of every answer: a tenth of the time that 400 instances take. */
const logger = 'loggerMiddleware'

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
  readonly signal: AbortSignal
  readonly #configuration: ClientConfiguration
  readonly #clients: Map<unknown, Client>
  readonly #accountId: string | null

  constructor(
    configuration: ClientConfiguration,
    accountId: string | null,
    signal: AbortSignal,
    clients: Map<unknown, Client> = new Map(),
  ) {
    this.#configuration = configuration
    this.#clients = clients
    this.region = configuration.region
    this.#accountId = accountId
    this.signal = signal
  }

  /** Throws where nobody has said yet whose session it is: a fault of ours. */
  get accountId(): string {
    if (this.#accountId === null) throw new Error('the account of the session is not known yet')
    return this.#accountId
  }

  /** The same session with its clients, of an account that an answer told. */
  of(accountId: string): AwsSession {
    return new AwsSession(this.#configuration, accountId, this.signal, this.#clients)
  }

  /** The same session with its clients, ended by another signal: for a further look with a deadline of its own. */
  until(signal: AbortSignal): AwsSession {
    return new AwsSession(this.#configuration, this.#accountId, signal, this.#clients)
  }

  /** The client of a service: the same for all, since the rate of calls is limited for each client. */
  client<C extends Client>(service: new (configuration: ClientConfiguration) => C): C {
    const made = this.#clients.get(service)
    if (made instanceof service) return made
    const client = new service(this.#configuration)
    client.middlewareStack.remove(logger)
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
export async function connect(options: SessionOptions): Promise<AwsSession | AwsFailure> {
  const {STSClient} = await import('@aws-sdk/client-sts')
  const session = await openSession(STSClient, options)
  if ('kind' in session) return session
  try {
    return session.of(await askAccount(session))
  } catch (error) {
    session.close()
    return classify(error, 'sts:GetCallerIdentity')
  }
}

/** The account behind a session's credentials, null where AWS does not tell. */
export async function accountOf(session: AwsSession): Promise<string | null> {
  return askAccount(session).catch(() => null)
}

async function askAccount(session: AwsSession): Promise<string> {
  const {GetCallerIdentityCommand, STSClient} = await import('@aws-sdk/client-sts')
  const {Account} = await session.client(STSClient).send(new GetCallerIdentityCommand({}), session.options)
  return required(Account, 'account')
}

/** A client by which the SDK tells the region and the credentials that it finds. */
type FirstClient = Client & {readonly config: Pick<STSClient['config'], 'region' | 'credentials'>}

/**
 * A session that nobody has asked for its identity yet, with the client of the service that is asked first: for a call that
 * tells the account anyway. The failure where no region is set.
 */
export async function openSession(
  service: new (configuration: Omit<ClientConfiguration, 'region' | 'credentials'> & {region?: string}) => FirstClient,
  {region, profile, signal, concurrency = defaultConcurrency}: SessionOptions,
): Promise<AwsSession | AwsFailure> {
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
  const first = new service({...common, ...(region === null ? {} : {region})})
  first.middlewareStack.remove(logger)
  try {
    const found = await first.config.region()
    // One look for credentials serves all clients: a role that is assumed is assumed once, not once for each service.
    const configuration = {...common, region: found, credentials: first.config.credentials}
    return new AwsSession(configuration, null, signal, new Map([[service, first]]))
  } catch (error) {
    first.destroy()
    return classify(error)
  }
}
