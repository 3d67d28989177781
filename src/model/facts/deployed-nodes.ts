import * as z from 'zod'
import {subject} from './shared.ts'

/* What EC2 and Systems Manager tell of the nodes that run. */

const status = z.object({
  subject,
  /** Instance id. */
  id: z.string(),
  /** Of the host: `ok`, `impaired`, `initializing`, `insufficient-data`, `not-applicable`. */
  system: z.string(),
  /** Of the instance, in the same words. */
  instance: z.string(),
  /** Of its volumes, whether they take reads and writes; null for types that are not checked so, and in older snapshots. */
  ebs: z.string().nullable().default(null),
  /** What EC2 will do to it, as far as it is not done or called off. */
  events: z.array(
    z.object({
      /** Such as `instance-retirement` or `system-reboot`. */
      code: z.string(),
      description: z.string(),
      notBefore: z.iso.datetime().nullable(),
    }),
  ),
})

export const deployedNodeFacts = {
  /** Every instance that is a node of the deployment, whoever made it; terminated ones as long as EC2 tells of them. */
  nodes: z.array(
    z.object({
      /** The instance, with the logical id of the master it is. */
      subject,
      id: z.string(),
      group: z.enum(['master', 'media']),
      /** 1 to 4 for a master that the stack declares; null for media nodes, for the masters of a group, and for strangers. */
      slot: z.int().nullable(),
      /** False for an instance that neither the stack declares nor its groups started, but that has the nodes' security group. */
      ofStack: z.boolean(),
      /** `pending`, `running`, `stopping`, `stopped`, `shutting-down`, `terminated`. */
      state: z.string(),
      zone: z.string(),
      /** Null once it is terminated. */
      subnetId: z.string().nullable(),
      privateAddress: z.string().nullable(),
      publicAddress: z.string().nullable(),
      instanceType: z.string(),
      imageId: z.string(),
      architecture: z.string(),
      launchedAt: z.iso.datetime(),
      tags: z.array(z.object({key: z.string(), value: z.string()})),
      /** ARN of its instance profile. */
      profile: z.string().nullable(),
    }),
  ),
  /** EC2's status checks of the masters that are there; one that vanished in between is left out. */
  masterStatus: z.array(status),
  /** The same of the media nodes. */
  mediaStatus: z.array(status),
  /** The running nodes that Systems Manager knows; one that is not in the list never registered. */
  managedNodes: z.array(
    z.object({
      /** Instance id. */
      id: z.string(),
      /** `Online`, `ConnectionLost`, or the deprecated `Inactive`. */
      ping: z.string(),
      /** Null where Systems Manager tells none. */
      lastPingAt: z.iso.datetime().nullable(),
      agentVersion: z.string().nullable(),
    }),
  ),
} as const
