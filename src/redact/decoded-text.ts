/** The value of each character of base64, in both alphabets. */
const sextets = new Uint8Array(128)
for (const alphabet of ['+/', '-_']) {
  const characters = `ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789${alphabet}`
  for (let value = 0; value < characters.length; value += 1) sextets[characters.charCodeAt(value)] = value
}

/** What a word says in base64, where that is text; null for words and hashes. */
export function decodedText(word: string): string | null {
  if (!beginsAsText(word)) return null
  const bytes = Buffer.from(word, 'base64')
  return printable(bytes) ? bytes.toString('latin1') : null
}

/** Whether the first two of every three bytes at the beginning are characters of ASCII: hashes end here, nearly all of them at once. */
function beginsAsText(word: string): boolean {
  for (let at = 0; at + 2 < 24; at += 4) {
    const [one, two, three] = [sextet(word, at), sextet(word, at + 1), sextet(word, at + 2)]
    const [first, second] = [(one << 2) | (two >> 4), ((two & 15) << 4) | (three >> 2)]
    if (!isText(first) || !isText(second)) return false
  }
  return true
}

function sextet(word: string, at: number): number {
  return sextets[word.charCodeAt(at)] ?? 0
}

function printable(bytes: Uint8Array): boolean {
  return bytes.every(byte => byte >= 0x80 || isText(byte))
}

function isText(byte: number): boolean {
  return byte >= 0x20 ? byte < 0x7f : byte === 9 || byte === 10 || byte === 13
}
