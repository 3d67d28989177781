import {writeFileSync} from 'node:fs'
import {readBounded} from '../../files/bounded-read.ts'
import {UnusableInput} from '../../model/errors.ts'
import {newTokenKey} from '../../redact/tokens.ts'

const largestFile = 4_096

/** The key in a file of the user's, 32 bytes in hexadecimal; a new one where there is no file. Throws UnusableInput for other content. */
export function tokenKeyIn(file: string): Buffer {
  const made = madeIn(file)
  if (made !== null) return made
  const read = readBounded(file, largestFile)
  const refuse = (message: string) =>
    new UnusableInput(
      [{message: `the key for tokens ${message}`, location: {file}}],
      'Give the file that an earlier run made, or the name of one that is not there yet.',
    )
  if (!('bytes' in read)) throw refuse('failure' in read ? read.failure : 'is larger than any')
  const text = read.bytes.toString('latin1').trim()
  if (!/^[0-9a-f]{64}$/.test(text)) throw refuse('is none: it has 64 hexadecimal digits')
  return Buffer.from(text, 'hex')
}

/** Null where there is a file of that name, or it can't be made: reading tells. */
function madeIn(file: string): Buffer | null {
  const key = newTokenKey()
  try {
    writeFileSync(file, `${key.toString('hex')}\n`, {mode: 0o600, flag: 'wx'})
    return key
  } catch {
    return null
  }
}
