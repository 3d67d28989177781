import type {AwsError} from './aws-error.ts'
import {boundHeaders, boundInput, isBound, labelled, payloadOf} from './bindings.ts'
import type {Catalogue, Operation, Shape} from './catalogue.ts'
import {fromJson, jsonNameOf, toJson, valueFromJson, valueToJson} from './json.ts'
import {bytesOf} from './scalar.ts'
import {isPlain, type Plain, type Wire, type WireReply, type WireRequest} from './wire.ts'
import {parseXml, structFromXml, valueFromXml} from './xml-read.ts'
import {element, escapeXml, membersXml, valueXml} from './xml-write.ts'

/** The one S3 answer whose only member is the root element itself, not inside one. */
const unwrapped = 'GetBucketLocation'

/** REST with JSON: method and path tell the operation; members have lower-case names where the model says so. */
export const restJson: Wire = {
  operation: labelled,
  input: (request, operation) => {
    const text = request.body.toString('utf8')
    const body = (): unknown => JSON.parse(text || '{}')
    return readInput(request, operation, {
      members: shape => fromJson(shape, body(), 'jsonName'),
      payload: shape => valueFromJson(shape, body(), 'jsonName'),
    })
  },
  output: (operation, value, requestId) => {
    const content = writeOutput(operation, value, {
      members: shape => JSON.stringify(toJson(shape, value, 'jsonName', isBound)),
      payload: (shape, item) => JSON.stringify(valueToJson(shape, item, 'jsonName')),
    })
    return reply(operation, value, content, {'content-type': 'application/json', 'x-amzn-requestid': requestId})
  },
  error: ({errors}, {code, message, options}, requestId) => {
    const shape = errors.get(code)
    const status = options.status ?? shape?.getMergedTraits().httpError
    const members = shape === undefined ? {} : toJson(shape, options.members ?? {}, 'jsonName')
    return {
      status: typeof status === 'number' ? status : 400,
      headers: {
        'content-type': 'application/json',
        'x-amzn-requestid': requestId,
        'x-amzn-errortype': code,
        ...options.headers,
      },
      body: Buffer.from(JSON.stringify({...members, [messageKey(shape)]: message})),
    }
  },
}

/** REST with XML, which only S3 speaks. */
export const restXml: Wire = {
  operation: labelled,
  input: (request, operation) => {
    const root = () => parseXml(request.body.toString('utf8'))
    return readInput(request, operation, {
      members: shape => (request.body.length === 0 ? {} : structFromXml(shape, root())),
      payload: shape => valueFromXml(shape, root()),
    })
  },
  output: (operation, value, requestId) => {
    const namespace = ` xmlns="${operation.service.namespace}"`
    const content = writeOutput(operation, value, {
      members: shape =>
        operation.name === unwrapped
          ? document(element('LocationConstraint', escapeXml(String(value.LocationConstraint ?? '')), namespace))
          : document(element(rootName(shape), membersXml(shape, value, isBound), namespace)),
      payload: (shape, item) => document(valueXml(rootName(shape), shape, item)),
    })
    return reply(operation, value, content, {'content-type': 'application/xml', 'x-amz-request-id': requestId})
  },
  error: (catalogue, error, requestId) => s3Error(catalogue, error, requestId),
}

interface Reader {
  readonly members: (shape: Shape) => Plain
  readonly payload: (shape: Shape) => unknown
}

function readInput(request: WireRequest, operation: Operation, read: Reader): Plain {
  const bound = boundInput(request, operation)
  if (!operation.input.isStructSchema()) return bound
  const payload = payloadOf(operation.input)
  if (payload === null) return {...read.members(operation.input), ...bound}
  if (request.body.length === 0) return bound
  const [name, shape] = payload
  if (shape.isBlobSchema()) return {...bound, [name]: request.body}
  return {...bound, [name]: shape.isStringSchema() ? request.body.toString('utf8') : read.payload(shape)}
}

interface Writer {
  readonly members: (shape: Shape) => string
  readonly payload: (shape: Shape, value: unknown) => string
}

function writeOutput({output}: Operation, value: Plain, write: Writer): Buffer {
  if (!output.isStructSchema()) return Buffer.alloc(0)
  const payload = payloadOf(output)
  if (payload !== null) {
    const [name, shape] = payload
    const item = value[name]
    if (item === undefined || item === null) return Buffer.alloc(0)
    return shape.isBlobSchema() || shape.isStringSchema() ? bytesOf(item) : Buffer.from(write.payload(shape, item))
  }
  const inBody = [...output.structIterator()].some(([, member]) => !isBound(member))
  return inBody ? Buffer.from(write.members(output)) : Buffer.alloc(0)
}

function reply(
  {output, route}: Operation,
  value: Plain,
  body: Buffer,
  headers: Readonly<Record<string, string>>,
): WireReply {
  const bound = output.isStructSchema() ? boundHeaders(output, value) : {headers: {}, status: undefined}
  return {status: bound.status ?? route?.status ?? 200, headers: {...headers, ...bound.headers}, body}
}

function messageKey(shape: Shape | undefined): string {
  if (shape === undefined) return 'message'
  const found = [...shape.structIterator()].find(([name]) => name.toLowerCase() === 'message')
  return found === undefined ? 'message' : jsonNameOf(found[1], found[0], 'jsonName')
}

function rootName(shape: Shape): string {
  return shape.getMergedTraits().xmlName ?? shape.getName() ?? 'Response'
}

function document(content: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${content}`
}

function s3Error({errors}: Catalogue, {code, message, options}: AwsError, requestId: string): WireReply {
  const shape = errors.get(code)
  const status = options.status ?? shape?.getMergedTraits().httpError
  const extra = shape !== undefined && isPlain(options.members) ? membersXml(shape, options.members) : ''
  const content = [
    element('Code', escapeXml(code)),
    element('Message', escapeXml(message)),
    extra,
    element('RequestId', requestId),
    element('HostId', 'lab'),
  ]
  return {
    status: typeof status === 'number' ? status : 400,
    headers: {'content-type': 'application/xml', 'x-amz-request-id': requestId, ...options.headers},
    body: Buffer.from(document(element('Error', content.join('')))),
  }
}
