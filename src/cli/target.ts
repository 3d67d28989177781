import {UnusableInput} from '../model/errors.ts'

/** What a run examines. */
export type CheckTarget =
  | {readonly kind: 'stack'; readonly stack: string}
  | {readonly kind: 'plan'; readonly template: string}
  | {readonly kind: 'saved'; readonly file: string}

/**
 * The one thing to examine. Throws UnusableInput where none or several are given, where a stack is to be seen without a call,
 * and where something is asked for that only a deployed stack has.
 */
export function oneTarget({
  stack,
  template,
  from,
  offline,
  ofStacks,
}: {
  readonly stack: string | undefined
  readonly template: string | undefined
  readonly from: string | undefined
  readonly offline: boolean
  /** Flags that were given and speak of a deployed stack, such as `--wait`. */
  readonly ofStacks: readonly string[]
}): CheckTarget {
  const refuse = (message: string, next: string) => new UnusableInput([{message, location: null}], next)
  const given: CheckTarget[] = [
    ...(stack === undefined ? [] : [{kind: 'stack', stack} as const]),
    ...(template === undefined ? [] : [{kind: 'plan', template} as const]),
    ...(from === undefined ? [] : [{kind: 'saved', file: from} as const]),
  ]
  const [target, ...others] = given
  if (target === undefined)
    throw refuse('there is nothing to examine', 'Name a deployed stack, or give --template or --from.')
  if (others.length > 0)
    throw refuse('a stack, --template and --from exclude each other', 'Give the one that is to be examined.')
  if (target.kind === 'stack' && offline)
    throw refuse('a deployed stack cannot be seen with --offline', 'Leave it out, or examine a snapshot with --from.')
  if (target.kind !== 'stack' && ofStacks.length > 0)
    throw refuse(`${ofStacks.join(', ')} is for a deployed stack only`, 'Leave it out, or name a stack.')
  return target
}
