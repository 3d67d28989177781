import type {Change, Comparison, Relation} from '../../src/model/comparison.ts'
import {code, text} from '../escape/markdown.ts'
import {row, rule} from '../markdown/row.ts'
import {marks} from '../story/status.ts'
import {place, subjectWords} from '../story/subject.ts'
import {
  type GroupStory,
  groupsOf,
  judgementGroups,
  markOf,
  outcomeOf,
  remarksOn,
  shownFinding,
  sideWords,
} from './words.ts'

/** How many findings of a group a comment shows; the JSON has them all. */
const shownChanges = 50

/** What changed, as GitHub shows it. */
export function comparisonMarkdown(comparison: Comparison): string {
  const {relation, old, new: young, notes, noLongerJudged, newlyJudged} = comparison
  const sections = [
    [`# What changed: ${text(outcomeOf(comparison))}`],
    [row(['', 'report']), rule(2), row(['old', text(sideWords(old))]), row(['new', text(sideWords(young))])],
    notes.map(note => `- ${text(note)}`),
    ...groupsOf(comparison).map(group => section(group, relation)),
    judgements('No longer judged', noLongerJudged, relation),
    judgements('Newly judged', newlyJudged, relation),
  ].filter(lines => lines.length > 0)
  return `${sections.map(lines => lines.join('\n')).join('\n\n')}\n`
}

function section({name, meaning, changes}: GroupStory, relation: Relation): string[] {
  const more = changes.length - shownChanges
  return [
    `## ${name} (${changes.length}): ${meaning}`,
    '',
    ...changes.slice(0, shownChanges).flatMap(change => lines(change, relation)),
    ...(more > 0 ? [`- and ${more} more, which the JSON lists`] : []),
  ]
}

function lines(change: Change, relation: Relation): string[] {
  const {severity, message, defect} = shownFinding(change)
  const status = markOf(change, relation)
  const {names, kind} = subjectWords(change.subject)
  const about = names.length === 0 ? text(kind) : `${names.map(code).join(', ')} (${text(kind)})`
  const where = change.subject.location === null ? '' : ` at ${code(place(change.subject.location))}`
  const own = defect === null ? '' : `, template's own defect ${text(defect)}`
  const remarks = remarksOn(change, relation).map(remark => `  ${text(remark)}`)
  return [
    `- ${marks[status]} **${severity.toUpperCase()}: ${text(message)}**\\`,
    ...[`  ${about}${where}, ${code(change.check)}${own}`, ...remarks].map((line, index, all) =>
      index === all.length - 1 ? line : `${line}\\`,
    ),
  ]
}

function judgements(heading: string, changes: Comparison['newlyJudged'], relation: Relation): string[] {
  if (changes.length === 0) return []
  const items = judgementGroups(changes, relation).flatMap(({why, checks}) => [
    `- ${marks.unknown} ${text(why)}\\`,
    `  ${checks.map(code).join(', ')}`,
  ])
  return [`## ${heading} (${changes.length})`, '', ...items]
}
