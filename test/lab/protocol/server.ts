import {randomUUID} from 'node:crypto'
import {createServer, type IncomingMessage, type ServerResponse} from 'node:http'
import type {AddressInfo} from 'node:net'
import type {WireReply, WireRequest} from './wire.ts'

/** What is to be done with a request: answer it, cut the answer off, reset the connection, or leave it waiting. */
export type Outcome =
  | {readonly kind: 'reply'; readonly reply: WireReply}
  | {readonly kind: 'cut-off'; readonly reply: WireReply}
  | {readonly kind: 'reset'}
  | {readonly kind: 'silence'}

export interface HttpServer {
  /** `http://127.0.0.1:port` */
  readonly endpoint: string
  /** Ends every connection at once, answered or not. */
  readonly close: () => Promise<void>
}

/** An HTTP server on a free loopback port. `respond` must not throw. */
export async function serveHttp(
  respond: (request: WireRequest, requestId: string) => Promise<Outcome>,
): Promise<HttpServer> {
  const server = createServer((message, response) => {
    readRequest(message)
      .then(request => respond(request, randomUUID()))
      .then(outcome => conclude(outcome, message, response))
      // The client went away, which is its right: nothing is left to tell it.
      .catch(() => message.socket.destroy())
  })
  // An idle connection would keep the process alive; the clients of a test close theirs late or never.
  server.keepAliveTimeout = 30_000
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const {port} = server.address() as AddressInfo
  return {
    endpoint: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise<void>((resolve, reject) => {
        server.close(error => (error === undefined ? resolve() : reject(error)))
        server.closeAllConnections()
      }),
  }
}

async function readRequest(message: IncomingMessage): Promise<WireRequest> {
  const chunks: Buffer[] = []
  for await (const chunk of message) chunks.push(Buffer.from(chunk))
  const [path = '/', query = ''] = (message.url ?? '/').split(/\?(.*)/s)
  const headers = Object.entries(message.headers).map(([name, value]) => [name, String(value ?? '')] as const)
  return {
    method: message.method ?? 'GET',
    path,
    query: new URLSearchParams(query),
    headers: new Map(headers),
    body: Buffer.concat(chunks),
  }
}

function conclude(outcome: Outcome, message: IncomingMessage, response: ServerResponse): void {
  if (outcome.kind === 'silence') return
  if (outcome.kind === 'reset') {
    message.socket.resetAndDestroy()
    return
  }
  const {status, headers, body} = outcome.reply
  response.writeHead(status, {...headers, 'content-length': body.length})
  if (outcome.kind === 'reply') {
    // The answer to HEAD has the headers of a body, and none.
    response.end(message.method === 'HEAD' ? undefined : body)
    return
  }
  response.write(body.subarray(0, Math.floor(body.length / 2)), () => message.socket.resetAndDestroy())
}
