import {visible} from './visible.ts'

/**
 * A quoted Mermaid label. Everything but letters, digits and a few harmless marks becomes an entity: quotes and brackets
 * would end the label, `%%{` would begin a directive, and a colon before an entity is taken for a style.
 */
export function label(...lines: readonly string[]): string {
  return `"${lines.map(escaped).join('<br/>')}"`
}

function escaped(line: string): string {
  // Mermaid takes an empty label for a syntax error and then draws nothing at all.
  if (line.trim() === '') return 'no name'
  return visible(line).replace(/[^\p{L}\p{M}\p{N} .,/_✗-]/gu, character => {
    return character === '"' ? '#quot;' : `#${character.codePointAt(0)};`
  })
}
