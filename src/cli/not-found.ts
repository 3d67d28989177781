import {Config} from '@oclif/core/config'
import {CLIError} from '@oclif/core/errors'
import {nearest} from '../model/nearest.ts'

const notFound = /^command (.+) not found\.?$/i

/**
 * The error of a run, with the nearest command where there is none of the name that was typed. A hook of oclif for this would be
 * called in every command line that this package is a plugin of, and take the place of what that one says.
 */
export async function told(error: unknown, root: string): Promise<Error> {
  if (!(error instanceof Error)) return new Error(String(error))
  const typed = notFound.exec(error.message)?.[1]
  if (typed === undefined) return error
  const {commands, bin, topicSeparator} = await Config.load(root)
  const asTyped = (id: string) => id.replaceAll(':', topicSeparator)
  const names = commands.filter(({hidden}) => !hidden).map(({id}) => asTyped(id))
  const name = asTyped(typed)
  return new CLIError(`there is no command "${name}"${nearest(name, names)}\nList them with: ${bin} help`, {
    exit: 2,
  })
}
