import {plain} from '../../reports/escape/terminal.ts'
import type {Brought} from '../nodes/logs/bring-logs.ts'

const reasons: Readonly<Record<string, string>> = {
  none: 'there is none',
  denied: 'it may not be read',
  missing: 'the program that tells it is not installed',
  silent: 'the Docker engine does not answer',
}

/** What is not in the lines, one sentence each: what was cut, what a node has not, what was left on it. */
export function shortfalls(
  {outcomes, files, absent, ended, left, objectsLeft}: Brought,
  nameOf: (id: string) => string,
  named: boolean,
): readonly string[] {
  const told: string[] = []
  for (const [id, outcome] of outcomes) {
    const node = nameOf(id)
    if (outcome.state === 'truncated') {
      const {bytes, exact} = outcome.seen
      told.push(
        `${node}: truncated, ${exact ? '' : 'at least '}${bytes} bytes seen, ${outcome.kept} kept: ${outcome.why}`,
      )
    } else if (outcome.state === 'unknown') told.push(`${node}: not seen: ${outcome.detail}`)
    else if (!ended.has(node)) told.push(`${node}: what it sent is not all in the form of logs; the rest is left out`)
  }
  for (const {node, source, status} of files) {
    if (status === null) told.push(`${node} ${source.name}: truncated`)
    else if (status === 124 || status === 137) told.push(`${node} ${source.name}: truncated: reading took too long`)
    else if (status !== 0) told.push(`${node} ${source.name}: may not be whole: reading ended with code ${status}`)
  }
  for (const {node, name, why} of absent) {
    // Nobody asked for what a node simply has not; of logs that tell of trouble, none is as it should be.
    if (why === 'none' && (!named || name === 'nodes_errors')) continue
    told.push(`${node} ${name}: ${reasons[why] ?? 'it could not be read'}`)
  }
  for (const {node, path, timer} of left)
    told.push(`${nameOf(node)}: ${path} may be left there${timer ? '; a timer removes it' : ''}`)
  for (const {key, why} of objectsLeft) told.push(`${key} may be left in the bucket: ${why.detail}`)
  return told.map(plain)
}
