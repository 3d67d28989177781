import type {Subject} from '../model/subject.ts'

export interface SubjectGroup<T> {
  readonly subject: Subject
  readonly items: readonly [T, ...T[]]
}

/**
 * Things by the subject that a finding about them names: four masters that take their type from one parameter are one
 * group. Identity is that of a finding's fingerprint, so that each group can have a finding of its own.
 */
export function bySubject<T>(items: readonly T[], subjectOf: (item: T) => Subject): readonly SubjectGroup<T>[] {
  const groups = new Map<string, {subject: Subject; items: [T, ...T[]]}>()
  for (const item of items) {
    const subject = subjectOf(item)
    const key = `${subject.type}\n${subject.logicalId ?? subject.id ?? ''}`
    const group = groups.get(key)
    if (group === undefined) groups.set(key, {subject, items: [item]})
    else group.items.push(item)
  }
  return [...groups.values()]
}
