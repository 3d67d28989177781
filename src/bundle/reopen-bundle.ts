import {once} from 'node:events'
import {createWriteStream} from 'node:fs'
import {rm} from 'node:fs/promises'
import {UnusableInput} from '../model/errors.ts'
import {casePaths} from '../model/evidence.ts'
import type {CaseStart} from './case-index.ts'
import type {CaseWriter, NewRedactor} from './case-writer.ts'
import {readBundle, type Taker} from './read/read-bundle.ts'
import {createCase} from './working-folder.ts'

/** Made anew at the end of each run. */
const madeAnew: readonly string[] = [casePaths.readme, casePaths.manifest, casePaths.page]

/**
 * A partial bundle as a working folder again, so that a run can go on from it. The bundle stays as it is. Throws UnusableInput where
 * it is not what its manifest says, or is whole.
 */
export async function reopenBundle({
  file,
  folder,
  redactor,
  signal,
}: {
  readonly file: string
  readonly folder: string
  readonly redactor: NewRedactor
  readonly signal: AbortSignal
}): Promise<CaseWriter> {
  const {manifest} = await readBundle({file, maxBytes: null, taker: () => null, signal})
  if (manifest.partial === null) {
    throw new UnusableInput(
      [{message: 'is whole: there is nothing to go on with', location: {file}}],
      'Leave --resume out.',
    )
  }
  const {case: name, startedAt, target, window, tool, redaction} = manifest
  const start: CaseStart = {case: name, startedAt, target, window, toolVersion: tool.version, tokens: redaction.tokens}
  const writer = await createCase(folder, start, redactor)
  try {
    const taker = async ({path}: {readonly path: string}): Promise<Taker | null> =>
      madeAnew.includes(path) ? null : fileTaker(await writer.place(path))
    await readBundle({file, maxBytes: null, taker, signal})
    for (const {path, source, node, seen, truncated, redactions} of manifest.files) {
      if (!madeAnew.includes(path)) await writer.adopt(path, {source, node, seen, truncated, redactions})
    }
    return writer
  } catch (error) {
    await rm(folder, {recursive: true, force: true})
    throw error
  }
}

function fileTaker(path: string): Taker {
  const stream = createWriteStream(path, {flags: 'wx', mode: 0o600})
  return {
    take: async block => {
      if (!stream.write(block)) await once(stream, 'drain')
    },
    end: async () => {
      stream.end()
      await once(stream, 'close')
    },
  }
}
