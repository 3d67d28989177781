import {lstatSync} from 'node:fs'
import {Flags} from '@oclif/core'
import {type Configuration, noConfiguration} from '../model/configuration.ts'
import {dayOf} from '../model/waiver.ts'

/** In the current folder, as linters have it: one above may be that of another deployment. */
const configurationName = '.openvidu-doctor.yaml'
const slip = '.openvidu-doctor.yml'

export const configurationFlag = Flags.string({
  helpValue: 'FILE',
  summary: `Configuration with stack, region, thresholds, waivers; ${configurationName} of the current folder where it is not given.`,
})

/**
 * The configuration of a run: the file that is named, or the one in the current folder, or none. Throws UnusableInput with all
 * that is wrong in it. Without a file nothing of what reads it is loaded.
 */
export async function configurationOf(
  given: string | undefined,
  now: string,
  tell: (line: string) => void,
): Promise<Configuration> {
  const file = given ?? (isThere(configurationName) ? configurationName : null)
  if (file === null) {
    if (isThere(slip)) tell(`Note: ${slip} is not read; the configuration is named ${configurationName}.`)
    return noConfiguration
  }
  const [{readConfiguration}, {checks}, {checkIdsOf}] = await Promise.all([
    import('../configuration/configuration-file.ts'),
    import('../../checks/index.ts'),
    import('../model/check-ids.ts'),
  ])
  return readConfiguration(file, {checkIds: checkIdsOf(checks), today: dayOf(now)})
}

/** A link that leads nowhere is there, too: who made it means it to be read. */
function isThere(name: string): boolean {
  return lstatSync(name, {throwIfNoEntry: false}) !== undefined
}
