import type {Report} from '../../src/model/report.ts'
import {code, text} from '../escape/markdown.ts'
import {minute} from '../story/minute.ts'
import {replayNote} from '../story/replay.ts'
import {settingsWords} from '../story/settings.ts'
import {marks, statusWords} from '../story/status.ts'
import {tallyOf} from '../story/tally.ts'
import {coverageOf, verdictOf} from '../story/verdict.ts'
import {row, rule} from './row.ts'

/** The verdict, what it was given on, and the numbers: all that many readers will read. */
export function head(report: Report): string[] {
  const {status, sentence} = verdictOf(report)
  return [
    `# ${marks[status]} ${status.toUpperCase()}: ${examined(report)}`,
    '',
    `**${sentence}.** ${coverageOf(report)}.`,
    '',
    ...circumstances(report),
    '',
    ...tallyTable(report),
  ]
}

function examined({target: {kind, stackName}}: Report): string {
  return `${kind} stack${stackName === null ? '' : ` ${text(stackName)}`}`
}

function circumstances(report: Report): string[] {
  const {tool, target, generatedAt} = report
  const {region, accountId, generation} = target
  const replay = replayNote(target)
  const settings = settingsWords(report)
  const facts = [
    region === null ? 'Region not known' : `Region ${code(region)}`,
    ...(accountId === null ? [] : [`account ${code(accountId)}`]),
    generation === null ? 'template generation not known' : `template generation ${code(generation)}`,
  ]
  return [
    `${facts.join(', ')}. Examined by ${tool.name} ${text(tool.version)}, ${text(minute(generatedAt))}.`,
    ...(replay === null ? [] : ['', `${text(replay)}.`]),
    ...(settings === null ? [] : ['', text(settings)]),
  ]
}

function tallyTable(report: Report): string[] {
  const {columns, rows, total} = tallyOf(report)
  return [
    row(['area', ...columns.map(status => statusWords[status])]),
    rule(1, columns.length),
    ...rows.map(({area, counts}) => row([area, ...counts.map(count => (count === 0 ? '·' : String(count)))])),
    row(['**total**', ...total.map(count => `**${count}**`)]),
  ]
}
