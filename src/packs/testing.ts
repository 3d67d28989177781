import {readFileSync} from 'node:fs'
import {createRequire} from 'node:module'
import {dirname, join} from 'node:path'
import {judge} from '../engine/judge.ts'
import {type Absent, isGap, observed, type Unknown} from '../model/fact.ts'
import type {FactKey, FactMap} from '../model/facts.ts'
import {defaultSettings} from '../model/settings.ts'
import type {Snapshot, TargetKind} from '../model/snapshot.ts'
import type {Thresholds} from '../model/thresholds.ts'
import type {Verdict} from '../model/verdict.ts'
import {type AnyPackCheck, apiVersion, type Pack} from './pack.ts'
import {packIn} from './pack-schema.ts'
import {recordJudgement} from './record-judgement.ts'
import {dataOf, standIn} from './stand-in.ts'

/*
 * For the tests of check packs, `openvidu-doctor/testing`: snapshots to judge, and a check's verdict on one, as a run would have it.
 */

export {absent, known, observed, unknown} from '../model/fact.ts'
export type {Snapshot} from '../model/snapshot.ts'
export type {Finding, Verdict} from '../model/verdict.ts'

/** Facts by their keys: a plain value is known, a gap stays what it is. */
export type Facts = {readonly [K in FactKey]?: FactMap[K] | Absent | Unknown}

/** A planned stack that was looked up in AWS, with everything right but for the facts given. */
export function healthyPlan(facts: Facts = {}): Snapshot {
  return withFacts(readExample('healthy-plan.json'), facts)
}

/** A deployed stack that runs well, its nodes asked, with everything right but for the facts given. */
export function healthyStack(facts: Facts = {}): Snapshot {
  return withFacts(readExample('healthy-stack.json'), facts)
}

/** A snapshot of nothing but the facts given. What is not there was not looked at. */
export function snapshotOf(kind: TargetKind, facts: Facts): Snapshot {
  const {schemaVersion, tool, takenAt} = readExample('healthy-plan.json')
  const target = {kind, stackName: null, region: null, accountId: null}
  return withFacts({schemaVersion, tool, takenAt, target, facts: {}}, facts)
}

/** A snapshot that `check --save-snapshot` wrote. */
export function savedSnapshot(file: string): Snapshot {
  return JSON.parse(readFileSync(file, 'utf8')) as Snapshot
}

/** The value of a fact that is known in a snapshot, to be changed and given back. */
export function factOf<K extends FactKey>(snapshot: Snapshot, key: K): FactMap[K] {
  const fact = snapshot.facts[key]
  if (fact?.state !== 'known') throw new Error(`${key} is not known in this snapshot`)
  return structuredClone(fact.value) as FactMap[K]
}

export interface JudgeOptions {
  /** Those of the configuration, in place of the usual ones. */
  readonly thresholds?: Partial<Thresholds>
}

/** What a run says of a check over a snapshot. Throws where the check has not the form that a run takes. */
export function judgeCheck(check: AnyPackCheck, snapshot: Snapshot, {thresholds}: JudgeOptions = {}): Verdict {
  const [name = ''] = check.id.split('/')
  const {checks} = packIn({apiVersion, name, version: '0.0.0', checks: [check]})
  const [sound] = checks
  if (sound === undefined) throw new Error('a pack of one check has one')
  const pack = {name, version: '0.0.0', plugin: name}
  const judging = standIn(dataOf(sound), pack, given => recordJudgement(sound, structuredClone(given)))
  return judge(judging, snapshot, {...defaultSettings, thresholds: {...defaultSettings.thresholds, ...thresholds}})
}

/** Throws, with everything that is wrong, where a run would not take the pack. */
export function expectSoundPack(pack: Pack): void {
  packIn(pack)
}

function withFacts(snapshot: Snapshot, facts: Facts): Snapshot {
  const changed = Object.entries(facts).map(([key, fact]) => [
    key,
    isGap(fact) ? fact : observed(fact, snapshot.takenAt, 'test'),
  ])
  return {...snapshot, facts: {...snapshot.facts, ...Object.fromEntries(changed)}}
}

/** Beside this package's package.json, wherever this module was bundled to. */
function readExample(name: string): Snapshot {
  const root = dirname(createRequire(import.meta.url).resolve('openvidu-doctor/package.json'))
  return savedSnapshot(join(root, 'examples', 'snapshots', name))
}
