import {visible} from './visible.ts'

/** One line of GitHub Markdown that shows `raw` and means nothing else, also inside a table cell or a heading. */
export function text(raw: string): string {
  const words = visible(raw).trim().split(' ')
  return words.map(inert).join(' ').replace(leadingMarker, escapedMarker)
}

/**
 * What GitHub turns into a link, a mention or a reference by itself. It finds them in the rendered text, where no escape is
 * left; inside code it does not look, and the word can still be copied.
 */
const linkedByGitHub = /:\/\/|www\.|@|#\d|GH-\d/i

/** A bullet, a rule, a setext underline or a list number, which mean something only where a line begins. */
const leadingMarker = /^(?:[-+=](?=[-+=\s]|$)|\d+[.)](?=\s|$))/

const entities: Readonly<Record<string, string>> = {'&': '&amp;', '<': '&lt;', '>': '&gt;'}

function inert(word: string): string {
  if (linkedByGitHub.test(word)) {
    // What ends a sentence or a part of it belongs to no address.
    const [end = ''] = /[.,;:!?)]*$/.exec(word) ?? []
    return `${code(word.slice(0, word.length - end.length))}${escaped(end)}`
  }
  return escaped(word)
}

function escaped(word: string): string {
  return word.replace(/[\\`*_{}[\]#|~!$&<>]/g, character => entities[character] ?? `\\${character}`)
}

function escapedMarker(marker: string): string {
  return `${marker.slice(0, -1)}\\${marker.slice(-1)}`
}

/**
 * Inline code. Backticks serve where they can; text that holds backticks or pipes goes into an HTML element as character
 * references, since no backslash works inside backticks and a pipe would end the table cell.
 */
export function code(raw: string): string {
  const shown = visible(raw)
  if (/^[^`|]+$/.test(shown) && shown.trim() === shown) return `\`${shown}\``
  return `<code>${shown.replace(/[!-/:-@[-`{-~]/g, character => `&#${character.charCodeAt(0)};`)}</code>`
}

/** A link where `url` is an https one, otherwise the text with the address as code beside it. */
export function link(label: string, url: string): string {
  const address = URL.parse(url)
  if (address?.protocol !== 'https:') return `${text(label)} (${code(url)})`
  const destination = address.href
    .replace(/[()|\\`<>$*_~\s]/g, character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('&', '&amp;')
  return `[${text(label)}](${destination})`
}

/** A fenced block, its fence longer than any run of backticks inside. */
export function fence(language: string, lines: readonly string[]): string[] {
  const runs = lines.flatMap(line => line.match(/`+/g) ?? []).map(run => run.length)
  const mark = '`'.repeat(Math.max(3, ...runs.map(length => length + 1)))
  return [`${mark}${language}`, ...lines.map(visible), mark]
}
