import {UnusableInput} from '../model/errors.ts'

/** What a run examines. */
export type CheckTarget =
  | {readonly kind: 'stack'; readonly stack: string}
  | {readonly kind: 'plan'; readonly template: string}
  | {readonly kind: 'saved'; readonly file: string}

/**
 * The one thing to examine. Throws UnusableInput where none or several are given, a stack is to be seen without a call, or something else waited for.
 */
export function oneTarget({
  stack,
  template,
  from,
  offline,
  wait,
}: {
  readonly stack: string | undefined
  readonly template: string | undefined
  readonly from: string | undefined
  readonly offline: boolean
  readonly wait: string | undefined
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
  if (target.kind !== 'stack' && wait !== undefined)
    throw refuse('only a deployed stack can be waited for', 'Leave --wait out, or name a stack.')
  return target
}
