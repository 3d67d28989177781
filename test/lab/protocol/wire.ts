import type {AwsError} from './aws-error.ts'
import type {Catalogue, Operation} from './catalogue.ts'

/** A structure of a message, by member name. */
export type Plain = Readonly<Record<string, unknown>>

export interface WireRequest {
  readonly method: string
  /** Still encoded. */
  readonly path: string
  readonly query: URLSearchParams
  /** Lower case names. */
  readonly headers: ReadonlyMap<string, string>
  readonly body: Buffer
}

export interface WireReply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** One protocol, seen from the server. */
export interface Wire {
  /** What the request asks for; null where the service has no such operation. */
  readonly operation: (request: WireRequest, catalogue: Catalogue) => Operation | null
  readonly input: (request: WireRequest, operation: Operation) => Plain
  readonly output: (operation: Operation, output: Plain, requestId: string) => WireReply
  readonly error: (catalogue: Catalogue, error: AwsError, requestId: string) => WireReply
}

export function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)
}

export function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  return isPlain(value) ? Object.entries(value) : []
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
