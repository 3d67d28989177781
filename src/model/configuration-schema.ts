import * as z from 'zod'
import {regionPattern, stackArnPattern, stackNamePattern} from './aws-names.ts'
import {failOnLevels, severities} from './severity.ts'
import type {Thresholds} from './thresholds.ts'
import {defaultThresholds} from './thresholds.ts'
import {longestWaiverDays} from './waiver.ts'

/*
 * `.openvidu-doctor.yaml`. Unknown keys are errors: a slip would otherwise switch off what its writer relies on. The messages of
 * patterns complete a sentence that begins with the name of the key.
 */

const text = (longest: number) => z.string().min(1).max(longest)
const days = z.int().min(1).max(825)
const hours = z.number().min(1).max(8_760)
const percent = z.number().min(1).max(99)

const defaulting = (key: keyof Thresholds, what: string) => ({
  description: `${what} Default ${defaultThresholds[key]}.`,
})

const thresholds = {
  certificateDaysLeft: days.meta(defaulting('certificateDaysLeft', 'A certificate with fewer days left is reported.')),
  snapshotAgeHours: hours.meta(
    defaulting('snapshotAgeHours', "A master's disk with an older newest snapshot is reported."),
  ),
  diskUsedPercent: percent.meta(defaulting('diskUsedPercent', 'A file system with more used is reported.')),
  memoryAvailablePercent: percent.meta(defaulting('memoryAvailablePercent', 'A node with less available is reported.')),
  clockSkewMilliseconds: z
    .number()
    .min(1)
    .max(60_000)
    .meta(defaulting('clockSkewMilliseconds', 'A clock that is further off is reported.')),
  restartHours: hours.meta(
    defaulting('restartHours', 'A container that Docker restarted within this time is reported.'),
  ),
} as const satisfies {readonly [K in keyof Thresholds]: z.ZodType<number>}

const waiver = z
  .strictObject({
    check: text(100).meta({description: 'Id of a check.'}),
    subject: text(300).meta({description: 'Name of what is meant, as the report shows it; * and ? are wildcards.'}),
    stack: z.string().regex(stackNamePattern, 'is no stack name').meta({description: 'Name of the stack.'}),
    reason: text(1_000),
    owner: text(200).meta({description: 'Who answers for it.'}),
    expires: z.iso
      .date('must be a date such as 2027-01-31')
      .meta({description: `The last day that it holds, UTC; at most ${longestWaiverDays} days ahead.`}),
  })
  .meta({description: 'A finding that does not count until a day, since somebody answers for it.'})

const stackOrArn = new RegExp(`${stackNamePattern.source}|${stackArnPattern.source}`)

export const configurationSchema = z
  .strictObject({
    stack: z
      .string()
      .regex(stackOrArn, 'is neither a stack name nor a stack ARN')
      .meta({description: 'Name or ARN of the stack, where none is given on the command line; of a plan, its name.'})
      .optional(),
    region: z
      .string()
      .regex(regionPattern, 'is no AWS region')
      .meta({description: 'Where neither --region nor AWS_REGION is given.'})
      .optional(),
    failOn: z.enum(failOnLevels).meta({description: 'Where --fail-on is not given.'}).optional(),
    skip: z.array(text(100)).max(1_000).meta({description: 'Checks or areas that are left out.'}).optional(),
    thresholds: z.strictObject(thresholds).partial().optional(),
    severity: z
      .record(z.string(), z.enum(severities))
      .meta({description: 'What every finding of a check weighs, by the id of the check.'})
      .optional(),
    waivers: z.array(waiver).max(1_000).optional(),
  })
  .meta({id: 'Configuration', title: 'openvidu-doctor configuration'})

export type ConfigurationFile = z.infer<typeof configurationSchema>
