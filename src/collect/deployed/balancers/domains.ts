import type {Unknown} from '../../../model/fact.ts'
import type {Snapshot} from '../../../model/snapshot.ts'
import type {Subject} from '../../../model/subject.ts'

export interface Domain {
  readonly role: 'main' | 'turn'
  readonly subject: Subject
  readonly domain: string
}

/** The domains that the parameters give; the gap where one of them is not known. */
export function domainsIn({domainName, turn}: Snapshot['facts']): readonly Domain[] | Unknown {
  const domains: Domain[] = []
  for (const [role, fact] of [
    ['main', domainName],
    ['turn', turn],
  ] as const) {
    if (fact?.state === 'unknown') return fact
    if (fact?.state !== 'known') continue
    const {subject, value} = 'domainName' in fact.value ? fact.value.domainName : fact.value
    if (value.state === 'unknown') return value
    if (value.value.trim() !== '') domains.push({role, subject, domain: value.value.trim()})
  }
  return domains
}
