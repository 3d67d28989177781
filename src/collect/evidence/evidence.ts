import type {AwsSession} from '../../aws/session.ts'
import type {CaseNode} from '../../model/evidence.ts'
import {type Absent, type Unknown, unknown} from '../../model/fact.ts'
import type {FactKey, FactMap} from '../../model/facts.ts'
import type {ManifestFile, NotCollected} from '../../model/manifest.ts'
import type {Snapshot} from '../../model/snapshot.ts'

/** A node of the case, as far as looking from outside takes it. */
export type EvidenceNode = Pick<CaseNode, 'name' | 'id' | 'role'>

/** What evidence is looked up for. */
export interface EvidenceContext {
  readonly session: AwsSession
  /** What the look at the stack came to. */
  readonly facts: Snapshot['facts']
  /** Masters first. */
  readonly nodes: readonly EvidenceNode[]
  /** Whether a file is there already, from a run before. */
  readonly has: (path: string) => boolean
  /** Of logs, ISO 8601; null for no bound. */
  readonly window: {readonly since: string | null; readonly until: string | null}
}

/** What becomes one file of a case. Its content is as AWS sent it: whoever writes it takes secrets out. */
export interface EvidenceFile extends Pick<ManifestFile, 'path' | 'source' | 'node' | 'truncated'> {
  readonly kind: 'file'
  readonly content: Content
}

/** One object a line, lines, or one document of JSON. */
export type Content = {readonly records: readonly object[]} | {readonly text: string} | {readonly json: unknown}

/** What should be in the case, and could not be had. */
export interface EvidenceGap extends NotCollected {
  readonly kind: 'gap'
}

export type Evidence = EvidenceFile | EvidenceGap

/** One look-up of evidence, with the IAM actions of its calls. */
export interface EvidenceLookUp<F extends FactKey = FactKey> {
  readonly id: string
  /** As `notCollected` and progress name it, such as `stack events`. */
  readonly title: string
  readonly iam: readonly `${string}:${string}`[]
  /** Facts without which there is nothing to ask for. */
  readonly follows: readonly F[]
  /** Paths of what it brings: what is there already is not looked up again. */
  readonly paths: (nodes: readonly EvidenceNode[]) => readonly string[]
  /** Hands over each piece as soon as it is there. What AWS does is no reason to throw: that is a gap. */
  readonly look: (context: KnownContext<F>) => AsyncGenerator<Evidence>
}

export type KnownContext<F extends FactKey> = EvidenceContext & {readonly known: Pick<FactMap, F>}

/** Of whatever facts: only `evidenceOf`, which hands it what it follows, may call its `look`. */
export type AnyEvidenceLookUp = Omit<EvidenceLookUp, 'look'> & {
  readonly look: (context: never) => AsyncGenerator<Evidence>
}

export function defineEvidence<const F extends FactKey>(lookUp: EvidenceLookUp<F>): EvidenceLookUp<F> {
  return lookUp
}

/** What a look-up brings, piece by piece. Where a fact that it follows is not known, that is the gap. Never rejects. */
export async function* evidenceOf(lookUp: AnyEvidenceLookUp, context: EvidenceContext): AsyncGenerator<Evidence> {
  const {id, title, follows} = lookUp
  const known: Record<string, unknown> = {}
  for (const key of follows) {
    const fact = context.facts[key] ?? unknown('not-requested', `this run did not look at ${key}`)
    if (fact.state === 'known') known[key] = fact.value
    else {
      yield gapFor(title, fact, null)
      return
    }
  }
  try {
    // `defineEvidence` typed the other side: what is known is what the look-up follows.
    yield* lookUp.look({...context, known} as never)
  } catch (error) {
    // Only the name: what a fault says may quote what AWS sent.
    const name = error instanceof Error ? error.name : 'unknown fault'
    yield gapFor(
      title,
      unknown('failed', `the look-up ${id} of openvidu-doctor broke (${name}): please report it`),
      null,
    )
  }
}

/** The gap of something that could not be had. */
export function gapFor(
  what: string,
  why: Unknown | Absent,
  command: string | null,
  node: string | null = null,
): EvidenceGap {
  if (why.state === 'absent') {
    return {kind: 'gap', what, node, cause: 'unresolved', detail: why.why, action: null, command}
  }
  const {cause, detail, action = null} = why
  return {kind: 'gap', what, node, cause, detail, action, command}
}

/** A file of a look-up that is of no node; with why it is not whole, where it is not. */
export function fileOf(path: string, source: string, content: Content, truncated: string | null = null): EvidenceFile {
  return {kind: 'file', path, source, node: null, content, truncated}
}

/** In the order of their times; what happened at the same time stays in the order in which it is. */
export function oldestFirst<R extends {readonly at: string}>(records: readonly R[]): readonly R[] {
  return records.toSorted((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0))
}
