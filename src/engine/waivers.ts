import type {Report, ReportFinding, Result} from '../model/report.ts'
import type {Subject} from '../model/subject.ts'
import {daysUntil, endingDays, type Waiver, type WaiverState} from '../model/waiver.ts'
import {matchesWildcards} from '../model/wildcard.ts'

/** What a finding and a result say of the waiver that covers them. */
export type Cover = NonNullable<ReportFinding['waiver']>

/** The waivers of one stack on one day. Without a name of the stack none is meant for it. */
export class StackWaivers {
  readonly #own: readonly Waiver[]
  readonly #day: string

  /** `day` as `2027-01-31`, UTC. */
  constructor(waivers: readonly Waiver[], stackName: string | null, day: string) {
    this.#own = waivers.filter(({stack}) => stack === stackName).toSorted(inOrder)
    this.#day = day
  }

  /** The waiver in force that covers a finding; of several the one that holds longest. */
  coverOf(check: string, subject: Subject): Cover | null {
    const [longest] = this.#own
      .filter(waiver => !this.#isOver(waiver) && covers(waiver, check, subject))
      .toSorted((a, b) => (a.expires > b.expires ? -1 : a.expires < b.expires ? 1 : 0))
    return longest === undefined ? null : {reason: longest.reason, owner: longest.owner, expires: longest.expires}
  }

  /** What became of each, once everything is judged. */
  statesIn(results: readonly Result[]): Report['waivers'] {
    return this.#own.map(waiver => {
      const result = results.find(({check}) => check === waiver.check)
      const matched = result?.findings.filter(({subject}) => covers(waiver, waiver.check, subject)).length ?? 0
      return {...waiver, state: this.#stateOf(waiver, result, matched), findings: matched}
    })
  }

  #stateOf(waiver: Waiver, result: Result | undefined, matched: number): WaiverState {
    if (this.#isOver(waiver)) return 'expired'
    if (matched > 0) return daysUntil(waiver.expires, this.#day) <= endingDays ? 'ending' : 'applied'
    const judged = result !== undefined && ['pass', 'fail', 'waived'].includes(result.status)
    return judged && result.unknown === null ? 'unused' : 'not-judged'
  }

  #isOver({expires}: Waiver): boolean {
    return daysUntil(expires, this.#day) < 0
  }
}

function covers(waiver: Waiver, check: string, {logicalId, id, type}: Subject): boolean {
  const names = [logicalId, id].filter(name => name !== null)
  return (
    waiver.check === check && (names.length === 0 ? [type] : names).some(name => matchesWildcards(waiver.subject, name))
  )
}

/** The same whatever the order of the configuration. */
function inOrder(a: Waiver, b: Waiver): number {
  const [one, other] = [a, b].map(({check, subject, expires, owner, reason}) =>
    JSON.stringify([check, subject, expires, owner, reason]),
  )
  return (one ?? '') < (other ?? '') ? -1 : 1
}
