import type {ReportFinding, Result} from '../../src/model/report.ts'
import {plain} from '../escape/terminal.ts'
import {shownFindings} from '../story/failures.ts'
import {causeWords, cureOf} from '../story/gaps.ts'
import {firstOf} from '../story/plural.ts'
import {marks} from '../story/status.ts'
import {place, subjectWords} from '../story/subject.ts'
import {sharedWaiver, waiverWords} from '../story/waivers.ts'
import {type Page, verbatim} from './page.ts'

/** A failed check: what is wrong and where, what else could not be seen, and how to mend it. */
export function failure(result: Result, page: Page): string[] {
  return [
    ...title(result, page),
    ...findings(result, page),
    ...partlySeen(result, page),
    ...remedy(result.remediation, page),
  ]
}

/** A failure that someone answers for: told, but without a cure. */
export function waived(result: Result, page: Page): string[] {
  const shared = sharedWaiver(result)
  return [
    ...title(result, page),
    ...findings(result, page),
    ...partlySeen(result, page),
    ...(shared === null ? [] : page.prose(plain(waiverWords(shared)), 4)),
  ]
}

/** The title states the healthy condition, so it is the message below that is set in bold. */
function title({status, severity, title: healthy, check}: Result, page: Page): string[] {
  const mark = status === 'waived' ? page.paint('waived', `${marks.waived} WAIVED`) : page.paint('fail', marks.fail)
  const lead = `${mark} ${page.paint(status === 'waived' ? 'waived' : severity, severity.toUpperCase())}  `
  return page.hanging(lead, `${plain(healthy)} ${page.paint('quiet', `(${plain(check)})`)}`, 2)
}

function findings(result: Result, page: Page): string[] {
  const more = result.findings.length - shownFindings
  return [
    ...result.findings.slice(0, shownFindings).flatMap(finding => lines(finding, result, page)),
    ...(more > 0 ? page.prose(`and ${more} more (see --format json)`, 4) : []),
  ]
}

function lines({severity, message, subject, defect, waiver}: ReportFinding, result: Result, page: Page): string[] {
  const weight = severity === result.severity ? '' : `${severity.toUpperCase()}: `
  const {names, kind} = subjectWords(subject)
  const about = names.length === 0 ? plain(kind) : `${names.map(plain).join(', ')} (${plain(kind)})`
  const where = subject.location === null ? '' : ` at ${page.paint('address', plain(place(subject.location)))}`
  return [
    ...page.prose(page.paint('heading', weight + plain(message)), 4),
    ...page.prose(about + where, 6),
    ...(defect === null ? [] : page.prose(`template's own defect ${plain(defect)}`, 6)),
    ...(waiver === null || sharedWaiver(result) !== null ? [] : page.prose(plain(waiverWords(waiver)), 6)),
  ]
}

function partlySeen({unknown}: Result, page: Page): string[] {
  if (unknown === null) return []
  const {cause, facts, detail, action} = unknown
  const what = facts.length === 0 ? '' : ` (${firstOf(facts.map(plain), 5)})`
  const cure = cureOf({cause, detail}, action === null ? [] : [plain(action)])
  return [
    '',
    ...page.hanging(
      `${page.paint('unknown', marks.unknown)} `,
      `Not all was seen${what}. ${causeWords[cause]}: ${plain(detail)}`,
      4,
    ),
    ...(cure === null ? [] : page.prose(cure, 6)),
  ]
}

function remedy({text, commands, url}: Result['remediation'], page: Page): string[] {
  return [
    '',
    ...page.prose(`${page.paint('heading', 'To fix it:')} ${plain(text)}`, 4),
    ...verbatim(commands.map(plain), 6),
    ...verbatim([page.paint('address', plain(url))], 6),
  ]
}
