import type {Remedy} from '../model/check.ts'
import type {Finding} from '../model/verdict.ts'

/** As placeholder of its own, not as the end of another. */
const placeholder = /(?<![A-Z_])INSTANCE_ID(?![A-Z_])/g
const instanceId = /^i-[0-9a-f]{8,17}$/

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
