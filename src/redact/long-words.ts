import type {LineBytes} from './line-bytes.ts'

/** Nothing shorter in base64 holds a name and a value. */
const shortest = 24

/** 1 for each character of base64, in both alphabets. */
const inBase64 = new Uint8Array(256)
for (const character of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_') {
  inBase64[character.charCodeAt(0)] = 1
}

/**
 * The text, which is also there as bytes, with each of its long words as `instead` has it. Words are of characters of base64, with what equals signs they end
 * with. Looks at few characters of other text: one in twenty-four at best.
 */
export function withLongWords(text: string, {bytes, length}: LineBytes, instead: (word: string) => string): string {
  let shown = ''
  let from = 0
  for (let at = shortest - 1; at < length; ) {
    let start = at
    while (start > at - shortest && inBase64[bytes[start] ?? 0] === 1) start -= 1
    if (start > at - shortest) {
      at = start + shortest
      continue
    }
    start += 1
    // The word may have begun before: then it ended a word that was looked at, or is the first.
    while (start > from && inBase64[bytes[start - 1] ?? 0] === 1) start -= 1
    let end = at + 1
    while (end < length && inBase64[bytes[end] ?? 0] === 1) end += 1
    while (end < length && bytes[end] === 0x3d) end += 1
    const word = text.slice(start, end)
    const other = instead(word)
    if (other !== word) {
      shown += text.slice(from, start) + other
      from = end
    }
    at = end + shortest
  }
  return from === 0 ? text : shown + text.slice(from)
}
