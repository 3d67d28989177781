import {createReadStream} from 'node:fs'
import {open, rename} from 'node:fs/promises'
import {join} from 'node:path'
import type {CaseWriter} from '../../bundle/case-writer.ts'
import {asNoRoom} from '../../bundle/errors.ts'
import type {Redactor} from '../../redact/redactor.ts'
import type {SecretMemory} from '../../redact/secret-memory.ts'
import {SecretSearch} from '../../redact/secret-search.ts'

/** A longer line is looked at in pieces. */
const longestLine = 1_048_576

/**
 * Takes out of the files of a case what became known only after they were written: a password may be named in a later log alone.
 * Throws NoRoom where the disk is full.
 */
export async function sweep(writer: CaseWriter, memory: SecretMemory, again: () => Redactor): Promise<void> {
  const search = new SecretSearch(memory.known())
  for (const {path, bytes: _, redactions: before, ...note} of writer.entries) {
    const place = join(writer.folder, path)
    if (!(await holds(place, search))) continue
    const redactor = again()
    await rewrite(place, redactor).catch((error: unknown) => {
      throw asNoRoom(error, writer.folder)
    })
    const redactions = {...before}
    for (const [rule, count] of redactor.counts) redactions[rule] = (redactions[rule] ?? 0) + count
    await writer.adopt(path, {...note, redactions})
  }
}

async function holds(path: string, search: SecretSearch): Promise<boolean> {
  const scan = search.scan()
  for await (const block of createReadStream(path)) if (scan.take(block as Buffer).length > 0) return true
  return false
}

async function rewrite(path: string, redactor: Redactor): Promise<void> {
  const fresh = join(path, '..', '.sweeping')
  const file = await open(fresh, 'wx', 0o600)
  try {
    let rest = ''
    for await (const block of createReadStream(path)) {
      const text = rest + (block as Buffer).toString('latin1')
      const end = text.length > longestLine ? text.length : text.lastIndexOf('\n') + 1
      await file.appendFile(Buffer.from(redactor.redacted(text.slice(0, end)), 'latin1'))
      rest = text.slice(end)
    }
    await file.appendFile(Buffer.from(redactor.redacted(rest), 'latin1'))
  } finally {
    await file.close()
  }
  await rename(fresh, path)
}
