import * as z from 'zod'
import {seen, subject} from './shared.ts'

/* What Auto Scaling tells of the group of media nodes. Absent as a whole where AWS has no such group. */

export const deployedMediaFacts = {
  mediaFleet: z.object({
    subject,
    /** Name of the Auto Scaling group. */
    name: z.string(),
    desired: z.int(),
    max: z.int(),
    /** Whether the group is being deleted. */
    deleting: z.boolean(),
    members: z.array(
      z.object({
        /** Instance id. */
        id: z.string(),
        zone: z.string(),
        /** Such as `InService`, `Pending:Wait`, `Terminating:Wait`. */
        lifecycleState: z.string(),
        healthy: z.boolean(),
        /** Id of the launch template it was started from, null where Auto Scaling tells none. */
        templateId: z.string().nullable(),
        /** Version of the launch template it was started from, null where Auto Scaling tells none. */
        templateVersion: z.string().nullable(),
      }),
    ),
    suspended: z.array(z.object({process: z.string(), reason: z.string()})),
    /** ARNs of the target groups in which the group registers its nodes. */
    targetGroups: z.array(z.string()),
  }),
  /** The launch template that the group starts its nodes from; absent where it has another source. */
  mediaTemplate: z.object({
    /** The launch template. */
    subject,
    id: z.string(),
    /** What the group asks for: a number, `$Latest` or `$Default`. */
    asked: z.string(),
    /** The version that this comes to, null where AWS has none. */
    version: z.string().nullable(),
    /** The newest version, null where AWS has no such launch template any more. */
    newest: z.string().nullable(),
    /** The AMI of that version, null where it names none by its id. */
    image: z.object({id: z.string(), exists: seen(z.boolean())}).nullable(),
  }),
  /** Whether each policy in `scalingPolicies` does anything, in the same order. */
  policyStates: z.array(
    z.object({
      subject,
      enabled: z.boolean(),
      /** How many CloudWatch alarms it lives by: two where it tracks a target. */
      alarms: z.int(),
      /** Whether it only ever adds nodes. */
      scaleInDisabled: z.boolean(),
    }),
  ),
  /** What the group did of late and what failed, newest first: no more than the last hundred of each. */
  scalingActivities: z.object({
    subject,
    failed: z.array(
      z.object({
        at: z.iso.datetime(),
        /** Such as `Launching a new EC2 instance`. */
        description: z.string(),
        /** Who or what asked for it. */
        cause: z.string(),
        /** The error of EC2, null where Auto Scaling tells none. */
        message: z.string().nullable(),
      }),
    ),
    successful: z.array(z.object({at: z.iso.datetime(), description: z.string(), cause: z.string()})),
  }),
} as const
