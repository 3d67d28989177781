import type {Location, Subject} from '../../src/model/subject.ts'

/** The names of a subject and what it is: a parameter, a stack, or a resource under one or both of its names. */
export interface SubjectWords {
  /** Empty where it has none, such as a template. */
  readonly names: readonly string[]
  readonly kind: string
}

export function subjectWords({type, id, logicalId}: Subject): SubjectWords {
  const names = [logicalId, id].filter(name => name !== null)
  return {names: [...new Set(names)], kind: type.includes('::') ? type : type.toLowerCase()}
}

/** `file:line`, as editors and terminals open it. */
export function place({file, line}: Location): string {
  return `${file}:${line}`
}
