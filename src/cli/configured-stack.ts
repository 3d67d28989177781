import type {Configuration} from '../model/configuration.ts'
import {UnusableInput} from '../model/errors.ts'
import {regionIn} from './region.ts'
import {regionOfArn} from './stack-reference.ts'

/**
 * The stack that is named on the command line, otherwise the configured one, and its region by the same order; AWS_REGION, which
 * the flag takes in, stands between. Throws UnusableInput where no stack is named.
 */
export function configuredStack<F extends {readonly region?: string | undefined}>(
  given: string | undefined,
  flags: F,
  configuration: Configuration,
): {readonly stack: string; readonly flags: F} {
  const stack = given ?? configuration.stack
  if (stack === null) {
    throw new UnusableInput(
      [{message: 'no stack is named', location: null}],
      'Give its name or ARN, or set "stack" in .openvidu-doctor.yaml.',
    )
  }
  return {stack, flags: {...flags, region: flags.region ?? regionFor(stack, configuration)}}
}

/** An ARN says its region itself. */
export function regionFor(stack: string | null, {region}: Configuration): string | undefined {
  const own = stack === null ? null : regionOfArn(stack)
  return own === null ? (regionIn(region ?? undefined) ?? undefined) : undefined
}
