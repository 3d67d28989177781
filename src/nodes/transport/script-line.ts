import {gzipSync} from 'node:zlib'

/**
 * The largest script, in bytes: it becomes one argument of `sh -c`, and Linux takes none of 128 KiB or more with the zero at
 * its end (MAX_ARG_STRLEN).
 */
export const scriptLimitBytes = 131_071

/**
 * The longest line, in characters: document and parameters of a command may have 64 KB together, and AWS-RunShellScript has
 * some 2 KB of them. Source: API reference, CreateDocument, Content. A shell script packs to a third or fourth: the limit
 * above is met first.
 */
export const lineLimitCharacters = 60_000

/**
 * A script as one line that any POSIX shell takes. Packed, so that neither `{{…}}`, which Run Command would replace, nor quotes
 * are touched; not read from standard input, which stays free. It ends with exit 0 always: the agent takes 194 for a wish
 * to reboot the node, and 137 for a time-out. Throws RangeError for a script that does not fit.
 */
export function lineOf(script: string): string {
  const bytes = Buffer.byteLength(script)
  if (bytes > scriptLimitBytes) {
    throw new RangeError(`a script of ${bytes} bytes does not fit: a shell takes ${scriptLimitBytes}`)
  }
  if (script.includes('\0')) throw new RangeError('a script with a zero byte is none that a shell takes')
  const packed = gzipSync(script, {level: 9}).toString('base64')
  const line = `s=$(echo ${packed} | base64 -d | gzip -d) && nice -n 19 sh -c "$s"; exit 0`
  if (line.length > lineLimitCharacters) {
    throw new RangeError(
      `a script of ${line.length} characters, packed, does not fit: Run Command takes ${lineLimitCharacters}`,
    )
  }
  return line
}
