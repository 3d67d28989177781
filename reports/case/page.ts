import type {Diagnosis} from '../../src/model/diagnosis.ts'
import type {Report} from '../../src/model/report.ts'
import {causeSection} from '../diagnosis/markdown-cause.ts'
import {gapList} from '../diagnosis/markdown-gaps.ts'
import {answerOf, basisOf, noProof, targetOf} from '../diagnosis/story.ts'
import {code, text} from '../escape/markdown.ts'
import {heaviestFirst} from '../story/failures.ts'
import {counted} from '../story/plural.ts'
import {marks} from '../story/status.ts'

/** What fits on one page. */
const shownCauses = 4
const shownFailures = 10
const shownGaps = 12

/** `CASE.md`: one page that says what fails, what is suspected, what is missing, and how to go on. */
export function casePage(diagnosis: Diagnosis, report: Report | null): string {
  const {causes} = diagnosis
  const more = causes.length - shownCauses
  const sections = [
    [
      `# ${causes.length === 0 ? marks.unknown : marks.fail} ${text(answerOf(diagnosis))}`,
      '',
      `${text(targetOf(diagnosis).join(', '))}. ${text(basisOf(diagnosis))}.`,
      ...(causes.length === 0 ? ['', noProof] : []),
    ],
    ...causes.slice(0, shownCauses).map((cause, index) => causeSection(cause, index + 1, {evidence: 3, because: 5})),
    more > 0
      ? [`${more} less likely ${more === 1 ? 'cause is' : 'causes are'} in ${code('reports/diagnosis.json')}.`]
      : [],
    failing(report),
    gapList(diagnosis, shownGaps),
    goingOn(),
  ]
  return `${sections
    .filter(section => section.length > 0)
    .map(section => section.join('\n'))
    .join('\n\n')}\n`
}

/** What the checks say of the deployment, the heaviest first. */
function failing(report: Report | null): string[] {
  if (report === null) return []
  const failures = heaviestFirst(report.results)
  const {counts} = report.summary
  const lead = `${counted(counts.fail, 'check')} failed, ${counts.unknown} could not look, ${counts.pass} passed.`
  const more = failures.length - shownFailures
  return [
    '## What fails',
    '',
    lead,
    ...(failures.length === 0 ? [] : ['']),
    ...failures.slice(0, shownFailures).map(({severity, check, findings, title}) => {
      const [first, ...others] = findings
      const beside = others.length === 0 ? '' : ` (and ${others.length} more)`
      return `- **${severity.toUpperCase()}** ${code(check)}: ${text(first?.message ?? title)}${beside}`
    }),
    ...(more > 0 ? [`- and ${more} more, which ${code('reports/report.md')} lists`] : []),
  ]
}

function goingOn(): string[] {
  return [
    '## How to go on',
    '',
    `- ${code('reports/timeline.md')} tells what happened when, of all sources; ${code('reports/report.md')} what every check says.`,
    `- ${code('openvidu-doctor diagnose --from BUNDLE --around TIME --window 30m')} looks at one time only, and ${code('openvidu-doctor check --from BUNDLE')} judges again what was seen.`,
    `- Logs are under ${code('nodes/NAME/logs')}; their times are by the clock of the node, and ${code('nodes/NAME/node.json')} says how far it is ahead, in milliseconds.`,
  ]
}
