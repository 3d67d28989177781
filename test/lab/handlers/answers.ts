import type {LabAccount} from '../account/account.ts'
import type {LabFleet} from '../nodes/fleet.ts'
import type {CallContext, Handler, HandlerMap} from '../protocol/handlers.ts'
import type {ServiceName} from '../protocol/services.ts'

export interface LabCall extends CallContext {
  /** The account as the caller's region shows it. */
  readonly account: LabAccount
  /** What runs on its nodes. */
  readonly fleet: LabFleet
}

/** The input and the output of a command class, found through what its instances carry. */
type InputOf<Command> = Command extends abstract new (...all: never) => {readonly input: infer Input} ? Input : never
type OutputOf<Command> = Command extends abstract new (
  ...all: never
) => {resolveMiddleware(...all: never): infer Send}
  ? Send extends (...all: never) => Promise<{output: infer Output}>
    ? Output
    : never
  : never

/** Members that no service sends, or that the lab widens; the schema writes what it knows. */
type Loose<T> = T extends Date | Uint8Array
  ? T
  : // What a client streams, the lab has as bytes.
    T extends {readonly transformToByteArray: unknown}
    ? Buffer
    : T extends string
      ? string
      : T extends readonly (infer Item)[]
        ? readonly Loose<Item>[]
        : T extends object
          ? {[K in keyof T as K extends '$metadata' ? never : K]: Loose<T[K]>}
          : T

/** Handlers of a service by operation, typed by the client package: `Answers<typeof import('@aws-sdk/client-ec2')>`. */
export type Answers<Client> = {
  readonly [K in keyof Client as K extends `${infer Name}Command` ? Name : never]?: (
    input: InputOf<Client[K]>,
    call: LabCall,
  ) => Loose<OutputOf<Client[K]>>
}

/** Handlers under their full names, `ec2.DescribeSubnets`. */
export function named(service: ServiceName, answers: object): HandlerMap<LabCall> {
  const entries: readonly (readonly [string, Handler<LabCall>])[] = Object.entries(answers)
  return new Map(entries.map(([operation, answer]) => [`${service}.${operation}`, answer]))
}
