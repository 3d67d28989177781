import type {Report} from '../../src/model/report.ts'
import {severities} from '../../src/model/severity.ts'
import {counted} from './plural.ts'

export interface VerdictWords {
  readonly status: 'pass' | 'fail' | 'unknown'
  readonly sentence: string
}

/** The verdict in words. Only a run in which every check that applies was judged may read as a pass. */
export function verdictOf({summary}: Report): VerdictWords {
  const {verdict, counts, coverage, failedBySeverity} = summary
  if (verdict === 'fail') {
    const weights = severities.filter(severity => failedBySeverity[severity] > 0)
    const shares = weights.map(severity => `${failedBySeverity[severity]} ${severity}`).join(', ')
    return {status: 'fail', sentence: `${counted(counts.fail, 'check')} failed: ${shares}`}
  }
  const gaps = coverage.total - coverage.judged
  if (coverage.judged === 0 && gaps === 0) {
    return {status: 'unknown', sentence: 'not a pass: no check applies here, nothing was judged'}
  }
  if (verdict === 'unknown' || gaps > 0) {
    const sentence = `not a pass: ${gaps} of ${counted(coverage.total, 'check')} could not be judged`
    return {status: 'unknown', sentence}
  }
  return {status: 'pass', sentence: passSentence(counts, coverage.total)}
}

function passSentence({waived}: Report['summary']['counts'], total: number): string {
  if (waived > 0) return `nothing failed but ${counted(waived, 'check')} that ${waived === 1 ? 'is' : 'are'} waived`
  return total === 1 ? 'the one check that applies passed' : `all ${total} checks that apply passed`
}

/** How much of what applies was judged, as a sentence. */
export function coverageOf({summary: {coverage, counts}}: Report): string {
  const gaps = [
    ...(counts.unknown > 0 ? [`${counts.unknown} could not look`] : []),
    ...(counts.error > 0 ? [`${counts.error} broke`] : []),
  ]
  return [`${coverage.judged} of ${counted(coverage.total, 'check')} judged`, ...gaps].join('; ')
}
