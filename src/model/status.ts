import * as z from 'zod'
import {unknownCauses} from './fact.ts'
import {targetKinds} from './snapshot.ts'

/*
 * What `status` tells: which services every node runs. Programs rely on it as on the report: fields are added, never renamed.
 */

/**
 * `up`: running, and healthy where it has a health check; `starting`; `restarting`; `unhealthy`; `down`: there, but not running;
 * `missing`: expected and not there; `not seen`: nobody could look.
 */
export const serviceStates = ['up', 'starting', 'restarting', 'unhealthy', 'down', 'missing', 'not seen'] as const

export type ServiceState = (typeof serviceStates)[number]

const service = z.object({
  name: z.string(),
  /** Whether the generation and the enabled modules ask for it. */
  expected: z.boolean(),
  state: z.enum(serviceStates),
  /** What Docker says of it, such as `exited (137), out of memory`; empty where it is up. */
  detail: z.string(),
  image: z.string().nullable(),
  startedAt: z.string().nullable(),
  restarts: z.int().nonnegative().nullable(),
})

const endpoint = z.object({
  service: z.string(),
  url: z.string(),
  status: z.int().nullable(),
  trouble: z.string().nullable(),
})

export const statusNode = z.object({
  id: z.string(),
  /** `master-1`, `media-1`: by slot, and by id where there is none. */
  name: z.string(),
  role: z.enum(['master', 'media']),
  zone: z.string().nullable(),
  privateAddress: z.string().nullable(),
  /** As EC2 tells it. */
  state: z.string(),
  /** Why the node told nothing; null where it answered. */
  unseen: z.object({cause: z.enum(unknownCauses), detail: z.string(), action: z.string().nullable()}).nullable(),
  /** OpenVidu's version on it; null where it was not seen. */
  version: z.string().nullable(),
  /** State of the systemd unit, such as `active`; null where it was not seen. */
  unit: z.string().nullable(),
  bootedAt: z.string().nullable(),
  endpoints: z.array(endpoint),
  services: z.array(service),
  /** Agents of rooms beside the services. */
  agents: z.int().nonnegative().nullable(),
})

export const statusSchema = z.object({
  schemaVersion: z.literal('1'),
  tool: z.object({name: z.literal('openvidu-doctor'), version: z.string()}),
  takenAt: z.iso.datetime(),
  target: z.object({
    kind: z.enum(targetKinds),
    stackName: z.string().nullable(),
    region: z.string().nullable(),
    accountId: z.string().nullable(),
    generation: z.string().nullable(),
  }),
  summary: z.object({
    nodes: z.int().nonnegative(),
    /** Of them, those that answered. */
    answered: z.int().nonnegative(),
    /** Services that are expected, on the nodes that answered. */
    services: z.int().nonnegative(),
    up: z.int().nonnegative(),
  }),
  nodes: z.array(statusNode),
})

export type NodeStatus = z.infer<typeof statusSchema>
export type StatusNode = NodeStatus['nodes'][number]
export type StatusService = StatusNode['services'][number]
