import * as z from 'zod'
import {subject} from './shared.ts'

/* What Auto Scaling tells of the group of media nodes. */

export const deployedMediaFacts = {
  mediaFleet: z.object({
    subject,
    /** Name of the Auto Scaling group. */
    name: z.string(),
    desired: z.int(),
    max: z.int(),
    members: z.array(
      z.object({
        /** Instance id. */
        id: z.string(),
        zone: z.string(),
        /** Such as `InService`, `Pending:Wait`, `Terminating:Wait`. */
        lifecycleState: z.string(),
        healthy: z.boolean(),
        /** Version of the launch template it was started from, null where Auto Scaling tells none. */
        templateVersion: z.string().nullable(),
      }),
    ),
    suspended: z.array(z.object({process: z.string(), reason: z.string()})),
    /** ARNs of the target groups in which the group registers its nodes. */
    targetGroups: z.array(z.string()),
  }),
} as const
