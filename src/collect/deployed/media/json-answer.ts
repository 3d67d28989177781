import {MalformedAnswer} from '../../../aws/errors.ts'

/* Documents that AWS hands out as text within an answer. */

/** The text read as JSON; what is none is no answer of AWS. */
export function parsed(text: string, what: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new MalformedAnswer(what)
  }
}

/** A field of its own of an object, undefined of anything else. */
export function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  return Object.entries(value).find(([key]) => key === name)?.[1]
}
