import * as z from 'zod'
import {plannedFacts} from './planned.ts'
import {nodeGroup, seen, subject, unseen} from './shared.ts'

/* What CloudFormation tells of a deployed stack. */

/** A resource of the stack in its part; the id is null where CloudFormation made none. */
const part = z.object({logicalId: z.string(), id: z.string().nullable()})

/** A resource that failed, as the event of its failure has it. */
const failedResource = z.object({
  subject,
  /** The stack that it belongs to: the examined one, or one nested in it. */
  stackName: z.string(),
  logicalId: z.string(),
  type: z.string(),
  /** Such as `CREATE_FAILED`. */
  status: z.string(),
  /** The beginning of what CloudFormation said, null where it said nothing. */
  reason: z.string().nullable(),
  at: z.iso.datetime(),
})

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
    /** ARN of the stack it is nested in, null for one of its own. */
    parentId: z.string().nullable(),
    /** Names of the outputs; their values may lead to credentials. */
    outputs: z.array(z.string()),
  }),
  /** What the stack was told to do where something goes wrong; absent for a nested stack, whose root is told. */
  safeguards: z.object({
    subject,
    /** Whether a failed creation keeps what it made (DisableRollback). */
    keepsFailures: z.boolean(),
    terminationProtection: z.boolean(),
  }),
  /** The result of the last drift detection; absent where none ever ran. Which resources differ, `resources` tells. */
  drift: z.object({
    subject,
    /** `IN_SYNC`, `DRIFTED`, or `UNKNOWN`. */
    status: z.string(),
    checkedAt: z.iso.datetime().nullable(),
    /** Whether the stack was changed since. */
    outdated: z.boolean(),
  }),
  /** Why the last operation failed; absent where it did not. */
  stackFailure: z.object({
    subject,
    /** When the operation began, null where its beginning is no longer told. */
    startedAt: z.iso.datetime().nullable(),
    /** The first resource that failed for a reason of its own, in nested stacks too; null where no event names one. */
    first: failedResource.nullable(),
    /** Why a nested stack that failed was not looked into, null where nothing was left out. */
    notDescended: unseen.nullable(),
    /** How many more failed for reasons of their own, in the same stack. */
    others: z.int().nonnegative(),
    /** How many were cancelled because of it. */
    cancelled: z.int().nonnegative(),
    /** What failed first while the operation was undone: it is what keeps the stack from a state of rest. */
    undoing: failedResource.nullable(),
    /** The last lines with an error in the log of the function behind a custom resource; null where that is not what failed. */
    log: seen(
      z.object({
        group: z.string(),
        /** Newest last; null where the log group is gone. */
        lines: z.array(z.string()).nullable(),
      }),
    ).nullable(),
  }),
  /** A change set of the stack; absent where none was given. */
  changeSet: z.object({
    subject,
    name: z.string(),
    /** Such as `CREATE_COMPLETE` or `FAILED`. */
    status: z.string(),
    /** Such as `AVAILABLE` or `OBSOLETE`. */
    executionStatus: z.string(),
    statusReason: z.string().nullable(),
    /** What it would do; unknown where it is not whole, or failed for another reason than having nothing to do. */
    changes: seen(
      z.array(
        z.object({
          subject,
          logicalId: z.string(),
          type: z.string(),
          /** `Add`, `Modify`, `Remove`, `Import`, `Dynamic`. */
          action: z.string(),
          /** `True`, `False` or `Conditional` for a modified resource, null for the others. */
          replacement: z.string().nullable(),
          /** Names of the properties that change. */
          properties: z.array(z.string()),
        }),
      ),
    ),
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
    /** The target groups for nodes, with whose each is. */
    targetGroups: z.array(part.extend({nodes: z.enum(['masters', 'media'])})),
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
