import type {LogLine} from '../../src/model/log-line.ts'
import {jsonDocument} from '../escape/json.ts'

/** One JSON object on one line; nothing in it acts on a terminal. */
export function jsonLine({left, ...line}: LogLine): string {
  return `${jsonDocument(left === 0 ? line : {...line, left}, 0)}\n`
}
