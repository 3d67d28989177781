import type {Report} from '../src/model/report.ts'
import {workflowCommand} from './escape/github.ts'
import {plain} from './escape/terminal.ts'
import type {ReportFormat} from './format.ts'
import {type Annotation, annotationsOf, type Level, levels} from './github/annotation.ts'
import {counted} from './story/plural.ts'
import {coverageOf, verdictOf} from './story/verdict.ts'

/** How many annotations of each level GitHub shows of a step; it drops further ones without a word. */
const shownAnnotations = 10

/** Workflow commands, which GitHub Actions turns into annotations; the summary of the step is written by the command line. */
export const github: ReportFormat = {
  id: 'github',
  extension: 'log',
  render: report => {
    const annotations = annotationsOf(report)
    const parted = levels.map(level => shared(level, annotations))
    const rest = parted.flatMap(({hidden}) => hidden)
    return [...parted.flatMap(({commands}) => commands), ...folded(rest), ...ending(report), ''].join('\n')
  },
}

/** Of more than ten the last one shown says how many more there are. */
function shared(level: Level, all: readonly Annotation[]): {commands: string[]; hidden: readonly Annotation[]} {
  const own = all.filter(annotation => annotation.level === level)
  if (own.length <= shownAnnotations) return {commands: own.map(command), hidden: []}
  const hidden = own.slice(shownAnnotations - 1)
  const title = `${counted(hidden.length, `more ${level}`)}`
  const lines = ['GitHub shows ten annotations of a kind. The others are in the log and in the summary of this job.']
  return {
    commands: [
      ...own.slice(0, shownAnnotations - 1).map(command),
      workflowCommand({name: level, properties: {title}, lines}),
    ],
    hidden,
  }
}

function command({level, title, file, line, lines}: Annotation): string {
  const where = file === null || file === '' ? {} : {file, ...(line === null ? {} : {line})}
  return workflowCommand({name: level, properties: {...where, title}, lines})
}

function folded(hidden: readonly Annotation[]): string[] {
  if (hidden.length === 0) return []
  const lines = [`${counted(hidden.length, 'more line')} without an annotation`]
  return [
    workflowCommand({name: 'group', lines}),
    ...hidden.map(({short}) => plain(short)),
    workflowCommand({name: 'endgroup'}),
  ]
}

function ending(report: Report): string[] {
  const {status, sentence} = verdictOf(report)
  return [`${coverageOf(report)}.`, `${status.toUpperCase()}  ${sentence}`].map(plain)
}
