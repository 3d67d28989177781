import {lstatSync} from 'node:fs'
import type {CaseStart} from '../../bundle/case-index.ts'
import type {CaseWriter, NewRedactor} from '../../bundle/case-writer.ts'
import {reopenBundle} from '../../bundle/reopen-bundle.ts'
import {createCase, reopenCase, workingFolderOf} from '../../bundle/working-folder.ts'
import {UnusableInput} from '../../model/errors.ts'

export interface CaseOpening {
  /** A partial bundle, or a working folder that was left; undefined for a new case. */
  readonly resume: string | undefined
  readonly output: string
  readonly start: CaseStart
  readonly redactor: NewRedactor
  readonly signal: AbortSignal
}

/** The working folder of a new case, or of the one that is continued. Throws UnusableInput where it is that of another stack. */
export async function openCase({resume, output, start, redactor, signal}: CaseOpening): Promise<CaseWriter> {
  if (resume === undefined) return createCase(workingFolderOf(output), start, redactor)
  const writer = isFolder(resume)
    ? await reopenCase(resume.replace(/\/+$/, ''), redactor)
    : await reopenBundle({file: resume, folder: workingFolderOf(output), redactor, signal})
  const {target, tokens} = writer.start
  const {stackName, region} = target
  if (tokens?.keyId !== start.tokens?.keyId) {
    throw new UnusableInput(
      [{message: 'was begun with another key for tokens, or without one', location: {file: resume}}],
      'Give the same --tokens as then.',
    )
  }
  if (stackName === start.target.stackName && region === start.target.region) return writer
  throw new UnusableInput(
    [{message: `is of ${stackName ?? 'another stack'} in ${region ?? 'another region'}`, location: {file: resume}}],
    'Name that stack, or leave --resume out.',
  )
}

function isFolder(path: string): boolean {
  return lstatSync(path, {throwIfNoEntry: false})?.isDirectory() === true
}
