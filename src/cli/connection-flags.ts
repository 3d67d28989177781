import * as Flags from '@oclif/core/flags'
import type * as Interfaces from '@oclif/core/interfaces'

/** A day, in seconds. Beyond 24 of them Node's timers would end at once. */
const longestTimeout = 86_400

/** The flags of every command that asks AWS. */
export const connectionFlags = {
  region: Flags.string({helpValue: 'REGION', summary: 'The region of the stack.', env: 'AWS_REGION'}),
  profile: Flags.string({helpValue: 'NAME', summary: 'Profile of the AWS configuration to use.'}),
  timeout: Flags.integer({
    helpValue: 'SECONDS',
    summary: 'Look no further than this.',
    default: 120,
    min: 1,
    max: longestTimeout,
  }),
  concurrency: Flags.integer({
    helpValue: 'CALLS',
    summary: 'Calls to one AWS service at the same time.',
    default: 50,
    min: 1,
    max: 200,
  }),
  'no-progress': Flags.boolean({summary: 'Show no progress.'}),
}

export type ConnectionFlags = Interfaces.InferredFlags<typeof connectionFlags>
