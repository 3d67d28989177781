import type {ReportFinding, Result} from '../../src/model/report.ts'
import {evidenceWords} from '../story/evidence.ts'
import {causeWords, cureOf, unseenOf} from '../story/gaps.ts'
import {counted} from '../story/plural.ts'
import {place, subjectWords} from '../story/subject.ts'
import {waiverWords} from '../story/waivers.ts'
import type {Element} from './element.ts'

/** A check as a test case. Its name begins with the id, so that servers follow it through any change of wording. */
export function caseOf(result: Result, suite: string): Element {
  const {check, title} = result
  return {
    name: 'testcase',
    attributes: {name: `${check}: ${title}`, classname: suite, time: 0},
    children: outcome(result),
  }
}

function outcome(result: Result): readonly Element[] {
  switch (result.status) {
    case 'pass':
      return []
    case 'fail':
      return [failure(result)]
    case 'waived':
      return [
        skipped(result.waiver === null ? 'Waived' : waiverWords(result.waiver)),
        {name: 'system-out', attributes: {}, lines: [...findingLines(result), ...partlySeen(result)]},
      ]
    case 'unknown':
      return [skipped(`Could not look: ${gap(result)}`)]
    case 'not-applicable':
      return [skipped(`Not applicable: ${result.notApplicable?.why ?? 'no reason was recorded'}`)]
    case 'error': {
      const message = result.error?.message ?? 'no message was recorded'
      return [{name: 'error', attributes: {message, type: 'broken-check'}}]
    }
  }
}

function skipped(message: string): Element {
  return {name: 'skipped', attributes: {message}}
}

/** One for all findings of the check: servers read only the first. */
function failure(result: Result): Element {
  const {findings, severity, remediation} = result
  const [first] = findings
  const more = findings.length > 1 ? ` (and ${counted(findings.length - 1, 'more finding')})` : ''
  return {
    name: 'failure',
    attributes: {message: `${first?.message ?? 'no finding was recorded'}${more}`, type: severity},
    lines: [
      ...findingLines(result),
      ...partlySeen(result),
      '',
      `To fix it: ${remediation.text}`,
      ...remediation.commands.map(command => `    ${command}`),
      remediation.url,
    ],
  }
}

function findingLines({findings}: Result): readonly string[] {
  return findings.flatMap((finding, index) => [...(index > 0 ? [''] : []), ...lines(finding)])
}

function lines({severity, message, subject, observed, expected, defect, waiver}: ReportFinding): readonly string[] {
  const {names, kind} = subjectWords(subject)
  const about = names.length === 0 ? kind : `${names.join(', ')} (${kind})`
  const where = subject.location === null ? '' : ` at ${place(subject.location)}`
  return [
    `${severity.toUpperCase()}: ${message}`,
    `  ${about}${where}`,
    ...(defect === null ? [] : [`  template's own defect ${defect}`]),
    `  observed ${evidenceWords(observed)}`,
    `  expected ${evidenceWords(expected)}`,
    ...(waiver === null ? [] : [`  ${waiverWords(waiver)}`]),
  ]
}

function partlySeen(result: Result): readonly string[] {
  return result.unknown === null ? [] : ['', `Not all was seen. ${gap(result)}`]
}

function gap(result: Result): string {
  const {cause, detail, actions} = unseenOf(result)
  const cure = cureOf({cause, detail}, actions)
  return `${causeWords[cause]}: ${detail}${cure === null ? '' : ` → ${cure}`}`
}
