import {styleText} from 'node:util'
import stringWidth from 'fast-string-width'
import {wrapAnsi} from 'fast-wrap-ansi'

/** What a piece of text is for; the colours follow. */
const styles = {
  heading: 'bold',
  quiet: 'dim',
  address: 'cyan',
  pass: 'green',
  unknown: 'yellow',
  fail: ['bold', 'red'],
  error: ['bold', 'magenta'],
  waived: 'dim',
  critical: ['bold', 'red'],
  high: ['bold', 'red'],
  medium: ['bold', 'yellow'],
  low: 'cyan',
  info: 'dim',
} as const satisfies Record<string, Parameters<typeof styleText>[0]>

export type Style = keyof typeof styles

/** The sheet that a terminal report is written on. All text given to it is already harmless. */
export interface Page {
  readonly verbose: boolean
  readonly paint: (style: Style, text: string) => string
  /** Prose, wrapped at words. A word longer than the line keeps in one piece, on a line of its own. */
  readonly prose: (text: string, indent: number) => string[]
  /** Prose after a lead such as a mark; the following lines stand under its beginning. */
  readonly hanging: (lead: string, text: string, indent: number) => string[]
}

export function pageOf({width, colour, verbose}: {width: number; colour: boolean; verbose: boolean}): Page {
  const hanging = (lead: string, text: string, indent: number): string[] => {
    const margin = ' '.repeat(indent)
    const hang = indent + stringWidth(lead)
    const rows = wrapAnsi(text, Math.max(1, width - hang)).split('\n')
    const [first = '', ...rest] = rows
    const fits = hang + stringWidth(first) <= width
    const under = (fits ? rest : rows).map(row => ' '.repeat(hang) + row)
    return [margin + (fits ? lead + first : lead), ...under].map(line => line.trimEnd())
  }
  return {
    verbose,
    paint: (style, text) => (colour ? styleText(styles[style], text, {validateStream: false}) : text),
    // Without a lead a long first word is already alone on its line.
    prose: (text, indent) =>
      wrapAnsi(text, Math.max(1, width - indent))
        .split('\n')
        .map(row => (' '.repeat(indent) + row).trimEnd()),
    hanging,
  }
}

/** Lines that are copied into a shell or a browser: indented, never wrapped. */
export function verbatim(lines: readonly string[], indent: number): string[] {
  return lines.map(line => (' '.repeat(indent) + line).trimEnd())
}
