import * as z from 'zod'
import {unknownCauses} from './fact.ts'
import {factKeys, factSchemas} from './facts.ts'
import {targetKinds} from './snapshot.ts'

function fact(value: z.ZodType) {
  return z.discriminatedUnion('state', [
    z.object({state: z.literal('known'), value, at: z.iso.datetime(), by: z.string()}),
    z.object({state: z.literal('absent'), why: z.string()}),
    z.object({
      state: z.literal('unknown'),
      cause: z.enum(unknownCauses),
      detail: z.string(),
      action: z.string().optional(),
    }),
  ])
}

/** A saved snapshot, as it is read back; its JSON Schema is generated from here. */
export const snapshotSchema = z
  .object({
    schemaVersion: z.literal('1'),
    tool: z.object({name: z.literal('openvidu-doctor'), version: z.string()}),
    takenAt: z.iso.datetime(),
    target: z.object({
      kind: z.enum(targetKinds),
      stackName: z.string().nullable(),
      region: z.string().nullable(),
      accountId: z.string().nullable(),
    }),
    facts: z.object(Object.fromEntries(factKeys.map(key => [key, fact(factSchemas[key]).optional()]))),
  })
  .meta({id: 'Snapshot', title: 'openvidu-doctor snapshot'})
