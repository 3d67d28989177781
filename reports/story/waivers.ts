import type {Report, ReportFinding, ReportWaiver, Result} from '../../src/model/report.ts'
import {dayOf, daysUntil, type WaiverState} from '../../src/model/waiver.ts'
import {counted} from './plural.ts'

type Waiver = NonNullable<ReportFinding['waiver']>

/** Who answers for a finding, until when and why. */
export function waiverWords({expires, owner, reason}: Waiver): string {
  return `Waived until ${expires} by ${owner}: ${reason}`
}

/** The waiver that all findings of a waived result share, to be told once; null where each has to tell its own. */
export function sharedWaiver({waiver, findings}: Result): Waiver | null {
  const words = waiver === null ? null : waiverWords(waiver)
  return findings.every(finding => finding.waiver === null || waiverWords(finding.waiver) === words) ? waiver : null
}

/** What somebody should do something about comes first. */
const order: readonly WaiverState[] = ['expired', 'ending', 'unused', 'applied', 'not-judged']

const stateWords = {
  expired: 'expired',
  ending: 'ending soon',
  unused: 'unused',
  applied: 'applied',
  'not-judged': 'not judged',
} as const satisfies Record<WaiverState, string>

export interface WaiverStory {
  readonly state: WaiverState
  /** Whether somebody should do something about it. */
  readonly due: boolean
  /** `certificate-expiry of a1b2*` */
  readonly about: string
  /** What became of it, as a sentence without its full stop. */
  readonly sentence: string
}

/** What became of every waiver, what is due first. */
export function waiverStories({waivers, generatedAt, target}: Report): readonly WaiverStory[] {
  return order.flatMap(state =>
    waivers
      .filter(waiver => waiver.state === state)
      .map(waiver => ({
        state,
        due: state !== 'applied' && state !== 'not-judged',
        about: `${waiver.check} of ${waiver.subject}`,
        sentence: sentenceOf(waiver, daysUntil(waiver.expires, dayOf(generatedAt)), target.kind),
      })),
  )
}

/** `1 expired, 2 applied` */
export function waiverCounts({waivers}: Report): string {
  return order
    .map(state => [waivers.filter(waiver => waiver.state === state).length, stateWords[state]] as const)
    .filter(([count]) => count > 0)
    .map(([count, words]) => `${count} ${words}`)
    .join(', ')
}

function sentenceOf(
  {state, findings, expires, owner, reason}: ReportWaiver,
  daysLeft: number,
  kind: Report['target']['kind'],
): string {
  const answer = `${owner}: ${reason}`
  switch (state) {
    case 'applied':
      return `${counted(findings, 'finding')} waived until ${expires} by ${answer}`
    case 'ending': {
      const left = daysLeft === 0 ? 'ends today' : `ends in ${counted(daysLeft, 'day')}`
      return `${counted(findings, 'finding')} waived until ${expires} by ${answer}. It ${left}`
    }
    case 'expired': {
      const now =
        findings === 0
          ? 'take it out, or renew it'
          : `${counted(findings, 'finding')} that it covered ${findings === 1 ? 'counts' : 'count'} again`
      return `it expired on ${expires}, ${counted(-daysLeft, 'day')} ago (${answer}): ${now}`
    }
    case 'unused': {
      // One configuration may serve both: what is needed for one of them is not known here.
      const [here, there] = kind === 'planned' ? ['this plan', 'the deployed stack'] : ['the deployed stack', 'a plan']
      return `nothing fails in ${here} that it covers (until ${expires}, ${answer}): take it out, unless ${there} needs it`
    }
    case 'not-judged':
      return `not all that it could cover was judged (until ${expires}, ${answer})`
  }
}
