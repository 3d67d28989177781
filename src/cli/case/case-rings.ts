import {KnownValues} from '../../redact/known-values.ts'
import {inOrder, type Redactor} from '../../redact/redactor.ts'
import {bothRings, type Rings} from '../../redact/rings.ts'
import type {SecretMemory} from '../../redact/secret-memory.ts'
import {type TokenSettings, Tokens} from '../../redact/tokens.ts'

export interface CaseRings extends Rings {
  /** For what was redacted already, or was made of what was: takes out what became known meanwhile. */
  readonly again: () => Redactor
}

/** Secrets are taken out on the node and here, and then addresses, here, where tokens are asked for. */
export function caseRings(memory: SecretMemory, tokens: TokenSettings | null): CaseRings {
  const rings = {...bothRings(memory), again: () => new KnownValues(memory)}
  if (tokens === null) return rings
  const {onNode, here, again} = rings
  const withTokens = (first: () => Redactor) => () => inOrder([first(), new Tokens(tokens)])
  return {onNode, here: withTokens(here), again: withTokens(again)}
}
