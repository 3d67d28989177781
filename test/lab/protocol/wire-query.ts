import type {AwsError} from './aws-error.ts'
import type {Catalogue, Operation} from './catalogue.ts'
import {readQuery} from './query-read.ts'
import type {Wire, WireReply, WireRequest} from './wire.ts'
import {element, escapeXml, membersXml} from './xml-write.ts'

/** AWS Query: a form goes in, XML with a result inside a response comes out. */
export const awsQuery: Wire = {
  operation,
  input: (request, {input}) => readQuery(input, formOf(request), false),
  output: ({name, output, service}, value, requestId) => {
    const result = output.isStructSchema() ? element(`${name}Result`, membersXml(output, value)) : ''
    const metadata = element('ResponseMetadata', element('RequestId', requestId))
    return xml(200, element(`${name}Response`, result + metadata, ` xmlns="${service.namespace}"`), requestId)
  },
  error: (catalogue, error, requestId) => {
    const {code, status, members} = modelled(catalogue, error)
    const parts = [
      element('Type', status < 500 ? 'Sender' : 'Receiver'),
      element('Code', escapeXml(code)),
      element('Message', escapeXml(error.message)),
      members,
    ]
    const body = element('Error', parts.join('')) + element('RequestId', requestId)
    return xml(status, element('ErrorResponse', body, ` xmlns="${catalogue.service.namespace}"`), requestId)
  },
}

/** EC2 Query: all lists flat, capital letters in the form, small ones in the XML, no result element. */
export const ec2Query: Wire = {
  operation,
  input: (request, {input}) => readQuery(input, formOf(request), true),
  output: ({name, output, service}, value, requestId) => {
    const content = element('requestId', requestId) + (output.isStructSchema() ? membersXml(output, value) : '')
    return xml(200, element(`${name}Response`, content, ` xmlns="${service.namespace}"`), requestId)
  },
  error: (_, error, requestId) => {
    const inner = element('Code', escapeXml(error.code)) + element('Message', escapeXml(error.message))
    const body = element('Errors', element('Error', inner)) + element('RequestID', requestId)
    return xml(error.options.status ?? 400, element('Response', body), requestId)
  },
}

function operation(request: WireRequest, {operations}: Catalogue): Operation | null {
  return operations.get(formOf(request).get('Action') ?? '') ?? null
}

function formOf({body}: WireRequest): URLSearchParams {
  return new URLSearchParams(body.toString('utf8'))
}

/** Some errors have another code on the wire than their shape is named; handlers may use either. */
function modelled(
  {errors}: Catalogue,
  error: AwsError,
): {readonly code: string; readonly status: number; readonly members: string} {
  const shape = errors.get(error.code) ?? [...errors.values()].find(one => queryName(one)?.[0] === error.code)
  const [code, status] = (shape && queryName(shape)) ?? [error.code, shape?.getMergedTraits().httpError]
  return {
    code,
    status: error.options.status ?? (typeof status === 'number' ? status : 400),
    members: shape === undefined ? '' : membersXml(shape, error.options.members ?? {}),
  }
}

function queryName(shape: {getMergedTraits(): {readonly [trait: string]: unknown}}): readonly [string, number] | null {
  const trait = shape.getMergedTraits().awsQueryError
  if (!Array.isArray(trait)) return null
  const [code, status] = trait
  return typeof code === 'string' && typeof status === 'number' ? [code, status] : null
}

function xml(status: number, content: string, requestId: string): WireReply {
  return {
    status,
    headers: {'content-type': 'text/xml;charset=UTF-8', 'x-amzn-requestid': requestId},
    body: Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n${content}`),
  }
}
