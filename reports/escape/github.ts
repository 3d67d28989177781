import {plain} from './terminal.ts'

export interface WorkflowCommand {
  readonly name: 'error' | 'warning' | 'notice' | 'group' | 'endgroup'
  readonly properties?: Readonly<Record<string, string | number>>
  /** Of the message; GitHub shows them under each other. */
  readonly lines?: readonly string[]
}

/** `::error file=a.json,line=3::message` on one line, of which no part can begin another command or property. */
export function workflowCommand({name, properties = {}, lines = []}: WorkflowCommand): string {
  const given = Object.entries(properties).map(([key, value]) => `${key}=${propertyValue(String(value))}`)
  const head = given.length === 0 ? name : `${name} ${given.join(',')}`
  return `::${head}::${lines.map(line => data(plain(line))).join('%0A')}`
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function propertyValue(text: string): string {
  return data(plain(text)).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
