import type {X509Certificate} from 'node:crypto'
import {isIP} from 'node:net'
import {connect} from 'node:tls'
import {known, type Seen, unknown} from '../../../model/fact.ts'
import type {FactMap} from '../../../model/facts.ts'

export type Handshake = Extract<FactMap['endpoints'][number]['answer'], {state: 'known'}>['value']

export interface Peer {
  readonly address: string
  readonly port: number
  /** What it is asked for, and what its certificate is held against. */
  readonly domain: string
  /** Roots to trust in place of those that come with Node. */
  readonly ca?: string
}

const patience = 10_000

/**
 * Begins TLS and ends it once the certificate was shown: nothing is sent. A certificate that does not hold is data here, so
 * it is looked at and not enforced. Never rejects.
 */
export function shakeHands({address, port, domain, ca}: Peer, signal: AbortSignal): Promise<Seen<Handshake>> {
  const {promise, resolve} = Promise.withResolvers<Seen<Handshake>>()
  const end = AbortSignal.any([signal, AbortSignal.timeout(patience)])
  const socket = connect({
    host: address,
    port,
    ...(isIP(domain) === 0 ? {servername: domain} : {}),
    ...(ca === undefined ? {} : {ca}),
    rejectUnauthorized: false,
  })
  const give = (answer: Seen<Handshake>): void => {
    socket.destroy()
    resolve(answer)
  }
  const abort = () => give(unknown('timed-out', `${address} did not complete a TLS handshake in time`))
  socket.once('secureConnect', () => {
    const fault = socket.authorized ? null : faultOf(socket.authorizationError)
    const certificate = socket.getPeerX509Certificate()
    const shown = certificate === undefined ? null : certificateOf(certificate)
    give(
      shown === undefined
        ? unknown('failed', `${address} shows a certificate with a date that cannot be read`)
        : known({certificate: shown, fault}),
    )
  })
  // Stays: a socket that is being destroyed may still say why.
  socket.on('error', error => {
    const code = faultOf(error)
    const noTls = code === 'EPROTO' || code.startsWith('ERR_SSL_')
    give(
      noTls
        ? known({certificate: null, fault: code})
        : unknown('unreachable', `no connection to port ${port} of ${address} (${code})`),
    )
  })
  if (end.aborted) abort()
  end.addEventListener('abort', abort, {once: true})
  return promise.finally(() => end.removeEventListener('abort', abort))
}

/** What the certificate says; undefined where its end is no date, or one beyond the years that ISO 8601 writes. */
export function certificateOf(
  certificate: Pick<X509Certificate, 'serialNumber' | 'fingerprint256' | 'subjectAltName' | 'issuer' | 'validTo'>,
): NonNullable<Handshake['certificate']> | undefined {
  const {serialNumber, fingerprint256, subjectAltName = '', issuer, validTo} = certificate
  const notAfter = new Date(validTo)
  if (!(notAfter.getUTCFullYear() < 10_000)) return undefined
  return {
    serial: serialNumber.toUpperCase(),
    fingerprint: fingerprint256,
    names: subjectAltName.split(', ').flatMap(name => (name.startsWith('DNS:') ? [name.slice(4)] : [])),
    issuer: issuer.replaceAll('\n', ', '),
    notAfter: notAfter.toISOString(),
  }
}

/** The code of what went wrong. Node types it as an error and gives a text. */
function faultOf(error: unknown): string {
  if (typeof error === 'string') return error
  if (typeof error === 'object' && error !== null && 'code' in error) return String(error.code)
  return error instanceof Error ? error.name : 'unknown fault'
}
