import type {Change, Comparison, Relation} from '../../src/model/comparison.ts'
import {plain} from '../escape/terminal.ts'
import type {RenderOptions} from '../format.ts'
import {counted} from '../story/plural.ts'
import {marks} from '../story/status.ts'
import {place, subjectWords} from '../story/subject.ts'
import {type Page, pageOf} from '../terminal/page.ts'
import {
  type GroupStory,
  groupsOf,
  isUnchanged,
  judgementGroups,
  markOf,
  outcomeOf,
  remarksOn,
  shownFinding,
  sideWords,
} from './words.ts'

/** What changed, for a terminal: the outcome is its last line. */
export function comparisonTable(comparison: Comparison, options: RenderOptions): string {
  const page = pageOf(options)
  const {relation, old, new: young, notes, noLongerJudged, newlyJudged} = comparison
  const sections = [
    [
      ...page.hanging('old  ', plain(sideWords(old)), 0),
      ...page.hanging('new  ', page.paint('heading', plain(sideWords(young))), 0),
    ],
    notes.flatMap(note => page.prose(`Note: ${plain(note)}`, 0)),
    ...groupsOf(comparison).map(group => section(group, relation, page)),
    judgements('NO LONGER JUDGED', noLongerJudged, relation, page),
    judgements('NEWLY JUDGED', newlyJudged, relation, page),
    page.prose(page.paint('heading', `${plain(outcomeOf(comparison))}.`), 0),
  ].filter(lines => lines.length > 0)
  return `${sections.map(lines => lines.join('\n')).join('\n\n')}\n`
}

function section({name, meaning, changes}: GroupStory, relation: Relation, page: Page): string[] {
  const quiet = page.verbose ? [] : changes.filter(isUnchanged)
  const told = changes.filter(change => !quiet.includes(change))
  const heading = `${page.paint('heading', name.toUpperCase())}  ${page.paint('quiet', `${counted(changes.length, 'finding')}: ${meaning}`)}`
  const more = told.length === 0 ? 'unchanged' : `${quiet.length} more, unchanged`
  return [
    ...page.prose(heading, 0),
    ...told.flatMap(change => ['', ...lines(change, relation, page)]),
    ...(quiet.length === 0 ? [] : ['', ...page.prose(`${more}; --verbose lists them`, 2)]),
  ]
}

function lines(change: Change, relation: Relation, page: Page): string[] {
  const {severity, message, defect} = shownFinding(change)
  const status = markOf(change, relation)
  const {names, kind} = subjectWords(change.subject)
  const about = names.length === 0 ? plain(kind) : `${names.map(plain).join(', ')} (${plain(kind)})`
  const where = change.subject.location === null ? '' : ` at ${plain(place(change.subject.location))}`
  const own = defect === null ? '' : `, template's own defect ${plain(defect)}`
  return [
    ...page.hanging(
      `${page.paint(status, marks[status])} ${page.paint(severity, severity.toUpperCase())}  `,
      page.paint('heading', plain(message)),
      2,
    ),
    ...page.prose(`${about}${where}, ${plain(change.check)}${own}`, 6),
    ...remarksOn(change, relation).flatMap(remark => page.prose(plain(remark), 6)),
  ]
}

function judgements(heading: string, changes: Comparison['newlyJudged'], relation: Relation, page: Page): string[] {
  if (changes.length === 0) return []
  const title = `${page.paint('heading', heading)}  ${page.paint('quiet', counted(changes.length, 'check'))}`
  return [
    ...page.prose(title, 0),
    ...judgementGroups(changes, relation).flatMap(({why, checks}) => [
      '',
      ...page.hanging(`${page.paint('unknown', marks.unknown)} `, plain(why), 2),
      ...page.prose(page.paint('quiet', checks.map(plain).join(', ')), 6),
    ]),
  ]
}
