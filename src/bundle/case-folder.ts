import {closeSync, openSync, readSync} from 'node:fs'
import {readdir} from 'node:fs/promises'
import {join} from 'node:path'

const readBytes = 65_536
/** Of a longer line only the beginning is handed on: nothing that writes evidence makes one, and what does not end would fill the memory. */
const longestLine = 1_048_576

/**
 * The files of a case as whoever examines it sees them: a folder, whether it is being filled now or was unpacked from a bundle.
 * Paths are relative to it, with slashes, sorted.
 */
export interface CaseFiles {
  readonly root: string
  readonly paths: readonly string[]
  /**
   * The lines of a file, one after the other, without their ends: one block is in memory, and of each line no more than a mebibyte.
   * A file that is not there has none.
   */
  lines(path: string): Generator<Buffer>
}

/** A folder as a case. What is no regular file in it, such as a link, is left out. */
export async function caseIn(root: string): Promise<CaseFiles> {
  const entries = await readdir(root, {recursive: true, withFileTypes: true})
  const paths = entries
    .filter(entry => entry.isFile())
    .map(entry =>
      join(entry.parentPath, entry.name)
        .slice(root.length + 1)
        .replaceAll('\\', '/'),
    )
    .toSorted()
  return {root, paths, lines: path => linesOf(paths.includes(path) ? join(root, path) : null)}
}

function* linesOf(path: string | null): Generator<Buffer> {
  if (path === null) return
  const file = openSync(path, 'r')
  try {
    let rest: Buffer = Buffer.alloc(0)
    // Within a line whose beginning was handed on.
    let within = false
    for (;;) {
      const block = Buffer.alloc(readBytes)
      const count = readSync(file, block, 0, readBytes, null)
      if (count === 0) break
      const joined = rest.length === 0 ? block.subarray(0, count) : Buffer.concat([rest, block.subarray(0, count)])
      let from = 0
      for (let at = joined.indexOf(10); at !== -1; at = joined.indexOf(10, from)) {
        if (!within) yield joined.subarray(from, at)
        within = false
        from = at + 1
      }
      rest = within ? Buffer.alloc(0) : joined.subarray(from)
      if (rest.length < longestLine) continue
      yield rest.subarray(0, longestLine)
      within = true
      rest = Buffer.alloc(0)
    }
    if (rest.length > 0) yield rest
  } finally {
    closeSync(file)
  }
}
