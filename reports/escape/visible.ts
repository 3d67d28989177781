import {invisible} from '../../src/model/invisible.ts'

/** Hostile text as one line in which every character can be seen: `\u{1b}` stands for ESC. */
export function visible(text: string): string {
  return text.replace(/[\t\r\n]+/g, ' ').replace(invisible, character => `\\u{${codePoint(character).toString(16)}}`)
}

function codePoint(character: string): number {
  return character.codePointAt(0) ?? 0
}
