import {createServer, type RequestListener} from 'node:http'
import {type AddressInfo, createServer as createTcpServer, type Server} from 'node:net'
import {describe, expect, it} from 'vitest'
import {health} from '../../../../src/nodes/probe/parts/health.ts'
import {MadeUpNode, onThisMachine, runPart, shells} from '../run-part.ts'

const curl = onThisMachine('curl')

async function listening(server: Server): Promise<number> {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

describe.skipIf(curl === null).each(shells)('the part health in $name (needs curl)', ({words: shell}) => {
  /** The real curl, led from the ports of the endpoints to those of the test. */
  async function look(role: 'master' | 'media', ports: Readonly<Record<number, number>>) {
    using node = new MadeUpNode({without: ['curl']})
    const led = Object.entries(ports).map(([from, to]) => `--connect-to 127.0.0.1:${from}:127.0.0.1:${to}`)
    node.command('curl', `exec ${curl} "$@" ${led.join(' ')}`)
    const environment = {http_proxy: 'http://127.0.0.1:1', ALL_PROXY: 'http://127.0.0.1:1'}
    const {answer} = await runPart(health, {shell, path: node.path, inputs: {role}, environment})
    return answer
  }

  async function withServer<T>(listener: RequestListener, work: (port: number) => Promise<T>): Promise<T> {
    const server = createServer(listener)
    try {
      return await work(await listening(server))
    } finally {
      server.closeAllConnections()
      server.close()
    }
  }

  it.each([200, 301, 503])('tells the status %d, past every proxy', async status => {
    const paths: (string | undefined)[] = []
    const listener: RequestListener = (request, response) => {
      paths.push(request.url)
      response.writeHead(status, {location: 'http://127.0.0.1:1/'}).end('body')
    }
    await withServer(listener, async port => {
      expect(await look('master', {7880: port})).toEqual({
        state: 'known',
        value: [{service: 'caddy', url: 'http://127.0.0.1:7880/health/caddy', status, trouble: null}],
      })
    })
    expect(paths).toEqual(['/health/caddy'])
  })

  it('tells each endpoint of a media node by itself', async () => {
    const closed = createTcpServer()
    const port = await listening(closed)
    await new Promise(resolve => closed.close(resolve))
    await withServer(
      (_, response) => response.end(),
      async open => {
        expect(await look('media', {7880: open, 9092: port})).toMatchObject({
          value: [
            {service: 'openvidu', status: 200, trouble: null},
            {service: 'ingress', status: null, trouble: 'refused'},
          ],
        })
      },
    )
  })

  it('a server that hangs up, and one that speaks something else, failed', async () => {
    await withServer(
      ({socket}) => socket.destroy(),
      async port => {
        expect(await look('master', {7880: port})).toMatchObject({value: [{status: null, trouble: 'failed'}]})
      },
    )
    const server = createTcpServer(socket => socket.on('error', () => {}).end('-ERR \u001b[2J\r\n'))
    const port = await listening(server)
    expect(await look('master', {7880: port})).toMatchObject({value: [{status: null, trouble: 'failed'}]})
    server.close()
  })
})

describe('the part health', () => {
  it('without curl nothing is told', async () => {
    using node = new MadeUpNode({without: ['curl']})
    const {answer} = await runPart(health, {shell: ['sh'], path: node.path})
    expect(answer).toMatchObject({state: 'unknown', cause: 'failed'})
  })

  it.each([
    [7, 'refused'],
    [28, 'timed-out'],
    [52, 'failed'],
  ])('curl that ends with %d is %s, whatever status it told', async (code, trouble) => {
    using node = new MadeUpNode({without: ['curl']})
    node.command('curl', `printf 200; exit ${code}`)
    const {answer} = await runPart(health, {shell: ['sh'], path: node.path})
    expect(answer).toMatchObject({value: [{status: null, trouble}]})
  })

  it('refuses what is no status', async () => {
    using node = new MadeUpNode({without: ['curl']})
    node.command('curl', 'printf 000')
    const {answer} = await runPart(health, {shell: ['sh'], path: node.path})
    expect(answer).toMatchObject({state: 'unknown', cause: 'failed'})
  })
})
