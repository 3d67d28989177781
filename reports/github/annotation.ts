import type {UnknownCause} from '../../src/model/fact.ts'
import type {Report, ReportFinding, Result} from '../../src/model/report.ts'
import {type Severity, severities} from '../../src/model/severity.ts'
import {causeWords, cureOf, gapsOf} from '../story/gaps.ts'
import {packFault} from '../story/packs.ts'
import {counted, firstOf} from '../story/plural.ts'
import {marks} from '../story/status.ts'
import {place, subjectWords} from '../story/subject.ts'
import {waiverStories, waiverWords} from '../story/waivers.ts'

export const levels = ['error', 'warning', 'notice'] as const

export type Level = (typeof levels)[number]

/** What GitHub shows beside a line of a file, or above the log of a job. */
export interface Annotation {
  readonly level: Level
  readonly title: string
  readonly file: string | null
  readonly line: number | null
  readonly lines: readonly string[]
  /** The same as one line of the log, for where GitHub shows no more annotations. */
  readonly short: string
}

const levelOf = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'notice',
  info: 'notice',
} as const satisfies Record<Severity, Level>

/** Every finding, broken check, gap and waiver, the worst of each level first. */
export function annotationsOf(report: Report): readonly Annotation[] {
  const failed = report.results
    .filter(({status}) => status === 'fail')
    .flatMap(result => result.findings.map(finding => ({finding, result})))
    .filter(({finding}) => finding.waiver === null)
    .toSorted((a, b) => severities.indexOf(a.finding.severity) - severities.indexOf(b.finding.severity))
  return [
    ...failed.map(({finding, result}) => ofFinding(finding, result)),
    ...ofBroken(report),
    ...ofGaps(report),
    ...ofPartlySeen(report),
    ...ofWaived(report),
    ...ofWaivers(report),
  ]
}

const nowhere = {file: null, line: null} as const

function ofFinding({severity, message, subject}: ReportFinding, {title, check, remediation}: Result): Annotation {
  const {names, kind} = subjectWords(subject)
  const about = names.length === 0 ? kind : `${names.join(', ')} (${kind})`
  const {location} = subject
  return {
    level: levelOf[severity],
    title: `${severity.toUpperCase()}: ${title} (${check})`,
    file: location?.file ?? null,
    line: location?.line ?? null,
    lines: [message, about, `To fix it: ${remediation.text}`],
    short: `${marks.fail} ${severity.toUpperCase()} ${check}: ${message}${location === null ? '' : ` at ${place(location)}`}`,
  }
}

function ofBroken({results, tool}: Report): readonly Annotation[] {
  const broken = results.filter(({status}) => status === 'error')
  return broken.map(({check, error, pack}) => {
    const message = error?.message ?? 'no message was recorded'
    return {
      level: 'warning',
      title: `Broken check: ${check}`,
      ...nowhere,
      lines: [
        message,
        pack === undefined ? `A fault in ${tool.name} ${tool.version}, not in the deployment.` : packFault(pack),
      ],
      short: `${marks.error} ${check}: ${message}`,
    }
  })
}

function ofGaps({results}: Report): readonly Annotation[] {
  return gapsOf(results).map(({cause, detail, actions, checks}) => {
    const cure = cureOf({cause, detail}, actions)
    const sharers = `${counted(checks.length, 'check')}: ${firstOf(checks, 20)}`
    return {
      level: weightOf(cause),
      title: `Could not look: ${causeWords[cause]}`,
      ...nowhere,
      lines: [detail, ...(cure === null ? [] : [cure]), sharers],
      short: `${marks.unknown} ${causeWords[cause]}: ${detail} (${sharers})`,
    }
  })
}

/** A failure does not hide what else of it could not be seen. */
function ofPartlySeen({results}: Report): readonly Annotation[] {
  return results.flatMap(result => {
    if (result.unknown === null || (result.status !== 'fail' && result.status !== 'waived')) return []
    const {cause, detail, actions} = result.unknown
    const cure = cureOf({cause, detail}, actions)
    return [
      {
        level: weightOf(cause),
        title: `Not all was seen: ${result.title} (${result.check})`,
        ...nowhere,
        lines: [`${causeWords[cause]}: ${detail}`, ...(cure === null ? [] : [cure])],
        short: `${marks.unknown} ${result.check}: not all was seen. ${causeWords[cause]}: ${detail}`,
      },
    ]
  })
}

function ofWaived({results}: Report): readonly Annotation[] {
  return results.flatMap(({title, check, findings}) =>
    findings.flatMap(({severity, message, waiver}): Annotation[] =>
      waiver === null
        ? []
        : [
            {
              level: 'notice',
              title: `WAIVED ${severity.toUpperCase()}: ${title} (${check})`,
              ...nowhere,
              lines: [message, waiverWords(waiver)],
              short: `${marks.waived} WAIVED ${severity.toUpperCase()} ${check}: ${waiverWords(waiver)}`,
            },
          ],
    ),
  )
}

/** Waivers that somebody has to do something about. */
function ofWaivers(report: Report): readonly Annotation[] {
  return waiverStories(report)
    .filter(({due}) => due)
    .map(({about, sentence}) => ({
      level: 'notice',
      title: `Waiver: ${about}`,
      ...nowhere,
      lines: [`${sentence}.`],
      short: `${marks.waived} waiver of ${about}: ${sentence}`,
    }))
}

/** What was not asked for is a notice; what could not be seen although it was asked for is a warning. */
function weightOf(cause: UnknownCause): Level {
  return cause === 'not-requested' || cause === 'unresolved' ? 'notice' : 'warning'
}
