import {setTimeout as delay} from 'node:timers/promises'
import {errorOfFault} from './fault-errors.ts'
import {type Fault, type Faults, throttled} from './faults.ts'
import {type PageRequest, paged} from './paging.ts'
import {AwsError} from './protocol/aws-error.ts'
import {type Catalogue, catalogueOf, type Operation} from './protocol/catalogue.ts'
import type {HandlerMap} from './protocol/handlers.ts'
import {type Scope, scopeOf} from './protocol/scope.ts'
import type {Outcome} from './protocol/server.ts'
import {type Protocol, serviceOf} from './protocol/services.ts'
import {isPlain, type Plain, type Wire, type WireReply, type WireRequest} from './protocol/wire.ts'
import {awsJson} from './protocol/wire-json.ts'
import {awsQuery, ec2Query} from './protocol/wire-query.ts'
import {restJson, restXml} from './protocol/wire-rest.ts'
import type {RateLimits} from './rate-limits.ts'
import type {Call, CallRecord} from './record.ts'

const wires: Readonly<Record<Protocol, Wire>> = {awsQuery, ec2Query, awsJson, restJson, restXml}

export interface Exchange {
  readonly handlers: HandlerMap
  /** Handlers of the test's own, which come first and whose answers go out as they are, without paging. */
  readonly own: HandlerMap
  readonly faults: Faults
  readonly limits: RateLimits
  readonly calls: CallRecord
  /** Whom a denial names. */
  readonly principal: () => string
  readonly pageSize: number | null
  readonly latencyMs: number
  /** Answers that were written before, where the account stays as it is; null where it may change. */
  readonly written: Map<string, WireReply> | null
  /** Ends every delay. */
  readonly signal: AbortSignal
}

interface Asked {
  readonly scope: Scope
  readonly catalogue: Catalogue
  readonly wire: Wire
  readonly operation: Operation
  readonly input: Plain
  readonly requestId: string
}

/** From a request to what becomes of it: reads it, lets the faults strike, asks the handler, pages, writes. */
export async function respond(exchange: Exchange, request: WireRequest, requestId: string): Promise<Outcome> {
  const scope = scopeOf(request)
  if (scope === null)
    return refuse(exchange, `${request.method} ${request.path}`, 'not signed for a service of the lab')
  const catalogue = await catalogueOf(scope.service)
  const wire = wires[catalogue.service.protocol]
  const read = readCall(wire, request, catalogue)
  if ('why' in read) {
    return refuse(exchange, `${scope.service} ${request.method} ${request.path}`, read.why, {wire, catalogue})
  }
  const asked: Asked = {scope, catalogue, wire, requestId, ...read}
  const {service} = scope
  const {name} = read.operation
  const call = exchange.calls.begin(
    {service, operation: name, region: scope.region, input: read.input},
    performance.now(),
  )
  const faults = exchange.faults.strike(service, name, read.input)
  const within = exchange.limits.takes(`${service}.${name}`, performance.now())
  const struck = within ? faults : [...faults, throttled()]
  const outcome = await happen(exchange, asked, struck, call)
  if (outcome.kind === 'reply') call.status = outcome.reply.status
  if (outcome.kind !== 'silence') call.endedAt = performance.now()
  return outcome
}

function readCall(
  wire: Wire,
  request: WireRequest,
  catalogue: Catalogue,
): {readonly operation: Operation; readonly input: Plain} | {readonly why: string} {
  try {
    const operation = wire.operation(request, catalogue)
    if (operation === null) return {why: 'no operation of the service is asked for like this'}
    return {operation, input: wire.input(request, operation)}
  } catch (error) {
    return {why: `the request can't be read: ${String(error)}`}
  }
}

async function happen(exchange: Exchange, asked: Asked, struck: readonly Fault[], call: Call): Promise<Outcome> {
  const late = struck.reduce((sum, fault) => sum + (fault.kind === 'slow' ? fault.milliseconds : 0), exchange.latencyMs)
  if (late > 0 && !(await waited(late, exchange.signal))) return {kind: 'silence'}
  if (struck.some(({kind}) => kind === 'timeOut')) return {kind: 'silence'}
  if (struck.some(({kind}) => kind === 'reset')) return {kind: 'reset'}
  const spoilt = struck.find(fault => fault.kind === 'malformed')
  if (spoilt?.form === 'html') return {kind: 'reply', reply: badGateway()}
  const reply = await writtenOnce(exchange, asked, () => answer(exchange, asked, struck, call))
  if (reply === null) {
    call.code = 'LabNotModelled'
    return refuse(exchange, `${call.service}.${call.operation}`, 'no handler', asked)
  }
  if (spoilt === undefined) return {kind: 'reply', reply}
  if (spoilt.form === 'cut-off') return {kind: 'cut-off', reply}
  return {kind: 'reply', reply: {...reply, body: reply.body.subarray(0, Math.floor(reply.body.length / 2))}}
}

/** The answer to the same question, where it is sure to be the same. */
async function writtenOnce(
  {written}: Exchange,
  {scope, operation, input}: Asked,
  answer: () => Promise<WireReply | null>,
): Promise<WireReply | null> {
  if (written === null) return answer()
  const question = JSON.stringify([scope.service, scope.region, operation.name, input])
  const reply = written.get(question) ?? (await answer())
  if (reply !== null) written.set(question, reply)
  return reply
}

async function waited(milliseconds: number, signal: AbortSignal): Promise<boolean> {
  try {
    await delay(milliseconds, undefined, {signal})
    return true
  } catch {
    return false
  }
}

/** The answer of a handler or of a fault; null where there is no handler. */
async function answer(
  exchange: Exchange,
  asked: Asked,
  struck: readonly Fault[],
  call: Call,
): Promise<WireReply | null> {
  const {wire, catalogue, operation, input, requestId, scope} = asked
  const name = `${scope.service}.${operation.name}`
  const own = exchange.own.get(name)
  const handler = own ?? exchange.handlers.get(name)
  // A fault on an operation that the lab does not know would hide the gap.
  if (handler === undefined) return null
  try {
    const error = struck.map(fault => errorOfFault(fault, faultedCall(exchange, asked))).find(one => one !== null)
    if (error !== undefined) throw error
    const bare = struck.find(fault => fault.kind === 'empty')
    if (bare !== undefined) return wire.output(operation, emptyOutput(operation, bare.lists), requestId)
    const context = {...scope, operation: operation.name}
    const output = plain(await handler(input, context))
    if (own !== undefined) return wire.output(operation, output, requestId)
    const request: PageRequest = {
      service: scope.service,
      operation: operation.name,
      input,
      size: exchange.pageSize,
      empty: struck.some(({kind}) => kind === 'emptyPage'),
    }
    return wire.output(operation, paged(request, output), requestId)
  } catch (error) {
    const known = error instanceof AwsError ? error : crashed(exchange, call, error)
    call.code = known.code
    return wire.error(catalogue, known, requestId)
  }
}

function faultedCall({principal}: Exchange, {scope, catalogue, operation, input}: Asked) {
  const arn = Object.values(input).find(value => typeof value === 'string' && value.startsWith('arn:'))
  const bucket = scope.service === 's3' && typeof input.Bucket === 'string' ? `arn:aws:s3:::${input.Bucket}` : null
  return {
    service: scope.service,
    operation: operation.name,
    protocol: catalogue.service.protocol,
    principal: principal(),
    resource: typeof arn === 'string' ? arn : bucket,
  }
}

/** A handler that breaks is a fault of the lab, and no fault of AWS: the test must hear of it. */
function crashed({calls}: Exchange, {service, operation}: Call, error: unknown): AwsError {
  calls.refuse(`${service}.${operation}`, `its handler failed: ${error instanceof Error ? error.stack : String(error)}`)
  return new AwsError('LabHandlerFailed', String(error), {status: 501})
}

function emptyOutput({output}: Operation, lists: 'absent' | 'present'): Plain {
  if (lists === 'absent' || !output.isStructSchema()) return {}
  const found = [...output.structIterator()].filter(([, member]) => member.isListSchema())
  return Object.fromEntries(found.map(([name]) => [name, []]))
}

function plain(output: object): Plain {
  return isPlain(output) ? output : {}
}

function refuse({calls}: Exchange, what: string, why: string, known?: Pick<Asked, 'wire' | 'catalogue'>): Outcome {
  calls.refuse(what, why)
  // 501, which no client tries again.
  const error = new AwsError('LabNotModelled', `The lab has no model of this: ${what}: ${why}`, {status: 501})
  const reply = (known?.wire ?? awsJson).error(known?.catalogue ?? noCatalogue, error, 'refused')
  return {kind: 'reply', reply}
}

const noCatalogue: Catalogue = {service: serviceOf('sts'), operations: new Map(), errors: new Map()}

function badGateway(): WireReply {
  const page = '<html><head><title>502 Bad Gateway</title><body><center><h1>502 Bad Gateway</h1><hr></center>'
  return {status: 502, headers: {'content-type': 'text/html'}, body: Buffer.from(page)}
}
