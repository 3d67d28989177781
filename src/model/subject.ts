/** Where something stands in a file the user gave; lines count from 1. */
export interface Location {
  readonly file: string
  readonly line: number
}

/** What a finding is about: a resource, a parameter, a node. */
export interface Subject {
  /** A CloudFormation resource type, or one of `Parameter`, `Template`, `Stack`. */
  readonly type: string
  /** The physical id, or the parameter's name; null for a resource that does not exist yet. */
  readonly id: string | null
  readonly logicalId: string | null
  readonly location: Location | null
}

export function resourceSubject(type: string, logicalId: string, location: Location | null): Subject {
  return {type, id: null, logicalId, location}
}

export function parameterSubject(name: string, location: Location | null): Subject {
  return {type: 'Parameter', id: name, logicalId: null, location}
}

/** The name a reader knows the subject by. */
export function subjectName(subject: Subject): string {
  return subject.logicalId ?? subject.id ?? subject.type
}

/** The template as a whole, for what no resource in it is about. */
export const templateAsWhole: Subject = {type: 'Template', id: null, logicalId: null, location: null}

/** The stack as a whole, for what is said of no resource in it. */
export const stackAsWhole: Subject = {type: 'Stack', id: null, logicalId: null, location: null}
