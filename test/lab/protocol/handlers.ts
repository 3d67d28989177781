import type {ServiceName} from './services.ts'
import type {Plain} from './wire.ts'

/** What a handler learns of a call besides its input. */
export interface CallContext {
  readonly service: ServiceName
  readonly operation: string
  /** The region that the client signed for. */
  readonly region: string
  readonly accessKeyId: string
}

/**
 * Answers one operation, by an output or by throwing an AwsError. Declared as a method, so that a handler may take the
 * input type of its own operation: what arrives was read by the schema of that very operation.
 */
export type Handler<Context = CallContext> = {
  answer(input: Plain, context: Context): object | Promise<object>
}['answer']

/** Handlers by `service.Operation`: `ec2.DescribeSubnets`. */
export type HandlerMap<Context = CallContext> = ReadonlyMap<string, Handler<Context>>
