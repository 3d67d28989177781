import {lstatSync} from 'node:fs'
import * as Flags from '@oclif/core/flags'
import {type Configuration, noConfiguration} from '../model/configuration.ts'
import {dayOf} from '../model/waiver.ts'
import type {KnownChecks} from './known-checks.ts'

/** In the current folder, as linters have it: one above may be that of another deployment. */
const configurationName = '.openvidu-doctor.yaml'
const slip = '.openvidu-doctor.yml'

export const configurationFlag = Flags.string({
  helpValue: 'FILE',
  summary: `Configuration with stack, region, thresholds, waivers; ${configurationName} of the current folder where it is not given.`,
})

/** The command that asks for its configuration. */
export interface Asking {
  readonly tell: (line: string) => void
  readonly known: () => Promise<KnownChecks>
}

/**
 * The configuration of a run: the file that is named, or the one in the current folder, or none. Throws UnusableInput with all
 * that is wrong in it. Without a file nothing of what reads it is loaded.
 */
export async function configurationOf(
  given: string | undefined,
  now: string,
  {tell, known}: Asking,
): Promise<Configuration> {
  const file = given ?? (isThere(configurationName) ? configurationName : null)
  if (file === null) {
    if (isThere(slip)) tell(`Note: ${slip} is not read; the configuration is named ${configurationName}.`)
    return noConfiguration
  }
  const [{readConfiguration}, checks, {checkIdsOf}, {mayBeMissing}] = await Promise.all([
    import('../configuration/configuration-file.ts'),
    known(),
    import('../model/check-ids.ts'),
    import('./known-checks.ts'),
  ])
  const checkIds = checkIdsOf(checks.checks)
  return readConfiguration(file, {checkIds, mayBe: id => mayBeMissing(checks, id), today: dayOf(now)})
}

/** A link that leads nowhere is there, too: who made it means it to be read. */
function isThere(name: string): boolean {
  return lstatSync(name, {throwIfNoEntry: false}) !== undefined
}
