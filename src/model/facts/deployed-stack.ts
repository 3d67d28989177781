import * as z from 'zod'
import {plannedFacts} from './planned.ts'
import {nodeGroup, subject} from './shared.ts'

/* What CloudFormation tells of a deployed stack. */

/** A resource of the stack in its part; the id is null where CloudFormation made none. */
const part = z.object({logicalId: z.string(), id: z.string().nullable()})

export const deployedStackFacts = {
  stack: z.object({
    subject,
    /** The ARN. */
    id: z.string(),
    name: z.string(),
    /** One of CloudFormation's 23 statuses, such as `UPDATE_ROLLBACK_COMPLETE`. */
    status: z.string(),
    statusReason: z.string().nullable(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime().nullable(),
    /** Whether a failed creation keeps what it made (DisableRollback). */
    keepsFailures: z.boolean(),
    terminationProtection: z.boolean(),
    /** ARN of the stack it is nested in, null for one of its own. */
    parentId: z.string().nullable(),
    /** Of the last drift detection: `IN_SYNC`, `DRIFTED`, `NOT_CHECKED`, `UNKNOWN`. */
    drift: z.object({status: z.string(), checkedAt: z.iso.datetime().nullable()}),
    /** Names of the outputs; their values may lead to credentials. */
    outputs: z.array(z.string()),
  }),
  /** Every resource of the stack, as CloudFormation knows it. */
  resources: z.array(
    z.object({
      subject,
      logicalId: z.string(),
      type: z.string(),
      /** The physical id, null where there is none (yet). */
      id: z.string().nullable(),
      status: z.string(),
      statusReason: z.string().nullable(),
      /** Of the last drift detection: `IN_SYNC`, `MODIFIED`, `DELETED`, `NOT_CHECKED`. */
      drift: z.string(),
    }),
  ),
  /** Which resource plays which part: recognised in the template, with what CloudFormation made of it. */
  parts: z.object({
    masters: z.array(part),
    masterGroup: part.nullable(),
    mediaGroup: part.nullable(),
    mainBalancer: part.nullable(),
    turnBalancer: part.nullable(),
    securityGroups: z.array(part.extend({groups: z.array(nodeGroup)})),
  }),
  /** What the template of the stack asks for, beside the facts of the same names that tell what is there; null where it tells nothing. */
  intended: z.object({
    masters: plannedFacts.masters.nullable(),
    masterCount: plannedFacts.masterCount.nullable(),
    volumes: plannedFacts.volumes.nullable(),
    mediaGroup: plannedFacts.mediaGroup.nullable(),
    mediaDrain: plannedFacts.mediaDrain.nullable(),
    scalingPolicies: plannedFacts.scalingPolicies.nullable(),
    securityGroups: plannedFacts.securityGroups.nullable(),
    balancers: plannedFacts.balancers.nullable(),
    targetGroups: plannedFacts.targetGroups.nullable(),
    dataBuckets: plannedFacts.dataBuckets.nullable(),
    nodeRoles: plannedFacts.nodeRoles.nullable(),
  }),
} as const
