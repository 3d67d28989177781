import {known, type Seen, unknown} from '../../../model/fact.ts'
import type {FactMap} from '../../../model/facts.ts'
import {hasEnded} from '../../../openvidu/instance-states.ts'
import {liveSetting} from '../live.ts'
import type {Node} from './node-of.ts'

type Masters = FactMap['masters']

/** The masters that are there: an instance that has ended, or is about to, is none. */
export function standing(nodes: readonly Node[]): readonly Node[] {
  return nodes.filter(({group, state}) => group === 'master' && !hasEnded(state))
}

/** The masters as a plan describes them, the declared ones first and in their order. */
export function mastersOf(nodes: readonly Node[], intended: Masters | null): Masters {
  return standing(nodes).map(node => {
    const asked = intended?.find(
      ({subject}) => node.subject.logicalId !== null && subject.logicalId === node.subject.logicalId,
    )
    return {
      subject: node.subject,
      slot: node.slot,
      subnetId:
        node.subnetId === null
          ? unknown('unresolved', `EC2 names no subnet of ${node.id}`, 'ec2:DescribeInstances')
          : known(node.subnetId),
      instanceType: liveSetting(asked?.instanceType, node.instanceType, node.subject),
      image: {subject: node.subject, reference: known(node.imageId), architecture: architectureOf(node)},
    }
  })
}

/** How many there are, which for instances of the stack is at once the least and the most. */
export function countOf(nodes: readonly Node[], {subject}: FactMap['stack']): FactMap['masterCount'] {
  const count = known(standing(nodes).length)
  return {subject, arrangement: 'instances', min: count, desired: count, max: count}
}

function architectureOf({id, architecture}: Node): Seen<'x86_64' | 'arm64'> {
  return architecture === 'x86_64' || architecture === 'arm64'
    ? known(architecture)
    : unknown('unresolved', `${id} runs an image for ${architecture}, which OpenVidu is not made for`)
}
