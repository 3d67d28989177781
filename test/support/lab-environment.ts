import {DefaultRateLimiter} from '@smithy/core/retry'
import {vi} from 'vitest'
import type {Lab} from '../lab/index.ts'
import {until} from './until.ts'

/** Makes this process one that talks to the lab, whatever the machine has; `leaveLab` ends it. */
export function enterLab(lab: Lab): void {
  for (const [name, value] of Object.entries(lab.environment)) vi.stubEnv(name, value)
  // What throttles in the lab does so for ever; more attempts, and a slower client, would only take longer.
  vi.stubEnv('AWS_MAX_ATTEMPTS', '1')
  limiter ??= vi.spyOn(DefaultRateLimiter.prototype, 'getSendToken').mockResolvedValue()
}

export function leaveLab(): void {
  vi.unstubAllEnvs()
  limiter?.mockRestore()
  limiter = undefined
}

/** Aborts once the call has arrived (`ec2.DescribeSubnets`): by what happened, not by the clock. */
export async function endAtCall({calls}: Lab, operation: string, ending: AbortController): Promise<void> {
  await until(() => calls.count(operation) > 0 || ending.signal.aborted)
  ending.abort()
}

let limiter: {readonly mockRestore: () => void} | undefined
