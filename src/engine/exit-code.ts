import type {Report} from '../model/report.ts'
import {atLeast, type Severity} from '../model/severity.ts'

/** Exit codes of every command; part of the contract. */
export const exitCodes = {
  clean: 0,
  findings: 1,
  unusableInput: 2,
  couldNotExamine: 3,
  incomplete: 4,
  ourFault: 70,
  interrupted: 130,
} as const

export interface Gate {
  readonly failOn: Severity | 'never'
  /** Whether an `unknown` alone fails the run. */
  readonly strict: boolean
  /** Whether AWS was to be asked and could not be: no credentials, none that it takes, no network. */
  readonly blind?: boolean
}

/**
 * The exit code that a report means under the gate. A broken check of ours can't leave a green run behind; one of a check pack is a
 * gap, as what could not be seen is: a pack may fail a run by what it finds, and not by breaking.
 */
export function exitCodeOf(report: Report, {failOn, strict, blind = false}: Gate): number {
  const failed = report.results.filter(result => result.status === 'fail')
  if (failOn !== 'never' && failed.some(result => atLeast(result.severity, failOn))) return exitCodes.findings
  const ofPacks = report.results.filter(({status, pack}) => status === 'error' && pack !== undefined).length
  if (report.summary.counts.error > ofPacks) return exitCodes.ourFault
  if (blind) return exitCodes.couldNotExamine
  // A gap beside a finding counts too, and so does a run that judged nothing.
  const gaps = ofPacks > 0 || report.results.some(({unknown}) => unknown !== null)
  if (strict && (gaps || report.summary.verdict === 'unknown')) return exitCodes.incomplete
  return exitCodes.clean
}

/** Why the run ends as it does: the verdict counts every finding, the gate only the heavy ones. */
export function gateSentence(report: Report, gate: Gate): string {
  const code = exitCodeOf(report, gate)
  const bar =
    gate.failOn === 'never' ? 'the gate is off (--fail-on never)' : `nothing failed at or above ${gate.failOn}`
  switch (code) {
    case exitCodes.findings:
      return `Exit ${code}: something failed at or above ${gate.failOn}.`
    case exitCodes.couldNotExamine:
      return report.target.kind === 'planned'
        ? `Exit ${code}: ${bar}, but AWS could not be asked; --offline examines the plan alone.`
        : `Exit ${code}: the stack could not be looked at.`
    case exitCodes.incomplete:
      return `Exit ${code}: ${bar}, but something could not be judged (--strict).`
    case exitCodes.ourFault:
      return `Exit ${code}: ${bar}, but a check of openvidu-doctor broke.`
    default:
      return `Exit ${code}: ${bar}.`
  }
}
