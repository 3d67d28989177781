import {visible} from './visible.ts'

/**
 * Markup that is ready to stand in a page. It can only be made by `html`, which escapes whatever else it is given, and by
 * `ours`, so that text of a stranger cannot become markup by oversight.
 */
export class Markup {
  readonly #text: string

  private constructor(text: string) {
    this.#text = text
  }

  /** `html` and `ours` are the two ways in. */
  static made(text: string): Markup {
    return new Markup(text)
  }

  toString(): string {
    return this.#text
  }
}

/** What may stand in a template: nothing is left out by accident, so that `undefined` or an object does not compile. */
export type Part = Markup | string | number | null | readonly Part[]

/**
 * A piece of HTML or SVG from a template literal. Interpolated text is escaped for text and for quoted attributes alike, and
 * every character of it can be seen; null and an empty list are nothing. Attributes must be quoted in the template.
 */
export function html(literal: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return Markup.made(literal.map((text, index) => text + shown(parts[index] ?? null)).join(''))
}

/** A constant of this project as it is, such as a style sheet; never text that came from anywhere else. */
export function ours(constant: string): Markup {
  return Markup.made(constant)
}

function shown(part: Part): string {
  if (part === null) return ''
  if (part instanceof Markup) return part.toString()
  if (typeof part === 'string') return escaped(part)
  return typeof part === 'number' ? String(part) : part.map(shown).join('')
}

const references: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
}

function escaped(text: string): string {
  return visible(text).replace(/[&<>"'`]/g, character => references[character] ?? '')
}
