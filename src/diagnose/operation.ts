import type {StackEventRecord} from '../model/evidence.ts'
import type {Recorded} from './records.ts'

type Event = Recorded<StackEventRecord>

/** The last operation on the stack, as its events tell it. */
export interface Operation {
  /** ISO 8601; null where its beginning is no longer told. */
  readonly startedAt: string | null
  /** Those of the operation, nested stacks included, oldest first. */
  readonly events: readonly Event[]
  /** The first resource that failed for a reason of its own, in nested stacks too. */
  readonly failure: Event | null
  /** More that failed for reasons of their own, after it. */
  readonly others: readonly Event[]
  readonly cancelled: number
  /** What failed first while the operation was undone. */
  readonly undoing: Event | null
  /** Whether it was undone, which deletes what it made. */
  readonly rolledBack: boolean
}

/** Every operation begins with one of these on the stack itself; those of a rollback belong to what they undo. */
const beginnings = new Set(['CREATE_IN_PROGRESS', 'UPDATE_IN_PROGRESS', 'DELETE_IN_PROGRESS', 'IMPORT_IN_PROGRESS'])
const nestedStack = 'AWS::CloudFormation::Stack'
/** How deep stacks in stacks are followed. */
const deepest = 5

/** Null where the events tell of none. */
export function lastOperation(all: readonly Event[], stackName: string | null): Operation | null {
  const events = all.toSorted((one, other) => Date.parse(one.value.at) - Date.parse(other.value.at))
  const named = events.some(({value}) => value.stack === stackName) ? stackName : null
  const root = named ?? events.find(isOfStack)?.value.stack ?? events[0]?.value.stack
  if (root === undefined) return null
  const own = events.filter(({value}) => value.stack === root)
  const begun = own.findLast(event => isOfStack(event) && beginnings.has(event.value.status))
  const slice = begun === undefined ? events : events.slice(events.indexOf(begun))
  const ofRoot = slice.filter(({value}) => value.stack === root)
  const rollback = ofRoot.findIndex(event => isOfStack(event) && /ROLLBACK_IN_PROGRESS$/.test(event.value.status))
  const failed = ofRoot.filter(isFailure)
  const real = failed.filter(event => !isCancelled(event))
  const [first] = real
  // What the stack itself says last decides: an operation that came to its end did so although a resource failed once.
  const ended = ofRoot.findLast(isOfStack)?.value.status ?? ''
  const sound = /^(CREATE|UPDATE|IMPORT|DELETE)_COMPLETE$/.test(ended)
  const undoing = rollback === -1 ? undefined : real.find(event => ofRoot.indexOf(event) > rollback)
  return {
    startedAt: begun?.value.at ?? null,
    events: slice,
    failure: first === undefined || sound ? null : innermost(first, slice),
    others: real.slice(1).filter(event => event !== undoing),
    cancelled: failed.length - real.length,
    undoing: undoing === undefined || undoing === first ? null : undoing,
    rolledBack: rollback !== -1,
  }
}

/** From a nested stack that failed to what failed in it. */
function innermost(failed: Event, events: readonly Event[]): Event {
  let found = failed
  for (let depth = 0; depth < deepest; depth += 1) {
    const {type, physicalId, at} = found.value
    if (type !== nestedStack || physicalId === null) return found
    const name = /:stack\/([^/]+)\//.exec(physicalId)?.[1] ?? physicalId
    const inner = events.find(
      event => event.value.stack === name && isFailure(event) && !isCancelled(event) && event.value.at <= at,
    )
    if (inner === undefined) return found
    found = inner
  }
  return found
}

function isFailure(event: Event): boolean {
  return event.value.status.endsWith('_FAILED') && !isOfStack(event)
}

/** Whether it tells of the stack as a whole, and not of one of its resources. */
export function isOfStack({value: {type, stack, logicalId}}: Event): boolean {
  return type === nestedStack && logicalId === stack
}

/** Whether it failed only because something else did. */
export function isCancelled({value: {reason}}: Event): boolean {
  return /^\s*Resource (creation|update|deletion|import) cancell?ed/i.test(reason ?? '')
}
