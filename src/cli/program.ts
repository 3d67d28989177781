// For the listener that it adds, which has to go.
import '@oclif/core/command'
import {handle} from '@oclif/core/handle'
import {run} from '@oclif/core/run'
import {settings} from '@oclif/core/settings'
import {tellUnwritten} from './unwritten.ts'

/** The stand-alone program; `entry` is the address of its file. */
export async function program(words: readonly string[], entry: string): Promise<void> {
  // TypeScript 7 has no compiler API for oclif to transpile with; without this line it warns where NODE_ENV is set.
  settings.enableAutoTranspile = false
  // oclif's own would throw, with a stack trace and the exit code of findings.
  process.stdout.removeAllListeners('error')
  process.stdout.on('error', tellUnwritten)
  // Where nobody hears what is told besides, what was found counts all the same.
  process.stderr.on('error', () => {})
  try {
    await run([...words], entry)
    // oclif's own way to wait for the output waits for ever where the reader has gone.
    await new Promise(resolve => process.stdout.write('', resolve))
  } catch (error) {
    const {told} = await import('./not-found.ts')
    await handle(await told(error, entry))
  }
}
