import type {Diagnosis, DiagnosisCause, DiagnosisEvidence, TimelineEntry} from '../../src/model/diagnosis.ts'
import {plain} from '../escape/terminal.ts'
import type {RenderOptions} from '../format.ts'
import {causeWords} from '../story/gaps.ts'
import {marks} from '../story/status.ts'
import {type Page, pageOf, type Style, verbatim} from '../terminal/page.ts'
import {answerOf, basisOf, confidenceWords, noProof, placesOf, targetOf} from './story.ts'

/** Of the whole time only failures are shown, the first and the last of them; the other formats have all. */
const shownFirst = 12
const shownLast = 4

const styles = {high: 'high', medium: 'medium', low: 'low'} as const satisfies Record<
  DiagnosisCause['confidence'],
  Style
>

/** The diagnosis that a person reads in a terminal: the answer in the first line. */
export function diagnosisTable(diagnosis: Diagnosis, options: RenderOptions): string {
  const page = pageOf(options)
  const sections = [
    head(diagnosis, page),
    ...diagnosis.causes.map((cause, index) => causeLines(cause, index + 1, page)),
    timeline(diagnosis, page),
    gaps(diagnosis, page),
  ]
  return `${sections
    .filter(section => section.length > 0)
    .map(section => section.join('\n'))
    .join('\n\n')}\n`
}

function head(diagnosis: Diagnosis, page: Page): string[] {
  const {causes, tool} = diagnosis
  const mark = causes.length === 0 ? page.paint('unknown', marks.unknown) : page.paint('fail', marks.fail)
  const target = targetOf(diagnosis).map(plain).join(', ')
  return [
    ...page.hanging(`${mark} `, page.paint('heading', plain(answerOf(diagnosis))), 0),
    ...page.prose(
      page.paint('quiet', `${target}; ${plain(basisOf(diagnosis))}; ${tool.name} ${plain(tool.version)}`),
      2,
    ),
    ...(causes.length === 0 ? ['', ...page.prose(noProof, 2)] : []),
  ]
}

function causeLines(
  {id, title, confidence, where, because, evidence, explains, remediation}: DiagnosisCause,
  number: number,
  page: Page,
): string[] {
  const lead = `${number}. ${page.paint(styles[confidence], confidence.toUpperCase())}  `
  const beneath = explains.length === 0 ? '' : `; brings about ${explains.map(plain).join(', ')}`
  return [
    ...page.hanging(lead, page.paint('heading', `${plain(title)} ${page.paint('quiet', `(${plain(id)})`)}`), 0),
    ...page.prose(page.paint('quiet', `${plain(placesOf({where}))}; ${confidenceWords[confidence]}${beneath}`), 3),
    '',
    ...because.flatMap(sentence => page.hanging('- ', plain(sentence), 3)),
    '',
    ...evidence.flatMap(one => evidenceLines(one, page)),
    '',
    ...page.prose(`${page.paint('heading', 'To fix it:')} ${plain(remediation.text)}`, 3),
    ...verbatim(remediation.commands.map(plain), 5),
    ...verbatim([page.paint('address', plain(remediation.url))], 5),
  ]
}

function evidenceLines({file, line, at, text, signature}: DiagnosisEvidence, page: Page): string[] {
  const note = [at === null ? '' : plain(at), signature === null ? '' : plain(signature)]
    .filter(word => word !== '')
    .join('  ')
  return [
    ...page.prose(
      `${page.paint('address', plain(`${file}:${line}`))}${note === '' ? '' : `  ${page.paint('quiet', note)}`}`,
      3,
    ),
    ...page.prose(plain(text), 5),
  ]
}

function timeline({timeline: entries, timelineLeft, window}: Diagnosis, page: Page): string[] {
  const telling = window === null ? entries.filter(({failure}) => failure) : entries
  const between = window === null ? telling.length - shownFirst - shownLast : 0
  const [head, tail] =
    between > 0 ? [telling.slice(0, shownFirst), telling.slice(-shownLast)] : [telling, telling.slice(telling.length)]
  if (telling.length === 0) return []
  const rest = entries.length - telling.length + timelineLeft
  const what = window === null ? 'what failed' : 'what happened in the window'
  return [
    ...page.prose(`${page.paint('heading', 'TIMELINE')}  ${page.paint('quiet', what)}`, 0),
    ...head.flatMap(entry => entryLines(entry, page)),
    ...(between > 0 ? page.prose(page.paint('quiet', `… ${between} more that failed …`), 2) : []),
    ...tail.flatMap(entry => entryLines(entry, page)),
    ...(rest > 0
      ? page.prose(page.paint('quiet', `beside ${rest} others (--format markdown, or --around TIME)`), 2)
      : []),
  ]
}

function entryLines({at, source, text, failure}: TimelineEntry, page: Page): string[] {
  const when = page.paint('quiet', plain(at.replace('.000Z', 'Z')))
  const who = failure ? page.paint('fail', plain(source)) : plain(source)
  return page.hanging('  ', `${when} ${who}: ${plain(text)}`, 0)
}

/** Never folded away: what was not looked at may hold the cause. */
function gaps({notLookedAt}: Diagnosis, page: Page): string[] {
  if (notLookedAt.length === 0) return []
  const heading = `${page.paint('heading', 'NOT LOOKED AT')}  ${page.paint('quiet', 'it may hold the cause')}`
  return [
    ...page.prose(heading, 0),
    ...notLookedAt.flatMap(({what, cause, detail, command}) => [
      ...page.hanging(
        `${page.paint('unknown', marks.unknown)} `,
        `${plain(what)}: ${causeWords[cause]}: ${plain(detail)}`,
        2,
      ),
      ...(command === null ? [] : verbatim([plain(command)], 6)),
    ]),
  ]
}
