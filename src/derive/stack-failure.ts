import type {FactMap} from '../model/facts.ts'
import {generations} from '../openvidu/generations.ts'
import {compiledSignatures} from '../openvidu/signatures.ts'

type Failure = FactMap['stackFailure']

/** Why an operation on a stack failed, as evidence of a finding. */
export type FailureStory = {
  readonly first: {
    readonly resource: string
    readonly type: string
    readonly at: string
    readonly reason: string
  } | null
  /** What CloudFormation says of the stack as a whole, where it names no resource. */
  readonly ofStack: string | null
  readonly others: number
  readonly cancelled: number
  /** What keeps it from being undone. */
  readonly undoing: {readonly resource: string; readonly reason: string} | null
  /** The known failure that the reason is, with its cure. */
  readonly known: {readonly id: string; readonly cause: string; readonly remedy: string} | null
  readonly log: readonly string[]
}

const noReason = 'no reason is given'
/** As long as the reasons of resources are kept, so that a pattern never meets more. */
const reasonCharacters = 600

/** What the events tell of a failure, with the known failure that it is. */
export function failureStory(
  failure: Failure,
  {statusReason}: Pick<FactMap['stack'], 'statusReason'>,
  generation: string | null,
): FailureStory {
  const {first, others, cancelled, undoing, log} = failure
  const ofStack = first === null ? (statusReason?.slice(0, reasonCharacters) ?? null) : null
  const reason = first?.reason ?? ofStack
  const resource = (one: NonNullable<Failure['first']>) =>
    one.stackName === failure.subject.id ? one.logicalId : `${one.logicalId} in ${one.stackName}`
  return {
    first:
      first === null
        ? null
        : {resource: resource(first), type: first.type, at: first.at, reason: first.reason ?? noReason},
    ofStack,
    others,
    cancelled,
    undoing: undoing === null ? null : {resource: resource(undoing), reason: undoing.reason ?? noReason},
    known: reason === null ? null : knownFailure(reason, generation),
    log: log?.state === 'known' ? (log.value.lines ?? []) : [],
  }
}

/** The failure of OpenVidu deployments whose wording a reason has. Our patterns are tried on its text, never the reverse. */
function knownFailure(reason: string, generation: string | null): FailureStory['known'] {
  const own = generations.find(({id}) => id === generation)?.id
  const found = compiledSignatures('stack-event', own).find(({expression}) => expression.test(reason))
  if (found === undefined) return null
  const {id, cause, remedy} = found.signature
  return {id, cause, remedy}
}

/** The story as the middle of a sentence; nothing where the events could not be seen. */
export function tellFailure(failure: FailureStory | null): string {
  if (failure === null) return ''
  const {first, ofStack, others, cancelled, undoing, known, log} = failure
  const parts = [
    first === null
      ? `CloudFormation names no resource that failed${ofStack === null ? '' : `, but says: ${withoutStop(ofStack)}`}`
      : `${first.resource} (${first.type}) failed first, at ${first.at}: ${withoutStop(first.reason)}`,
    others === 0 ? '' : `${others} more failed after it`,
    cancelled === 0 ? '' : `${cancelled} ${cancelled === 1 ? 'was' : 'were'} cancelled because of it`,
    undoing === null ? '' : `${undoing.resource} then failed to be undone: ${withoutStop(undoing.reason)}`,
    known === null ? '' : `this is known as ${known.id}: ${withoutStop(known.cause)}. ${withoutStop(known.remedy)}`,
    log.length === 0 ? '' : `its log ends with: ${log.join(' | ')}`,
  ]
  return `; ${parts.filter(part => part !== '').join('; ')}`
}

function withoutStop(text: string): string {
  return text.replace(/\.$/, '')
}
