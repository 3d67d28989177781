import {writeFileSync} from 'node:fs'
import {resolve} from 'node:path'
import {type FormatId, formatIds, formats} from '../../reports/index.ts'
import {type Problem, UnusableInput} from '../model/errors.ts'
import type {Report} from '../model/report.ts'

/** `--report FORMAT=FILE`. */
export interface ReportFile {
  readonly format: FormatId
  readonly file: string
}

/** Parses every `--report`. Throws UnusableInput with all that are malformed. */
export function readReportFiles(given: readonly string[]): readonly ReportFile[] {
  const parsed = given.map(text => {
    const equals = text.indexOf('=')
    const format = formatIds.find(id => id === text.slice(0, equals))
    return format === undefined || equals === text.length - 1 ? null : {format, file: text.slice(equals + 1)}
  })
  const wrong = given.filter((_, index) => parsed[index] === null)
  if (wrong.length > 0) {
    throw new UnusableInput(
      wrong.map(text => ({message: `--report ${text} is not FORMAT=FILE`, location: null})),
      `Formats: ${formatIds.join(', ')}. For example: --report markdown=report.md`,
    )
  }
  return parsed.filter(file => file !== null)
}

/** Throws UnusableInput where two outputs are one file, or an output is an input: the report would take its place. */
export function refuseOverwriting(outputs: readonly string[], inputs: readonly string[]): void {
  const taken = new Set(inputs.map(file => resolve(file)))
  const problems: Problem[] = []
  for (const file of outputs) {
    const path = resolve(file)
    // Devices and pipes may take several documents.
    if (taken.has(path) && !path.startsWith('/dev/')) {
      problems.push({message: 'is written to, but is also read or written otherwise', location: {file}})
    }
    taken.add(path)
  }
  if (problems.length > 0) throw new UnusableInput(problems, 'Give each output a file of its own.')
}

/** Writes the report to each file, without colour and as wide as a page. */
export async function writeReportFiles(report: Report, files: readonly ReportFile[], verbose: boolean): Promise<void> {
  for (const {format, file} of files) {
    const {render} = await formats[format]()
    writeOut(file, render(report, {width: 100, colour: false, verbose}))
  }
}

/** Writes a file the user asked for. Throws UnusableInput where that can't be done. */
export function writeOut(file: string, text: string): void {
  try {
    writeFileSync(file, text)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown reason'
    throw new UnusableInput(
      [{message: `cannot be written (${code})`, location: {file}}],
      'Give a file in a folder that exists and that this user may write to.',
    )
  }
}

/** How the report on stdout is to look: colours and the width of the terminal only where there is one. */
export function screen(stream: NodeJS.WriteStream, environment: NodeJS.ProcessEnv): {width: number; colour: boolean} {
  const terminal = stream.isTTY === true
  const dumb = environment.TERM === 'dumb'
  const colour = environment.NO_COLOR ? false : environment.FORCE_COLOR ? true : terminal && !dumb
  return {width: terminal ? Math.min(Math.max(stream.columns ?? 80, 40), 100) : 80, colour}
}
