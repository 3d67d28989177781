import {once} from 'node:events'
import {readFileSync} from 'node:fs'
import {createServer as createPlainServer, type Server} from 'node:net'
import {join} from 'node:path'
import {createServer} from 'node:tls'
import {afterEach, describe, expect, it} from 'vitest'
import {endpointsOn} from '../../../src/collect/deployed/balancers/endpoints.ts'
import {certificateOf, shakeHands} from '../../../src/collect/deployed/balancers/tls-handshake.ts'
import {certificates} from '../../../src/collect/plan/certificates.ts'
import {deployed} from '../../support/deployed.ts'
import {factOf, projectRoot} from '../../support/snapshots.ts'

const pem = (name: string) => readFileSync(join(projectRoot, 'test/fixtures/tls', name), 'utf8')
const ca = pem('ca.pem')
const domain = 'meet.example.com'

const running: Server[] = []
afterEach(() => {
  for (const server of running.splice(0)) server.close()
})

async function listening(server: Server): Promise<number> {
  running.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

/** A TLS server that shows this certificate; the names that it was asked for. */
async function showing(certificate: string) {
  const asked: (string | undefined)[] = []
  const server = createServer({
    key: pem('server.key'),
    cert: pem(certificate),
    SNICallback(name, done) {
      asked.push(name)
      done(null)
    },
  })
  server.on('tlsClientError', () => {})
  return {port: await listening(server), asked}
}

async function probed(port: number, root: string | undefined = ca, address = '127.0.0.1') {
  const {snapshot} = await deployed({
    collectors: [certificates, endpointsOn({port, ...(root === undefined ? {} : {ca: root})})],
    names: () => ({[domain]: {a: [address]}}),
    options: {probe: true},
  })
  const [main] = factOf(snapshot, 'endpoints')
  return {main, snapshot}
}

describe('what a domain shows to whoever connects', () => {
  it('the certificate that ACM has, with a chain that holds', async () => {
    const {port, asked} = await showing('meet.pem')
    const {main, snapshot} = await probed(port)
    expect(main).toEqual({
      subject: expect.objectContaining({id: 'DomainName'}),
      role: 'main',
      domain,
      address: '127.0.0.1',
      port,
      answer: {
        state: 'known',
        value: {
          certificate: {
            serial: '0A1B2C3D4E5F60718293A4B5C6D7E8F9',
            fingerprint: expect.stringMatching(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/),
            names: [domain, `*.${domain}`],
            issuer: 'CN=Test root',
            notAfter: '2120-01-01T00:00:00.000Z',
          },
          fault: null,
        },
      },
    })
    expect(asked).toEqual([domain])
    expect(factOf(snapshot, 'certificates')[0]?.details?.serial).toBe('0A1B2C3D4E5F60718293A4B5C6D7E8F9')
  })

  it.each([
    ['expired.pem', ca, 'CERT_HAS_EXPIRED'],
    ['other.pem', ca, 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['meet.pem', undefined, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  ])('%s: why a client would not go on', async (certificate, root, fault) => {
    const {port} = await showing(certificate)
    const {snapshot} = await deployed({
      collectors: [endpointsOn({port, ...(root === undefined ? {} : {ca: root})})],
      names: () => ({[domain]: {a: ['127.0.0.1']}}),
      options: {probe: true},
    })
    expect(factOf(snapshot, 'endpoints')[0]?.answer).toMatchObject({
      state: 'known',
      value: {certificate: {serial: expect.stringMatching(/^0A1B/)}, fault},
    })
  })

  it('no TLS at all', async () => {
    const server = createPlainServer(socket => {
      socket.on('error', () => {})
      socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')
    })
    const {main} = await probed(await listening(server))
    expect(main?.answer).toMatchObject({state: 'known', value: {certificate: null, fault: expect.any(String)}})
  })
})

describe('what is not seen', () => {
  it('without --probe nobody connects, and the fact says how to ask for it', async () => {
    const {port, asked} = await showing('meet.pem')
    const {snapshot} = await deployed({collectors: [endpointsOn({port})]})
    expect(snapshot.facts.endpoints).toMatchObject({state: 'absent', why: expect.stringContaining('--probe')})
    expect(asked).toEqual([])
  })

  it('a port that refuses, and an address that takes none, are unreachable', async () => {
    const server = createPlainServer()
    const port = await listening(server)
    server.close()
    expect((await probed(port)).main).toMatchObject({
      address: '127.0.0.1',
      answer: {state: 'unknown', cause: 'unreachable', detail: expect.stringContaining('ECONNREFUSED')},
    })
  })

  it('a server that hangs ends with the run', async () => {
    const port = await listening(createPlainServer())
    const run = new AbortController()
    const hanging = shakeHands({address: '127.0.0.1', port, domain}, run.signal)
    run.abort()
    expect(await hanging).toMatchObject({cause: 'timed-out'})
    expect(await shakeHands({address: '127.0.0.1', port, domain}, run.signal)).toMatchObject({cause: 'timed-out'})
  })

  it('a domain that leads nowhere has nobody to connect to; a DNS that is not there is told', async () => {
    const {snapshot} = await deployed({collectors: [endpointsOn({port: 1})], names: () => ({}), options: {probe: true}})
    expect(factOf(snapshot, 'endpoints')[0]).toMatchObject({address: null, answer: {cause: 'failed'}})
    const blind = await deployed({
      collectors: [endpointsOn({port: 1})],
      options: {probe: true, dnsServers: ['127.0.0.1:1']},
    })
    expect(factOf(blind.snapshot, 'endpoints')[0]).toMatchObject({address: null, answer: {cause: 'unreachable'}})
  })
})

describe('a certificate as it is read', () => {
  const shown = {
    serialNumber: 'ab01',
    fingerprint256: 'AA:BB',
    subjectAltName: 'DNS:meet.example.com, DNS:*.example.com, IP Address:192.0.2.1',
    issuer: 'C=US\nO=Test',
    validTo: 'Nov 22 10:00:00 2027 GMT',
  }

  it('tells its names and its end', () => {
    expect(certificateOf(shown)).toEqual({
      serial: 'AB01',
      fingerprint: 'AA:BB',
      names: ['meet.example.com', '*.example.com'],
      issuer: 'C=US, O=Test',
      notAfter: '2027-11-22T10:00:00.000Z',
    })
  })

  it.each(['Bad time value', '', 'Jan  1 00:00:00 99999 GMT'])('is none where its end is "%s"', validTo => {
    expect(certificateOf({...shown, validTo})).toBeUndefined()
  })
})
