import type {ReportFinding, Result} from '../../src/model/report.ts'
import {code, fence, link, text} from '../escape/markdown.ts'
import {shownFindings} from '../story/failures.ts'
import {causeWords, cureOf} from '../story/gaps.ts'
import {documentationOf} from '../story/packs.ts'
import {firstOf} from '../story/plural.ts'
import {marks} from '../story/status.ts'
import {place, subjectWords} from '../story/subject.ts'
import {sharedWaiver, waiverWords} from '../story/waivers.ts'

/** How much of a finding's evidence a comment shows; the JSON report has it whole. */
const shownEvidence = 400

/** A failed check: the findings with their evidence, what else could not be seen, and how to mend it. */
export function failure(result: Result): string[] {
  const {title, check, area, severity, requirements, remediation} = result
  const asked = requirements.length === 0 ? '' : `, asked by ${requirements.map(text).join(', ')}`
  return [
    `### ${marks.fail} ${severity.toUpperCase()}: ${text(title)}`,
    '',
    `${code(check)} in ${area}${asked}`,
    '',
    ...findings(result),
    ...partlySeen(result),
    '',
    `**To fix it:** ${text(remediation.text)}`,
    ...(remediation.commands.length === 0 ? [] : ['', ...fence('sh', remediation.commands)]),
    '',
    link(documentationOf(result), remediation.url),
  ]
}

/** A failure that someone answers for: told, but without a cure. */
export function waived(result: Result): string[] {
  const {title, check, severity} = result
  const shared = sharedWaiver(result)
  return [
    `### ${marks.waived} WAIVED ${severity.toUpperCase()}: ${text(title)}`,
    '',
    code(check),
    '',
    ...findings(result),
    ...partlySeen(result),
    ...(shared === null ? [] : ['', text(waiverWords(shared))]),
  ]
}

function findings(result: Result): string[] {
  const more = result.findings.length - shownFindings
  return [
    ...result.findings.slice(0, shownFindings).flatMap(finding => lines(finding, result)),
    ...(more > 0 ? [`- and ${more} more, which the JSON report lists`] : []),
  ]
}

/** The backslashes break the line: a list item that reads as a small block. */
function lines(
  {severity, message, subject, observed, expected, defect, waiver}: ReportFinding,
  result: Result,
): string[] {
  const weight = severity === result.severity ? '' : `${severity.toUpperCase()}: `
  const {names, kind} = subjectWords(subject)
  const about = names.length === 0 ? text(kind) : `${names.map(code).join(', ')} (${text(kind)})`
  const where = subject.location === null ? '' : ` at ${code(place(subject.location))}`
  return [
    `- **${weight}${text(message)}**\\`,
    `  ${about}${where}\\`,
    ...(defect === null ? [] : [`  template's own defect ${text(defect)}\\`]),
    ...(waiver === null || sharedWaiver(result) !== null ? [] : [`  ${text(waiverWords(waiver))}\\`]),
    `  observed ${evidence(observed)}, expected ${evidence(expected)}`,
  ]
}

function evidence(value: ReportFinding['observed']): string {
  const whole = JSON.stringify(value)
  return whole.length <= shownEvidence ? code(whole) : `${code(whole.slice(0, shownEvidence))} (cut here)`
}

function partlySeen({unknown}: Result): string[] {
  if (unknown === null) return []
  const {cause, facts, detail, action} = unknown
  const what = facts.length === 0 ? '' : ` (${firstOf(facts.map(code), 5)})`
  const cure = cureOf({cause, detail}, action === null ? [] : [code(action)])
  return [
    '',
    `${marks.unknown} Not all was seen${what}. ${causeWords[cause]}: ${text(detail)}${cure === null ? '' : ` → ${cure}`}`,
  ]
}
