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

export interface SentinelDoubt {
  readonly observed: string
  readonly expected: string
}

/** What is not well with the sentinel of a node: whom it watches, how it sees it, and how many others it knows. */
export function sentinelDoubts(
  sentinel: NonNullable<RedisAnswer['part']['sentinel']>,
  agreed: string | null,
  majority: number,
): readonly SentinelDoubt[] {
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
