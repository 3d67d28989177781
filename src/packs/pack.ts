import type {JudgingCheck, Phrases} from '../model/check.ts'
import type {FactKey} from '../model/facts.ts'

/** The version of this interface: what a pack is given and gives back. It changes only where packs would have to. */
export const apiVersion = 1

/** A check of a pack: one of ours, but that its id begins with the name of the pack, and that it stands for no requirement. */
export interface PackCheck<P extends Phrases, N extends FactKey, O extends FactKey> extends JudgingCheck<P, N, O> {
  /** `PACK/check`, both of small letters, digits and hyphens. */
  readonly id: `${string}/${string}`
}

/** A check of a pack of whatever facts and phrases. */
export type AnyPackCheck = Omit<PackCheck<Phrases, FactKey, FactKey>, 'judge'> & {
  readonly judge: (facts: never, judgement: never) => void
}

export interface PackOptions {
  /** What the ids of its checks begin with: small letters, digits and hyphens. */
  readonly name: string
  readonly version: string
  readonly checks: readonly AnyPackCheck[]
}

export interface Pack extends PackOptions {
  /** The version of the interface that it was written for. */
  readonly apiVersion: number
}

/** What the hook is called with. */
export interface HookOptions {
  /** The version that the running openvidu-doctor has. */
  readonly apiVersion: number
}

/** The default export of the file that `oclif.hooks` names for `doctor:checks`. */
export type ChecksHook = (options: HookOptions) => Pack | Promise<Pack>

/** Keeps a check's phrases and facts typed while it is written. */
export function defineCheck<P extends Phrases, const N extends FactKey, const O extends FactKey = never>(
  check: PackCheck<P, N, O>,
): PackCheck<P, N, O> {
  return check
}

/** The pack, with the version of the interface that it was written for. */
export function definePack(options: PackOptions): Pack {
  return {...options, apiVersion}
}
