import type {DiagnosisCause} from '../../src/model/diagnosis.ts'
import {code, fence, link, text} from '../escape/markdown.ts'
import {confidenceWords, placesOf} from './story.ts'

export interface CauseBounds {
  /** How many lines of evidence and how many sentences are shown. */
  readonly evidence: number
  readonly because: number
}

/** One cause: what it is, why it is thought to be it, the lines that show it, and what to do. */
export function causeSection(cause: DiagnosisCause, number: number, bounds: CauseBounds): string[] {
  const {id, title, confidence, where, because, evidence, explains, remediation} = cause
  const beneath = explains.length === 0 ? '' : `, brings about ${explains.map(code).join(', ')}`
  const shown = shownEvidence(evidence, bounds.evidence)
  return [
    `## ${number}. ${text(title)} (${text(id)})`,
    '',
    `**${confidence.toUpperCase()}** (${confidenceWords[confidence]}), on ${text(placesOf({where}))}${beneath}.`,
    '',
    ...because.slice(0, bounds.because).map(sentence => `- ${text(sentence)}`),
    '',
    ...fence(
      'text',
      shown.flatMap(({file, line, at, text: words}) => [
        `${file}:${line}${at === null ? '' : ` ${at}`}`,
        `    ${words}`,
      ]),
    ),
    '',
    `**To fix it:** ${text(remediation.text)} ${link('Page', remediation.url)}`,
    ...(remediation.commands.length === 0 ? [] : ['', ...fence('sh', remediation.commands)]),
  ]
}

/** Those that show the failure itself go before those that stand around it. */
function shownEvidence(evidence: DiagnosisCause['evidence'], limit: number): DiagnosisCause['evidence'] {
  if (evidence.length <= limit) return evidence
  const telling = evidence.filter(({signature}) => signature !== null)
  const chosen = [...telling, ...evidence.filter(({signature}) => signature === null)].slice(0, limit)
  return evidence.filter(one => chosen.includes(one))
}
