import {exitCodes} from '../engine/exit-code.ts'

let told = false

/** What becomes of a document that its place does not take, told once. A reader that has seen enough, such as head, is no fault. */
export function tellUnwritten({code = 'unknown reason'}: NodeJS.ErrnoException): void {
  if (code === 'EPIPE' || told) return
  told = true
  process.stderr.write(`Error: the output could not be written (${code})\n`)
  process.stderr.write('Next:  write to a place that has room, or to a file with --report.\n')
  process.exitCode = exitCodes.unusableInput
  // Whatever the command comes to: nobody has seen it.
  process.once('exit', () => {
    process.exitCode = exitCodes.unusableInput
  })
}
