import type {TargetHealthRecord} from '../../model/evidence.ts'
import {compiledSignatures} from '../../openvidu/signatures.ts'
import type {CaseEvidence} from '../case-evidence.ts'
import type {Recorded} from '../records.ts'
import {roleOf, type Sign} from '../sign.ts'
import {evidenceOf} from './evidence.ts'

type Target = Recorded<TargetHealthRecord>

/** Targets that do not get traffic, node by node. */
export function targetSigns({targetHealth, nodes}: CaseEvidence): readonly Sign[] {
  const groups = Map.groupBy(targetHealth, ({value}) => value.targetGroup)
  // A group that no listener leads to says so of each of its targets: that is no fault of theirs.
  const used = targetHealth.filter(
    ({value}) => groups.get(value.targetGroup)?.some(one => one.value.state !== 'unused') === true,
  )
  const ill = used.filter(({value}) => value.state !== 'healthy' && isFailure(value))
  const nameOf = ({value: {target}}: Target) =>
    nodes.find(({value}) => value.id === target || value.privateAddress === target)?.value.name ?? null
  return [...Map.groupBy(ill, one => nameOf(one) ?? one.value.target)].map(([place, list]): Sign => {
    const [first] = list as [Target, ...Target[]]
    const node = nameOf(first)
    return {
      id: 'F40',
      node,
      role: node === null ? null : roleOf(node),
      where: [place],
      first: null,
      last: first.value.at,
      confidence: 'high',
      because: list.map(
        ({value: {targetGroup, state, reason, port}}) =>
          `The balancer held ${place}${port === null ? '' : `, port ${port},`} in ${targetGroup} for ${state}${reason === null ? '' : ` (${reason})`} when the case was made.`,
      ),
      evidence: list.map(one => {
        const {targetGroup, state, reason, description} = one.value
        return evidenceOf(
          one,
          `${place} in ${targetGroup} is ${state}: ${reason ?? ''} ${description ?? ''}`.trim(),
          'F40',
          node,
        )
      }),
    }
  })
}

function isFailure({reason, description}: TargetHealthRecord): boolean {
  const text = `${reason ?? ''} ${description ?? ''}`.slice(0, 1_000)
  return compiledSignatures('target-health').some(({expression}) => expression.test(text))
}
