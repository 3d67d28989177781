import {commonest} from './commonest.ts'
import type {AnsweredPart} from './node-answers.ts'

export type RedisAnswer = AnsweredPart<'redis'>

export interface RedisSet {
  /** Those whose server holds itself for the master. */
  readonly masters: readonly RedisAnswer[]
  /** Address of the master that the others follow: of the only one, otherwise the one that most replicas and sentinels name. */
  readonly agreed: string | null
  /** Masters that the others do not follow. */
  readonly rivals: readonly RedisAnswer[]
}

/** Who leads the Redis servers of the masters, as far as they answered. */
export function redisSet(answers: readonly RedisAnswer[]): RedisSet {
  const masters = answers.filter(({part}) => part.role === 'master')
  const named = answers.flatMap(({part: {masterAddress, sentinel}}) => [
    ...(masterAddress === null ? [] : [masterAddress]),
    ...(sentinel === null ? [] : [sentinel.masterAddress]),
  ])
  const [only, ...others] = masters
  const alone = others.length === 0 ? (only?.node.privateAddress ?? null) : null
  const agreed = alone ?? commonest(named) ?? null
  const rivals = masters.length > 1 ? masters.filter(({node}) => node.privateAddress !== agreed) : []
  return {masters, agreed, rivals}
}

export interface Doubt {
  readonly observed: string
  readonly expected: string
}

/** The server runs and does not take the password that its own node has for it. */
export function isPasswordRefused(trouble: string): boolean {
  return trouble.startsWith('NOAUTH') || trouble.startsWith('WRONGPASS')
}

/** A server that runs, for all one knows, without telling its role. */
export function isRoleHidden({part: {role, trouble}}: RedisAnswer): boolean {
  return role === null && (trouble === null || isPasswordRefused(trouble))
}

/** What is not well with a server: that it does not answer, or whom it follows and how. */
export function serverDoubts(server: RedisAnswer['part'], agreed: string | null): readonly Doubt[] {
  const {role, trouble, masterAddress, masterLink} = server
  if (trouble !== null) return [{observed: `does not answer (${trouble})`, expected: 'an answer on port 7000'}]
  if (role === 'master') return []
  const leader = agreed ?? masterAddress
  if (masterLink === 'up' && masterAddress !== null && masterAddress === leader) return []
  return [
    {
      observed: `follows ${masterAddress ?? 'none'} with its link ${masterLink ?? 'unknown'}`,
      expected: `${leader ?? 'a master'} and up`,
    },
  ]
}

/** What is not well with a sentinel: that it does not answer, whom it watches, how it sees it, how many others it knows. */
export function sentinelDoubts(
  sentinel: RedisAnswer['part']['sentinel'],
  agreed: string | null,
  majority: number,
): readonly Doubt[] {
  if (sentinel === null) return [{observed: 'does not answer', expected: 'an answer on port 7001'}]
  const {masterAddress, status, sentinels, quorum} = sentinel
  const needed = Math.max(majority, quorum ?? 0)
  return [
    ...(agreed !== null && masterAddress !== agreed
      ? [{observed: `watches ${masterAddress}`, expected: `it to watch ${agreed}`}]
      : []),
    ...(status === 'ok' ? [] : [{observed: `sees the master as ${status}`, expected: 'ok'}]),
    ...(sentinels < needed
      ? [{observed: `knows ${sentinels} sentinels, itself included`, expected: `at least ${needed}`}]
      : []),
  ]
}
