import type {CaseFiles} from '../bundle/case-folder.ts'
import type {Diagnosis} from '../model/diagnosis.ts'
import type {NotCollected} from '../model/manifest.ts'
import {readCase} from './case-evidence.ts'
import {correlate} from './correlate.ts'
import {CaseFacts} from './facts.ts'
import {gapsOf} from './gaps.ts'
import {latest, type Span} from './moments.ts'
import {lastOperation} from './operation.ts'
import {rankCauses} from './rank.ts'
import {activitySigns} from './signs/from-activities.ts'
import {certificateSigns} from './signs/from-certificates.ts'
import {clockSigns} from './signs/from-clocks.ts'
import {failureSign} from './signs/from-events.ts'
import {logSigns} from './signs/from-logs.ts'
import {nodeSigns} from './signs/from-nodes.ts'
import {probeSigns} from './signs/from-probes.ts'
import {rebootSigns} from './signs/from-reboots.ts'
import {targetSigns} from './signs/from-targets.ts'
import {timelineOf} from './timeline.ts'
import {toldCause} from './told-causes.ts'

export interface DiagnoseOptions {
  readonly toolVersion: string
  /** ISO 8601: when a case was made that does not say so, and nothing in it does. */
  readonly now: string
  /** What is looked at; null for all that there is. Records and lines outside of it count for nothing. */
  readonly window: Span | null
  /** What whoever gathered the case could not have; null where the manifest of the case says it. */
  readonly notCollected?: readonly NotCollected[] | null
}

/**
 * Why a stack failed or what broke, by the evidence of a case. Every file is read once, and of each only a few lines are kept. What
 * the snapshot tells is of the time when the case was made: where the window is another time, it is not asked.
 */
export function diagnose(
  files: CaseFiles,
  {toolVersion, now, window, notCollected = null}: DiagnoseOptions,
): Diagnosis {
  const evidence = readCase(files, window)
  const takenAt = takenAtOf(evidence, now)
  const target = targetOf(evidence)
  const present = window === null || (takenAt >= window.from && takenAt <= window.to)
  const facts = new CaseFacts(present ? evidence : {...evidence, snapshot: null})
  const operation = lastOperation(evidence.events, target.stackName)
  const addresses = facts.value('secretAddresses')
  const failure = failureSign(operation, evidence, {
    generation: target.generation,
    addresses:
      addresses === undefined ? null : addresses.toSorted((a, b) => a.slot - b.slot).map(({address}) => address),
  })
  const undone = operation?.failure != null && operation.rolledBack
  const signs = [
    ...(failure === null ? [] : [failure]),
    ...logSigns(evidence, operation, window?.to ?? takenAt),
    ...activitySigns(evidence),
    ...targetSigns(evidence),
    ...certificateSigns(facts, takenAt),
    ...(present ? clockSigns(evidence, takenAt) : []),
    // Nodes of a stack that was rolled back are gone because it was.
    ...(undone || !present ? [] : nodeSigns(evidence, facts, takenAt)),
    ...rebootSigns(evidence, facts, takenAt),
    ...probeSigns(evidence, facts, takenAt),
  ]
  const names = {
    stack: target.stackName,
    region: target.region,
    nodes: evidence.nodes.map(({value}) => value),
  }
  const causes = rankCauses(correlate(signs), failure)
  const {entries, left} = timelineOf(
    evidence,
    facts,
    window,
    failure?.first ?? (window === null ? takenAt : middleOf(window)),
  )
  return {
    schemaVersion: '1',
    tool: {name: 'openvidu-doctor', version: toolVersion},
    takenAt,
    target,
    window,
    causes: causes.map(cause => toldCause(cause, failure, names)),
    timeline: [...entries],
    timelineLeft: left,
    lookedAt: [...evidence.lookedAt],
    notLookedAt: [...gapsOf(evidence, notCollected ?? evidence.manifest?.notCollected ?? null, files.paths, names)],
  }
}

type Evidence = ReturnType<typeof readCase>

function takenAtOf({snapshot, manifest, events, activities, targetHealth, logs}: Evidence, now: string): string {
  const told = snapshot?.takenAt ?? manifest?.startedAt
  if (told !== undefined) return told
  const records = [...events, ...activities, ...targetHealth].map(({value}) => value.at)
  return latest([...records, ...logs.map(({end}) => end)]) ?? now
}

function targetOf({snapshot, manifest, events}: Evidence): Diagnosis['target'] {
  const template = snapshot?.facts.template
  const generation = template?.state === 'known' ? template.value.generation : null
  const given = snapshot?.target ?? manifest?.target
  return {
    stackName: given?.stackName ?? events.find(({value}) => value.stack === value.logicalId)?.value.stack ?? null,
    region: given?.region ?? null,
    accountId: given?.accountId ?? null,
    generation: generation ?? manifest?.target.generation ?? null,
  }
}

function middleOf({from, to}: Span): string {
  return new Date((Date.parse(from) + Date.parse(to)) / 2).toISOString()
}
