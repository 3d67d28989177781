import type {
  Change,
  ChangeGroup,
  Comparison,
  FoundFinding,
  JudgementChange,
  Relation,
} from '../../src/model/comparison.ts'
import {minute} from '../story/minute.ts'
import {counted} from '../story/plural.ts'
import {statusWords} from '../story/status.ts'
import {waiverWords} from '../story/waivers.ts'

/** What somebody should look at comes first. */
export const groupOrder: readonly ChangeGroup[] = ['new', 'newly-seen', 'still-failing', 'no-longer-seen', 'fixed']

/** What the groups mean, by what the reports are of: a plan that fails where the stack passes is no news of the stack. */
const groupWords = {
  'over-time': {
    new: ['New', 'fails now, did not before'],
    'newly-seen': ['Newly seen', 'fails now; the old report could not tell'],
    'still-failing': ['Still failing', 'failed before, fails now'],
    'no-longer-seen': ['No longer seen', 'failed before; the new report could not tell'],
    fixed: ['Fixed', 'failed before, does not now'],
  },
  'plan-to-live': {
    new: ['Drift', 'passes in the plan, fails live'],
    'newly-seen': ['Only live sees', 'fails live; the plan could not tell'],
    'still-failing': ['In both', 'fails in the plan and live'],
    'no-longer-seen': ['Only the plan tells', 'fails in the plan; live could not be told'],
    fixed: ['Not deployed yet', 'fails in the plan, passes live'],
  },
  'live-to-plan': {
    new: ['Not deployed yet', 'passes live, fails in the plan'],
    'newly-seen': ['Only the plan tells', 'fails in the plan; live could not be told'],
    'still-failing': ['In both', 'fails live and in the plan'],
    'no-longer-seen': ['Only live sees', 'fails live; the plan could not tell'],
    fixed: ['Drift', 'fails live, passes in the plan'],
  },
} as const satisfies Readonly<Record<Relation, Readonly<Record<ChangeGroup, readonly [string, string]>>>>

export interface GroupStory {
  readonly group: ChangeGroup
  readonly name: string
  /** What the name means, without a full stop. */
  readonly meaning: string
  readonly changes: readonly Change[]
}

/** The groups that have anything in them. */
export function groupsOf({relation, changes}: Comparison): readonly GroupStory[] {
  return groupOrder
    .map(group => {
      const [name, meaning] = groupWords[relation][group]
      return {group, name, meaning, changes: changes.filter(change => change.group === group)}
    })
    .filter(story => story.changes.length > 0)
}

/** The finding as the newer report has it, or the last that was heard of it. */
export function shownFinding(change: Change): FoundFinding {
  const shown = change.new ?? change.old
  if (shown === null) throw new Error('a finding of neither report')
  return shown
}

/** Whether a finding that is in both reports is told of in the same way. */
export function isUnchanged({old, new: young}: Change): boolean {
  if (old === null || young === null) return false
  const told = ({severity, waiver}: FoundFinding) => JSON.stringify([severity, waiver])
  return told(old) === told(young)
}

/** The status that a change is marked with. Over time a finding may be over; between a plan and a stack it is one of them that fails. */
export function markOf(change: Change, relation: Relation): 'fail' | 'waived' | 'unknown' | 'pass' {
  if (relation === 'over-time' && change.group === 'fixed') return 'pass'
  if (relation === 'over-time' && change.group === 'no-longer-seen') return 'unknown'
  return shownFinding(change).waiver === null ? 'fail' : 'waived'
}

/** What else is to be said of a change, each as a sentence without its full stop. */
export function remarksOn({old, new: young, gap}: Change, relation: Relation): readonly string[] {
  const remarks: string[] = []
  if (old !== null && young !== null && old.severity !== young.severity)
    remarks.push(`Weighed ${old.severity} before, weighs ${young.severity} now`)
  const waiver = (young ?? old)?.waiver ?? null
  if (waiver !== null) remarks.push(waiverWords(waiver))
  if (old?.waiver && young !== null && young.waiver === null)
    remarks.push(`Was waived until ${old.waiver.expires} by ${old.waiver.owner} (${old.waiver.reason}); counts now`)
  if (gap !== null) {
    const [then, now] = sideNames[relation]
    remarks.push(`${young === null ? now : then}: ${judgementWords(gap.status)}, ${gap.detail}`)
  }
  return remarks
}

/** What the old and the new report are called in a sentence. */
const sideNames = {
  'over-time': ['Then', 'Now'],
  'plan-to-live': ['In the plan', 'Live'],
  'live-to-plan': ['Live', 'In the plan'],
} as const satisfies Readonly<Record<Relation, readonly [string, string]>>

function judgementWords(status: JudgementChange['old']): string {
  if (status === 'not-run') return 'not run'
  // A failing check that did not see everything.
  return status === 'fail' || status === 'waived' ? 'not all was seen' : statusWords[status]
}

/** Checks that one of the reports could not judge, by the reason that they share. */
export function judgementGroups(
  changes: readonly JudgementChange[],
  relation: Relation,
): readonly {readonly why: string; readonly checks: readonly string[]}[] {
  const [then, now] = sideNames[relation]
  const why = ({old, new: young, detail}: JudgementChange) => {
    const [side, status] = isJudged(old) ? [now, young] : [then, old]
    return [`${side}: ${judgementWords(status)}`, ...(detail === '' ? [] : [detail])].join(', ')
  }
  return [...Map.groupBy(changes, why)].map(([reason, own]) => ({why: reason, checks: own.map(({check}) => check)}))
}

function isJudged(status: JudgementChange['old']): boolean {
  return status === 'pass' || status === 'fail' || status === 'waived'
}

/** `Deployed stack video, eu-west-1, FAIL, seen 2026-11-22 10:00 UTC` */
export function sideWords({target, verdict}: Comparison['old']): string {
  const {kind, stackName, region, takenAt} = target
  const stack = `${kind === 'planned' ? 'Planned' : 'Deployed'} stack${stackName === null ? '' : ` ${stackName}`}`
  return [stack, region ?? 'region not known', verdict.toUpperCase(), `seen ${minute(takenAt)}`].join(', ')
}

/** The numbers in a sentence. */
export function outcomeOf(comparison: Comparison): string {
  const groups = groupsOf(comparison).map(({name, changes}) => `${changes.length} ${name.toLowerCase()}`)
  const {noLongerJudged, newlyJudged} = comparison
  const judged = [
    ...(noLongerJudged.length === 0 ? [] : [`${counted(noLongerJudged.length, 'check')} no longer judged`]),
    ...(newlyJudged.length === 0 ? [] : [`${counted(newlyJudged.length, 'check')} newly judged`]),
  ]
  return [groups.length === 0 ? 'no finding in either report' : groups.join(', '), ...judged].join('; ')
}
