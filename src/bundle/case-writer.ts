import {type FileHandle, mkdir, open, rename, rm} from 'node:fs/promises'
import {dirname, join} from 'node:path'
import {jsonDocument} from '../model/json-document.ts'
import type {ManifestFile, NotCollected} from '../model/manifest.ts'
import {redactedJson} from '../redact/redacted-json.ts'
import {bytesOf, type Redactor, textOf} from '../redact/redactor.ts'
import {addToIndex, type CaseEntry, type CaseIndex, type CaseStart} from './case-index.ts'
import {PathSet} from './case-path.ts'
import {asNoRoom, NotSealed} from './errors.ts'
import {regularFileSize} from './regular-file.ts'

const bufferedCharacters = 65_536

/** What is to be known of a file besides its content. */
export interface Note
  extends Pick<ManifestFile, 'source'>,
    Partial<Pick<ManifestFile, 'node' | 'seen' | 'truncated'>> {}

/** One for each file: what a redactor remembers of a line is of that file only, and its counts are the file's. */
export type NewRedactor = () => Redactor

/** Of a file that something else wrote: with what was taken out of it. */
export interface AdoptedNote extends Note, Partial<Pick<ManifestFile, 'redactions'>> {}

/**
 * Puts redacted evidence into the working folder of a case, a file at a time, several at once if need be. A file is in the case once
 * it is complete; a run that ends before leaves nothing of it that would count. Throws NoRoom where the disk is full.
 */
export class CaseWriter {
  readonly folder: string
  readonly start: CaseStart
  readonly #entries: Map<string, CaseEntry>
  readonly #paths = new PathSet()
  readonly #gaps: NotCollected[] = []
  readonly #newRedactor: NewRedactor
  #writing = 0

  /** For a folder that `createFolder` or `reopenFolder` of working-folder.ts has made ready. */
  constructor(folder: string, {start, entries}: CaseIndex, newRedactor: NewRedactor) {
    this.folder = folder
    this.start = start
    this.#entries = entries
    this.#newRedactor = newRedactor
    for (const path of entries.keys()) this.#claim(path)
  }

  /** Whether this file is complete: what a continued run need not fetch again. */
  has(path: string): boolean {
    return this.#entries.has(path)
  }

  /** Every complete file, in no order. */
  get entries(): readonly CaseEntry[] {
    return [...this.#entries.values()]
  }

  get gaps(): readonly NotCollected[] {
    return this.#gaps
  }

  /** Tells of what should be in the case and is not. Not kept for a continued run, which tries again. */
  missing(gap: NotCollected): void {
    const redactor = this.#newRedactor()
    this.#gaps.push({...gap, detail: redactedText(gap.detail, redactor)})
  }

  /** One JSON document. A path that is written again is replaced. */
  async json(path: string, value: unknown, note: Note): Promise<void> {
    await this.#write(path, note, async (put, redactor) => put(`${jsonDocument(redactedJson(value, redactor))}\n`))
  }

  /** One object a line, each written as it comes. */
  async records(path: string, records: Iterable<object> | AsyncIterable<object>, note: Note): Promise<void> {
    await this.#write(path, note, async (put, redactor) => {
      for await (const record of records) await put(`${jsonDocument(redactedJson(record, redactor), 0)}\n`)
    })
  }

  /** With a redactor of its own where the text was made of what was redacted already. */
  async text(path: string, text: string, note: Note, redactor = this.#newRedactor()): Promise<void> {
    await this.#write(
      path,
      note,
      async put => {
        const lines = text.split('\n')
        for (const [index, line] of lines.entries()) {
          await put(`${redactedText(line, redactor)}${index < lines.length - 1 ? '\n' : ''}`)
        }
      },
      redactor,
    )
  }

  /** Where something else may write a file of the case, redacted by itself; its folder is made. `adopt` then takes it in. */
  async place(path: string): Promise<string> {
    this.#claim(path)
    await this.#io(() => mkdir(dirname(join(this.folder, path)), {recursive: true, mode: 0o700}))
    return join(this.folder, path)
  }

  /** Takes in a file that lies at its place already, complete and redacted. */
  async adopt(path: string, note: AdoptedNote): Promise<void> {
    this.#claim(path)
    const bytes = await regularFileSize(join(this.folder, path))
    if (bytes === null) throw new NotSealed(`${path} of the case is no regular file`, 'Start anew without --resume.')
    await this.#enter(path, bytes, note, note.redactions ?? {})
  }

  async #write(
    path: string,
    note: Note,
    fill: (put: Put, redactor: Redactor) => Promise<void>,
    redactor = this.#newRedactor(),
  ): Promise<void> {
    const place = await this.place(path)
    // Beside its place until it is complete, so that no half file ever looks like one.
    const fresh = join(this.folder, `.writing-${this.#writing++}`)
    const file = await this.#io(() => open(fresh, 'wx', 0o600))
    try {
      const buffer = new Buffered(file)
      await this.#io(async () => {
        await fill(text => buffer.put(text), redactor)
        await buffer.flush()
        await file.close()
        await rename(fresh, place)
      })
      await this.#enter(path, buffer.bytes, note, Object.fromEntries(redactor.counts))
    } catch (error) {
      // What is left of it would only take room.
      await file.close().catch(() => {})
      await rm(fresh, {force: true})
      throw error
    }
  }

  async #enter(path: string, bytes: number, note: Note, redactions: CaseEntry['redactions']): Promise<void> {
    const redactor = this.#newRedactor()
    const {source, node = null, seen = null, truncated = null} = note
    const entry: CaseEntry = {
      path,
      bytes,
      source: redactedText(source, redactor),
      node,
      seen,
      truncated: truncated === null ? null : redactedText(truncated, redactor),
      redactions: Object.fromEntries(Object.entries(redactions).filter(([, count]) => count > 0)),
    }
    await this.#io(async () => addToIndex(this.folder, {file: entry}))
    this.#entries.set(path, entry)
  }

  readonly #claimed = new Set<string>()

  /** A path that can't be one is a fault of ours, not of the input: names from nodes go through `fileName` first. */
  #claim(path: string): void {
    if (this.#claimed.has(path)) return
    const fault = this.#paths.add(path)
    if (fault !== null) throw new Error(`the path "${path}" of a case ${fault}`)
    this.#claimed.add(path)
  }

  async #io<T>(action: () => Promise<T>): Promise<T> {
    try {
      return await action()
    } catch (error) {
      throw asNoRoom(error, this.folder)
    }
  }
}

function redactedText(text: string, redactor: Redactor): string {
  return textOf(redactor.redacted(bytesOf(text)))
}

type Put = (text: string) => Promise<void>

/** Text on its way into a file: no write is small, and no more than a block is in memory. */
class Buffered {
  readonly #file: FileHandle
  #waiting = ''
  bytes = 0

  constructor(file: FileHandle) {
    this.#file = file
  }

  async put(text: string): Promise<void> {
    this.#waiting += text
    if (this.#waiting.length >= bufferedCharacters) await this.flush()
  }

  async flush(): Promise<void> {
    if (this.#waiting === '') return
    const block = Buffer.from(this.#waiting, 'utf8')
    this.#waiting = ''
    await this.#file.writeFile(block)
    this.bytes += block.length
  }
}
