import {styleText} from 'node:util'
import type {LogLine} from '../../src/model/log-line.ts'
import {plain} from '../escape/terminal.ts'

/** As wide as `2026-11-12T10:15:00.123Z`. */
const timeWidth = 24

const colours = ['cyan', 'green', 'yellow', 'magenta', 'blue', 'cyanBright', 'greenBright', 'magentaBright'] as const

export interface LineLook {
  readonly colour: boolean
  /** Of the longest name of a node, and of a source. */
  readonly nodeWidth: number
  readonly sourceWidth: number
}

/** `TIME NODE SERVICE | text` on one line that a terminal can only print; each node in a colour of its own. */
export function logLine({time, node, source, text, left}: LogLine, {colour, nodeWidth, sourceWidth}: LineLook): string {
  const when = plain(time ?? '').padEnd(timeWidth)
  const who = `${plain(node).padEnd(nodeWidth)} ${plain(source).padEnd(sourceWidth)}`
  const shown = colour ? styleText(colourOf(node), who, {validateStream: false}) : who
  const more = left === 0 ? '' : ` [${left} more bytes]`
  return `${`${when} ${shown} | ${plain(text)}${more}`.trimEnd()}\n`
}

/** The same in every run: by the number in the name, masters and media nodes apart. */
function colourOf(node: string): (typeof colours)[number] {
  const number = Number(/(\d{1,6})$/.exec(node)?.[1] ?? 0) + (node.startsWith('media') ? 4 : 0)
  return colours[number % colours.length] ?? 'cyan'
}
