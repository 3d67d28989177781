import type {Part, PartName} from '../../derive/node-answers.ts'
import type {GenerationId} from '../../openvidu/generations.ts'
import type {NodeRole} from '../../openvidu/services.ts'

/** What the script of a probe is made from; every value was held against its form before it got here. */
export interface ProbeInputs {
  readonly role: NodeRole
  /** Null where the generation was not recognised: then the widest lists are used. */
  readonly generation: GenerationId | null
  readonly region: string
  /** Private IPv4 addresses of the masters. */
  readonly masters: readonly string[]
  /** Hexadecimal, random in each run: what hashes are keyed with. */
  readonly key: string
}

/** What the reading of an answer may use besides its lines. */
export interface ProbeReading {
  readonly role: NodeRole
  /** Between these moments of the caller's clock the script ran, ISO 8601. */
  readonly between: readonly [string, string]
}

/**
 * One part of the probe: what runs on the node, and how its lines are read. The script is POSIX sh for dash and busybox. It reads
 * only, uses no command but those of `allowedCommands`, prints no secret, and finds in `$root` what stands before absolute paths
 * (empty on a node). Its output is cut at `bytes`, it is ended after `seconds`.
 */
export interface ProbePart<P extends PartName> {
  readonly id: P
  readonly roles: readonly NodeRole[]
  readonly seconds: number
  readonly bytes: number
  readonly script: (inputs: ProbeInputs) => string
  /** Throws UnreadableAnswer where the lines are not what the script prints. */
  readonly parse: (lines: readonly string[], reading: ProbeReading) => Part<P>
}

/** Of whatever part: only the reader, which keeps each part's lines for its own `parse`, may call it. */
export type AnyPart = {readonly [P in PartName]: ProbePart<P>}[PartName]

export function definePart<const P extends PartName>(part: ProbePart<P>): ProbePart<P> {
  return part
}

/** Lines that no script of ours prints. The message says which part and what was expected, never what was sent. */
export class UnreadableAnswer extends Error {
  override readonly name = 'UnreadableAnswer'
}
