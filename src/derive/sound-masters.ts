import {type Unknown, unknown} from '../model/fact.ts'
import type {FactMap} from '../model/facts.ts'
import {type Subject, subjectName} from '../model/subject.ts'
import {MASTER_SLOTS} from '../openvidu/placement.ts'
import {type LiveNode, nodeName, standingMasters} from './live-nodes.ts'

type Status = FactMap['masterStatus'][number]

export interface SoundMasters {
  /** How many are there, running or not. */
  readonly standing: number
  /** How many of the four neither work nor may still come to. */
  readonly lost: number
  /** Which ones are lost and why, as far as they can be named. */
  readonly reasons: readonly string[]
  /** Beyond the four: nobody declared them. */
  readonly surplus: readonly LiveNode[]
  /** Masters of which nobody can tell yet whether they work. */
  readonly undecided: readonly {readonly subject: Subject; readonly gap: Unknown}[]
}

/** Which of the four masters work. Beside four of the stack's own a stranger counts for nothing; in the place of one it may. */
export function soundMasters(
  nodes: readonly LiveNode[],
  statuses: readonly Status[] | undefined,
  declared: FactMap['parts']['masters'],
): SoundMasters {
  const standing = standingMasters(nodes)
  const strangers = standing.filter(({ofStack}) => !ofStack)
  const surplus = standing.length > MASTER_SLOTS ? strangers : []
  const counted = standing.filter(node => !surplus.includes(node))
  const judged = counted.map(node => ({node, condition: conditionOf(node, statuses)}))
  const failing = judged.flatMap(({node, condition}) =>
    typeof condition === 'string' ? [`${nodeName(node)} ${condition}`] : [],
  )
  return {
    standing: standing.length,
    lost: Math.max(0, MASTER_SLOTS - (counted.length - failing.length)),
    reasons: [...failing, ...endedOf(nodes, declared)],
    surplus,
    undecided: judged.flatMap(({node, condition}) =>
      typeof condition === 'string' || condition === null ? [] : [{subject: node.subject, gap: condition}],
    ),
  }
}

/** Null where it works, why it does not, or what keeps that from being seen. */
function conditionOf({id, subject, state}: LiveNode, statuses: readonly Status[] | undefined): string | Unknown | null {
  const name = subjectName(subject)
  if (state === 'pending') return unknown('unresolved', `${name} is still starting`)
  if (state !== 'running') return state
  // That the statuses could not be seen is said once, for all of them.
  if (statuses === undefined) return null
  const status = statuses.find(one => one.id === id)
  if (status === undefined) return unknown('failed', `EC2 told no status of ${name}`, 'ec2:DescribeInstanceStatus')
  const checks = [
    ['system', status.system],
    ['instance', status.instance],
  ] as const
  // That of the volumes not every type has: only that it fails says something.
  const all = [...checks, ['attached EBS', status.ebs]] as const
  const impaired = all.flatMap(([check, result]) => (result === 'impaired' ? [`${check} check impaired`] : []))
  if (impaired.length > 0) return impaired.join(' and ')
  const open = checks.find(([, result]) => result !== 'ok')
  return open === undefined ? null : unknown('unresolved', `the ${open[0]} check of ${name} is ${open[1]}`)
}

/** The declared masters that have ended, or that EC2 no longer knows. */
function endedOf(nodes: readonly LiveNode[], declared: FactMap['parts']['masters']): readonly string[] {
  return declared.slice(0, MASTER_SLOTS).flatMap(({logicalId}) => {
    const own = nodes.filter(node => node.subject.logicalId === logicalId)
    if (standingMasters(own).length > 0) return []
    const [last] = own
    return [last === undefined ? `${logicalId} missing` : `${nodeName(last)} ${last.state}`]
  })
}
