import {randomBytes} from 'node:crypto'
import {unknown} from '../../model/fact.ts'
import type {FactMap} from '../../model/facts.ts'
import {readAnswer} from '../../nodes/probe/answer.ts'
import type {ProbeInputs} from '../../nodes/probe/part.ts'
import {probeScript, probeSeconds} from '../../nodes/probe/script.ts'
import {runCommandActions} from '../../nodes/transport/actions.ts'
import type {Commander} from '../../nodes/transport/command.ts'
import {makeCommander} from '../../nodes/transport/run-command.ts'
import {generations} from '../../openvidu/generations.ts'
import type {NodeRole} from '../../openvidu/services.ts'
import {defineCollector, seen} from '../collector.ts'

type Node = FactMap['nodes'][number]
type Probe = FactMap['nodeProbes'][number]

/**
 * What every running node answers to the probe. A node that Systems Manager does not know is not asked: one such id would fail
 * the command for all. Where nobody could tell who is managed, all are asked.
 */
export const nodeProbes = defineCollector({
  id: 'node-probes',
  title: 'Inside the nodes',
  tier: 'nodes',
  provides: ['nodeProbes'],
  follows: ['nodes'],
  awaits: ['managedNodes'],
  iam: runCommandActions,
  async collect({session, known: {nodes}, facts: {managedNodes, template}}) {
    const running = nodes.filter(({state}) => state === 'running')
    const managed = managedNodes?.state === 'known' ? new Set(managedNodes.value.map(({id}) => id)) : null
    const recognised = template?.state === 'known' ? template.value.generation : null
    const inputs = {
      generation: generations.find(({id}) => id === recognised)?.id ?? null,
      region: session.region,
      masters: mastersOf(running),
      key: randomBytes(16).toString('hex'),
    }
    const commander = makeCommander(session)
    const answers = new Map<string, Probe['answer']>()
    await Promise.all(
      (['master', 'media'] as const).map(role =>
        probe(
          commander,
          {...inputs, role},
          running.filter(node => node.group === role && (managed?.has(node.id) ?? true)),
          answers,
        ),
      ),
    )
    const probes = running.map(({subject, id, group, slot, privateAddress}): Probe => {
      const answer = answers.get(id) ?? unmanaged
      return {subject, id, group, slot, privateAddress, answer}
    })
    return {nodeProbes: seen(probes, 'ssm:SendCommand')}
  },
})

async function probe(
  commander: Commander,
  inputs: ProbeInputs,
  nodes: readonly Node[],
  answers: Map<string, Probe['answer']>,
): Promise<void> {
  if (nodes.length === 0) return
  const command = {
    script: probeScript(inputs),
    nodes: nodes.map(({id}) => id),
    comment: `openvidu-doctor: read-only probe of ${nameOf[inputs.role]}`,
    seconds: probeSeconds(inputs),
  }
  await commander.run(command, (id, answer) => {
    answers.set(id, readAnswer(answer, inputs.role))
  })
}

const nameOf: Readonly<Record<NodeRole, string>> = {master: 'master nodes', media: 'media nodes'}

function mastersOf(nodes: readonly Node[]): readonly string[] {
  return nodes.flatMap(({group, privateAddress}) =>
    group === 'master' && privateAddress !== null ? [privateAddress] : [],
  )
}

const unmanaged = unknown(
  'unreachable',
  'Systems Manager does not reach the node; openvidu-doctor check --only nodes-managed tells why',
)
