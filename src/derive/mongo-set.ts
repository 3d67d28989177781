import {commonest} from './commonest.ts'
import {type AnsweredPart, type Part, partOf} from './node-answers.ts'

export type MongoAnswer = AnsweredPart<'mongo'>

/** What most members hold for true; null where none says anything. */
export interface AgreedSet {
  readonly set: string | null
  readonly primary: string | null
  /** `address:port` of the members, sorted. */
  readonly hosts: readonly string[]
}

export interface MongoSet {
  /** Those that hold themselves for primary. */
  readonly primaries: readonly MongoAnswer[]
  readonly agreed: AgreedSet
  /** Primaries that most members do not hold for it. */
  readonly rivals: readonly MongoAnswer[]
}

/** The replica set as the servers that answered see it. */
export function mongoSet(answers: readonly MongoAnswer[]): MongoSet {
  const parts = answers.map(({part}) => part)
  const primaries = answers.filter(({part}) => part.state === 'primary')
  const hosts = commonest(parts.flatMap(part => (part.hosts.length === 0 ? [] : [sortedHosts(part)])))
  const agreed = {
    set: commonest(parts.flatMap(part => part.set ?? [])) ?? null,
    primary: commonest(parts.flatMap(part => part.primary ?? [])) ?? null,
    hosts: hosts === undefined ? [] : hosts.split(', '),
  }
  const rivals = primaries.length > 1 ? primaries.filter(({part}) => part.me !== agreed.primary) : []
  return {primaries, agreed, rivals}
}

export interface MemberDoubt {
  readonly observed: string
  readonly expected: string
}

/** What keeps a server from being a sound member of the set that most are in. */
export function memberDoubts(member: Part<'mongo'>, agreed: AgreedSet): readonly MemberDoubt[] {
  const {state, set, me, primary} = member
  const sound = state === 'primary' || state === 'secondary'
  const hosts = sortedHosts(member)
  const members = agreed.hosts.join(', ')
  const doubts: MemberDoubt[] = []
  if (!sound) doubts.push({observed: `is ${state}`, expected: 'primary or secondary'})
  if (set !== agreed.set) doubts.push({observed: `is of the set ${set ?? 'none'}`, expected: `the set ${agreed.set}`})
  if (hosts !== members) doubts.push({observed: `has the members ${hosts || 'none'}`, expected: members})
  if (me !== null && hosts !== '' && !member.hosts.includes(me)) {
    doubts.push({observed: `is ${me}, which is not among its members ${hosts}`, expected: `${me} to be one`})
  }
  // That nobody knows a primary is told of the set.
  if (agreed.primary !== null && primary !== agreed.primary) {
    doubts.push({observed: `takes ${primary ?? 'none'} for primary`, expected: agreed.primary})
  }
  return doubts
}

/** Whether MongoDB is none of the nodes' business: none has its container, and their configuration names one elsewhere. */
export function isKeptElsewhere(answers: readonly MongoAnswer[]): boolean {
  return (
    answers.length > 0 &&
    answers.every(({node, part}) => {
      const configuration = partOf(node, 'configuration')
      const named =
        configuration.state === 'known' && configuration.value.keys.some(({key}) => key === 'EXTERNAL_MONGO_URI')
      return part.trouble === 'no container' && named
    })
  )
}

function sortedHosts({hosts}: Part<'mongo'>): string {
  return hosts.toSorted().join(', ')
}
