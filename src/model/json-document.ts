import {invisible} from './invisible.ts'

/**
 * `value` as a JSON document that is harmless to print: beyond what JSON itself escapes, so are DEL, C1 controls, bidi
 * and zero-width characters. They can only stand inside strings, so that parsing gives back the same value.
 */
export function jsonDocument(value: unknown, indent = 2): string {
  return JSON.stringify(value, null, indent).replace(invisible, character =>
    character === '\n' ? '\n' : units(character),
  )
}

function units(character: string): string {
  return character
    .split('')
    .map(unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('')
}
