import type {Subject} from '../model/subject.ts'

export interface SubjectGroup<T> {
  readonly subject: Subject
  readonly items: readonly [T, ...T[]]
}

/**
 * Things by the subject that a finding about them names: four masters that take their type from one parameter are one
 * group. Identity is that of a finding's fingerprint. With `distinctBy`, things of one subject that differ in value, such as the
 * items of one list parameter, are groups of their own.
 */
export function bySubject<T>(
  items: readonly T[],
  subjectOf: (item: T) => Subject,
  distinctBy: (item: T) => unknown = () => null,
): readonly SubjectGroup<T>[] {
  const groups = new Map<string, {subject: Subject; items: [T, ...T[]]}>()
  for (const item of items) {
    const subject = subjectOf(item)
    const key = JSON.stringify([subject.type, subject.logicalId ?? subject.id, distinctBy(item)])
    const group = groups.get(key)
    if (group === undefined) groups.set(key, {subject, items: [item]})
    else group.items.push(item)
  }
  return [...groups.values()]
}
