/*
 * The interface of check packs, `openvidu-doctor/checks`. What stands here is relied on by other packages: a change that one of them
 * would have to follow raises `apiVersion`.
 */

export type {Area} from '../model/areas.ts'
export type {
  Evidence,
  Fail,
  FindingOptions,
  Json,
  Judgement,
  Phrases,
  Remedy,
  Source,
} from '../model/check.ts'
export type {Absent, Fact, Known, Observed, Seen, Unknown, UnknownCause} from '../model/fact.ts'
export type {FactKey, FactMap} from '../model/facts.ts'
export type {Severity} from '../model/severity.ts'
export {
  type Location,
  parameterSubject,
  resourceSubject,
  type Subject,
  stackAsWhole,
  subjectName,
  templateAsWhole,
} from '../model/subject.ts'
export type {Thresholds} from '../model/thresholds.ts'
export {
  type AnyPackCheck,
  apiVersion,
  type ChecksHook,
  defineCheck,
  definePack,
  type HookOptions,
  type Pack,
  type PackCheck,
  type PackOptions,
} from './pack.ts'
