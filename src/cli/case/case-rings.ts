import {bothRings, type Rings} from '../../redact/rings.ts'
import type {SecretMemory} from '../../redact/secret-memory.ts'
import {type TokenSettings, Tokens} from '../../redact/tokens.ts'

/** Secrets are taken out on the node and here, and then addresses, here, where tokens are asked for. */
export function caseRings(memory: SecretMemory, tokens: TokenSettings | null): Rings {
  const {onNode, here} = bothRings(memory)
  if (tokens === null) return {onNode, here}
  return {
    onNode,
    here: () => {
      const [secrets, addresses] = [here(), new Tokens(tokens)]
      return {
        redacted: lines => addresses.redacted(secrets.redacted(lines)),
        get counts() {
          return new Map([...secrets.counts, ...addresses.counts])
        },
      }
    },
  }
}
