import {constants} from 'node:fs'
import {lstat, open} from 'node:fs/promises'

const blockBytes = 262_144

/** Null where it is no regular file, such as a link, or is not there. */
export async function regularFileSize(path: string): Promise<number | null> {
  const found = await lstat(path).catch(() => null)
  return found?.isFile() ? found.size : null
}

/** A file from its beginning, a block after the other; no link is followed. Whoever takes a block may keep it. */
export async function* blocksOf(path: string): AsyncGenerator<Buffer> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW)
  try {
    for (;;) {
      const {buffer, bytesRead} = await file.read(Buffer.allocUnsafe(blockBytes), 0, blockBytes, null)
      if (bytesRead === 0) return
      yield buffer.subarray(0, bytesRead)
    }
  } finally {
    await file.close()
  }
}
