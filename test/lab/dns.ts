import {createSocket} from 'node:dgram'
import {once} from 'node:events'
import {type Answer, AUTHORITATIVE_ANSWER, decode, encode} from 'dns-packet'
import type {LabAccount} from './account/account.ts'

/** What the names are; a name that is not among them does not exist. */
export type LabNames = Readonly<Record<string, LabName>>

export interface LabName {
  readonly a?: readonly string[]
  readonly aaaa?: readonly string[]
  readonly cname?: string
  /** What it does in place of an answer: nothing at all, or SERVFAIL. */
  readonly fault?: 'silence' | 'failure'
}

export interface LabDns {
  /** `ADDRESS:PORT`. */
  readonly server: string
  /** Names asked for, with their types, in order. */
  readonly asked: readonly string[]
  readonly close: () => void
}

const serverFailure = 2
const noSuchName = 3

/** A DNS server on loopback UDP that answers as a recursive one does: with the records that a CNAME leads to. */
export async function startDns(names: LabNames): Promise<LabDns> {
  const socket = createSocket('udp4')
  const asked: string[] = []
  socket.on('message', (message, {address, port}) => {
    const query = decode(message)
    const [question] = query.questions ?? []
    if (question === undefined) return
    asked.push(`${question.type} ${question.name}`)
    const {answers, code} = answer(names, question.name.toLowerCase(), question.type)
    if (code === null) return
    const reply = encode({
      type: 'response',
      id: query.id ?? 0,
      // The lowest four bits are the response code.
      flags: AUTHORITATIVE_ANSWER | code,
      questions: [question],
      answers,
    })
    socket.send(reply, port, address)
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  return {server: `127.0.0.1:${socket.address().port}`, asked, close: () => socket.close()}
}

function answer(
  names: LabNames,
  name: string,
  type: string,
): {readonly answers: Answer[]; readonly code: number | null} {
  const answers: Answer[] = []
  let current = name
  for (;;) {
    const own = Object.hasOwn(names, current) ? names[current] : undefined
    if (own === undefined) return {answers, code: noSuchName}
    if (own.fault !== undefined) return {answers, code: own.fault === 'silence' ? null : serverFailure}
    if (own.cname === undefined || type === 'CNAME') {
      if (type === 'CNAME' && own.cname !== undefined) answers.push({type, name: current, data: own.cname})
      if (type === 'A') for (const data of own.a ?? []) answers.push({type, name: current, ttl: 60, data})
      if (type === 'AAAA') for (const data of own.aaaa ?? []) answers.push({type, name: current, ttl: 60, data})
      return {answers, code: 0}
    }
    answers.push({type: 'CNAME', name: current, data: own.cname})
    current = own.cname
  }
}

/** The names of a deployment as they should be: each balancer with an address in each zone, each domain leading to its own. */
export function namesOf(account: LabAccount): LabNames {
  const parameters = new Map(
    account.stacks[0]?.stack.Parameters?.map(({ParameterKey, ParameterValue}) => [ParameterKey, ParameterValue]),
  )
  const names: Record<string, LabName> = {}
  for (const [index, {balancer}] of account.balancers.entries()) {
    const dnsName = balancer.DNSName?.toLowerCase() ?? ''
    const domain = parameters.get(index === 0 ? 'DomainName' : 'TurnDomainName') ?? ''
    names[dnsName] = {a: (balancer.AvailabilityZones ?? []).map((_, zone) => `203.0.113.${10 * index + zone + 1}`)}
    if (domain !== '') names[domain] = {cname: dnsName}
  }
  return names
}
