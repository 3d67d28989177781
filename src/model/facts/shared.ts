import * as z from 'zod'
import {unknownCauses} from '../fact.ts'

const location = z.object({file: z.string(), line: z.int().positive()})

export const subject = z
  .object({
    type: z.string(),
    id: z.string().nullable(),
    logicalId: z.string().nullable(),
    location: location.nullable(),
  })
  .meta({id: 'Subject', description: 'What something is said about: a resource, a parameter, a node.'})

export const unseen = z
  .object({
    state: z.literal('unknown'),
    cause: z.enum(unknownCauses),
    detail: z.string(),
    action: z.string().optional(),
  })
  .meta({id: 'Unknown', description: 'Something that could not be seen, and what would make it visible.'})

export function seen<T extends z.ZodType>(value: T) {
  return z.discriminatedUnion('state', [z.object({state: z.literal('known'), value}), unseen])
}

/** A value and the place that set it: a finding about it points there. */
export function setting<T extends z.ZodType>(value: T) {
  return z.object({subject, value: seen(value)})
}

export const nodeGroup = z.enum(['master', 'media', 'load-balancer', 'turn-load-balancer'])
