/**
 * Characters that show nothing, or act on what surrounds them: C0 and C1 controls, ESC, DEL, bidi controls, line and
 * paragraph separators, zero-width and other ignorable characters, lone surrogates. Text that holds them can move the
 * cursor, reorder a line or hide half of a name.
 */
export const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu

/** Hostile text as one line in which every character can be seen: `\u{1b}` stands for ESC. */
export function visible(text: string): string {
  return text.replace(/[\t\r\n]+/g, ' ').replace(invisible, character => `\\u{${codePoint(character).toString(16)}}`)
}

function codePoint(character: string): number {
  return character.codePointAt(0) ?? 0
}
