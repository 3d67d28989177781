import * as z from 'zod'
import {subject} from './shared.ts'

/* What Elastic Load Balancing tells of the balancers and their targets. */

export const deployedBalancerFacts = {
  /** The targets of each target group, as the health checks see them. */
  targetHealth: z.array(
    z.object({
      /** The target group. */
      subject,
      /** The group's name in `targetGroups`. */
      name: z.string(),
      targets: z.array(
        z.object({
          /** Instance id. */
          id: z.string(),
          port: z.int(),
          /** `healthy`, `unhealthy`, `initial`, `draining`, `unused`, `unavailable`, `unhealthy.draining`. */
          state: z.string(),
          /** Such as `Target.FailedHealthChecks`; null where it is healthy. */
          reason: z.string().nullable(),
        }),
      ),
    }),
  ),
} as const
