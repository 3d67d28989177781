import * as z from 'zod'
import {unknownCauses} from './fact.ts'

/*
 * The manifest of a bundle: what is in it, what was taken out of it, and what is not in it. Programs rely on it as on the report:
 * fields are added, never renamed.
 */

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)

const manifestFile = z.object({
  /** Relative to the root of the bundle, with slashes. */
  path: z.string(),
  /** As it lies in the bundle. */
  bytes: z.int().nonnegative(),
  sha256,
  /** Where it comes from, such as `ec2:GetConsoleOutput` or `docker logs caddy`. */
  source: z.string(),
  /** `master-1`; null for what is of no node. */
  node: z.string().nullable(),
  /** Of what there was: null where all of it is here and nobody had to count. `exact` is false where there was at least so much. */
  seen: z.object({bytes: z.int().nonnegative(), exact: z.boolean()}).nullable(),
  /** Why it is not whole, one sentence; null where it is. */
  truncated: z.string().nullable(),
  /** How often each rule took something out of it. Rules of ours only: what a node took out itself, its marks tell. */
  redactions: z.record(z.string(), z.int().positive()),
})

/** What should be in the bundle, and is not. */
const notCollected = z.object({
  /** Such as `logs` or `console output`. */
  what: z.string(),
  node: z.string().nullable(),
  cause: z.enum(unknownCauses),
  detail: z.string(),
  /** The IAM action that would bring it. */
  action: z.string().nullable(),
  /** What would get it, as a command line; null where nothing would. */
  command: z.string().nullable(),
})

export const manifestSchema = z
  .object({
    schemaVersion: z.literal('1'),
    tool: z.object({name: z.literal('openvidu-doctor'), version: z.string()}),
    /** As `--case` gave it. */
    case: z.string().nullable(),
    startedAt: z.iso.datetime(),
    sealedAt: z.iso.datetime(),
    target: z.object({
      stackName: z.string().nullable(),
      region: z.string().nullable(),
      accountId: z.string().nullable(),
      generation: z.string().nullable(),
    }),
    /** Of logs; null for no bound. */
    window: z.object({since: z.iso.datetime().nullable(), until: z.iso.datetime().nullable()}),
    /** Null for a whole bundle; else why it was ended before all was collected, one sentence. */
    partial: z.string().nullable(),
    /** Versions of the documents inside. */
    schemas: z.record(z.string(), z.string()),
    redaction: z.object({
      /** Whether addresses and names of hosts were replaced by tokens, and the first digits of the hash of their key. */
      tokens: z.object({keyId: z.string()}).nullable(),
      /** How many values everything was searched for before it was sealed. */
      searchedFor: z.int().nonnegative(),
      /** Whether the values of the stack's own secret were among them, and why not where they were not. */
      stackSecret: z.object({read: z.boolean(), why: z.string().nullable()}),
    }),
    files: z.array(manifestFile),
    notCollected: z.array(notCollected),
  })
  .meta({id: 'Manifest', title: 'openvidu-doctor bundle manifest'})

export type Manifest = z.infer<typeof manifestSchema>
export type ManifestFile = Manifest['files'][number]
export type NotCollected = Manifest['notCollected'][number]
