import type {AnyCheck, Remedy} from '../model/check.ts'
import type {Finding} from '../model/verdict.ts'

/** As placeholder of its own, not as the end of another. */
const placeholder = /(?<![A-Z_])INSTANCE_ID(?![A-Z_])/g
const instanceId = /^i-[0-9a-f]{8,17}$/

/** How to mend these findings of a check, the heaviest first: the cure of the first one, and the commands for all that are of its kind. */
export function remedyOf(check: AnyCheck, findings: readonly Finding[]): Remedy {
  const [first] = findings
  if (first === undefined) return check.remedy
  const given = commandsOf(findings, first.phrase) ?? undefined
  return madeOut(check.remedies?.[first.phrase] ?? check.remedy, findings, given)
}

/** The commands that findings of one phrase brought along; null where none did. */
export function commandsOf(findings: readonly Finding[], phrase: string): readonly string[] | null {
  const given = findings.filter(finding => finding.phrase === phrase).flatMap(({commands}) => commands ?? [])
  return given.length === 0 ? null : given
}

/**
 * The remedy with its commands made out as far as the findings tell: those that a check gives for them, and the instance where all
 * are about one. What comes from AWS is held against its form first: people paste commands into a shell.
 */
export function madeOut(remedy: Remedy, findings: readonly Finding[], given: readonly string[] | undefined): Remedy {
  const commands = given === undefined ? remedy.commands : [...new Set(given)]
  if (commands === undefined) return remedy
  const [id, ...others] = new Set(findings.map(({subject}) => subject.id))
  const one = id !== undefined && id !== null && others.length === 0 && instanceId.test(id) ? id : null
  return {...remedy, commands: one === null ? commands : commands.map(line => line.replace(placeholder, one))}
}
