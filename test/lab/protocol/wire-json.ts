import {fromJson, toJson} from './json.ts'
import type {Wire, WireReply} from './wire.ts'

/** AWS JSON 1.x: one path, the operation in a header, members named as in the model. */
export const awsJson: Wire = {
  operation: ({headers}, {operations}) => operations.get(headers.get('x-amz-target')?.split('.').at(-1) ?? '') ?? null,
  input: ({body}, {input}) => fromJson(input, JSON.parse(body.toString('utf8') || '{}'), 'member'),
  output: ({output}, value, requestId) => json(200, toJson(output, value, 'member'), requestId),
  error: ({errors}, {code, message, options}, requestId) => {
    // The shape's name is the code, even where the model has another one for query clients.
    const shape = errors.get(code)
    const status = options.status ?? shape?.getMergedTraits().httpError
    const members = shape === undefined ? {} : toJson(shape, options.members ?? {}, 'member')
    return json(typeof status === 'number' ? status : 400, {__type: code, message, ...members}, requestId)
  },
}

function json(status: number, value: object, requestId: string): WireReply {
  return {
    status,
    headers: {'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': requestId},
    body: Buffer.from(JSON.stringify(value)),
  }
}
