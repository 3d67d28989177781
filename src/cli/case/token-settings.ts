import type {Snapshot} from '../../model/snapshot.ts'
import type {TokenSettings} from '../../redact/tokens.ts'
import {caseNodes} from './case-nodes.ts'

/** How what is known of a deployment is called in place of its addresses: `master-1`, `subnet-b`. */
export function tokenSettings(key: Buffer, snapshot: Snapshot): TokenSettings {
  const known = new Map<string, string>()
  for (const {node} of caseNodes(snapshot) ?? []) {
    const {name, privateAddress, publicAddress} = node
    if (privateAddress !== null) known.set(privateAddress, name)
    if (publicAddress !== null) known.set(publicAddress, `${name}-public`)
  }
  const {subnets, domainName} = snapshot.facts
  if (subnets?.state === 'known') {
    const ids = subnets.value.map(({id}) => id).toSorted()
    for (const [index, id] of ids.entries()) known.set(id, `subnet-${letters(index)}`)
  }
  const domain = domainName?.state === 'known' ? domainName.value.value : null
  const domains = domain?.state === 'known' && domain.value !== '' ? [domain.value] : []
  return {key, known, domains}
}

/** `a` to `z`, then `aa`. */
function letters(index: number): string {
  const last = String.fromCharCode(97 + (index % 26))
  return index < 26 ? last : `${letters(Math.floor(index / 26) - 1)}${last}`
}
