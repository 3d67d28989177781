import {constants} from 'node:fs'
import {lstat, open} from 'node:fs/promises'

const keptBytes = 65_536
const sharedBytes = 262_144

/** Null where it is no regular file, such as a link, or is not there. */
export async function regularFileSize(path: string): Promise<number | null> {
  const found = await lstat(path).catch(() => null)
  return found?.isFile() ? found.size : null
}

/** A file from its beginning, a block after the other; no link is followed. Whoever takes a block may keep it. */
export async function* blocksOf(path: string): AsyncGenerator<Buffer, void> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW)
  try {
    for (;;) {
      const {buffer, bytesRead} = await file.read(Buffer.allocUnsafeSlow(keptBytes), 0, keptBytes, null)
      if (bytesRead === 0) return
      yield buffer.subarray(0, bytesRead)
    }
  } finally {
    await file.close()
  }
}

/** The same for whoever is done with a block once `take` returns: all of them are in one place. */
export async function eachBlock(path: string, take: (block: Buffer) => void): Promise<void> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW)
  const buffer = Buffer.allocUnsafeSlow(sharedBytes)
  try {
    for (;;) {
      const {bytesRead} = await file.read(buffer, 0, sharedBytes, null)
      if (bytesRead === 0) return
      take(buffer.subarray(0, bytesRead))
    }
  } finally {
    await file.close()
  }
}
