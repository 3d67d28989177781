import type {Plain} from './protocol/wire.ts'

export interface Call {
  readonly service: string
  readonly operation: string
  /** The IAM action that allows it: `ec2:DescribeSubnets`. */
  readonly action: string
  readonly region: string
  readonly input: Plain
  /** Milliseconds on the monotonic clock. */
  readonly startedAt: number
  /** Null while it runs, and for ever where the answer never came. */
  endedAt: number | null
  /** HTTP status; null where no answer went out. */
  status: number | null
  /** Error code of the answer, null where it was an output. */
  code: string | null
}

/** A request that the lab can't answer, which is always a fault of the test or a gap of the lab. */
export interface Refusal {
  readonly what: string
  readonly why: string
}

/** Everything that was asked of the lab. */
export class CallRecord {
  readonly #calls: Call[] = []
  readonly #refusals: Refusal[] = []

  get all(): readonly Call[] {
    return this.#calls
  }

  get refusals(): readonly Refusal[] {
    return this.#refusals
  }

  begin(call: Pick<Call, 'service' | 'operation' | 'region' | 'input'>, now: number): Call {
    const entry: Call = {
      ...call,
      action: iamActionOf(call.service, call.operation),
      startedAt: now,
      endedAt: null,
      status: null,
      code: null,
    }
    this.#calls.push(entry)
    return entry
  }

  refuse(what: string, why: string): void {
    this.#refusals.push({what, why})
  }

  /** Takes the refusals out of the record: for a test that wants them. */
  takeRefusals(): readonly Refusal[] {
    return this.#refusals.splice(0)
  }

  /** Calls of a service (`ec2`) or of an operation (`ec2.DescribeSubnets`), failed ones and retries included. */
  of(target: string): readonly Call[] {
    return this.#calls.filter(({service, operation}) => target === service || target === `${service}.${operation}`)
  }

  count(target?: string): number {
    return target === undefined ? this.#calls.length : this.of(target).length
  }

  /** The IAM actions that were used, sorted, each once: to be compared with those that are declared. */
  actions(): readonly string[] {
    return [...new Set(this.#calls.map(({action}) => action))].sort()
  }

  /**
   * The longest run of calls of which each began after the one before had ended: no chain of calls that wait for each
   * other is longer. Give every call the same latency, lest calls that merely were quick look as if others waited for them.
   */
  longestChain(): readonly Call[] {
    const ended = this.#calls.flatMap(call => (call.endedAt === null ? [] : [{call, end: call.endedAt}]))
    const chain: Call[] = []
    let free = Number.NEGATIVE_INFINITY
    for (const {call, end} of ended.sort((one, other) => one.end - other.end)) {
      if (call.startedAt < free) continue
      chain.push(call)
      free = end
    }
    return chain
  }

  clear(): void {
    this.#calls.length = 0
    this.#refusals.length = 0
  }
}

/** S3 alone names its actions differently from its operations; service authorization reference. */
const otherNames: Readonly<Record<string, string>> = {
  's3.GetBucketEncryption': 'GetEncryptionConfiguration',
  's3.GetBucketLifecycleConfiguration': 'GetLifecycleConfiguration',
  's3.GetPublicAccessBlock': 'GetBucketPublicAccessBlock',
  's3.HeadBucket': 'ListBucket',
  's3.HeadObject': 'GetObject',
  's3.ListBuckets': 'ListAllMyBuckets',
  's3.ListObjectsV2': 'ListBucket',
}

export function iamActionOf(service: string, operation: string): string {
  return `${service}:${otherNames[`${service}.${operation}`] ?? operation}`
}
