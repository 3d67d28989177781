import {SSMClient} from '@aws-sdk/client-ssm'
import {openSession} from '../src/aws/session.ts'
import {makeCommander} from '../src/nodes/transport/run-command.ts'
import {ec2Id} from '../test/lab/account/ids.ts'
import {labAccount, startLab} from '../test/lab/index.ts'

/** Answers of a realistic size, after a time that differs from node to node, with 60 ms a call. */
const latencyMs = 60
const outputBytes = 8_000
const [quickestMs, slowestMs] = [800, 6_000]

for (const count of [104, 500]) await measure(count)

async function measure(count: number): Promise<void> {
  const account = labAccount({deployed: false})
  const nodes = Array.from({length: count}, (_, index) => ec2Id('i', `node ${index}`))
  for (const id of nodes) account.managedInstances.push({InstanceId: id, PingStatus: 'Online'})
  const lab = await startLab({account, latencyMs})
  Object.assign(process.env, lab.environment)
  const delays = new Map(nodes.map((id, index) => [id, quickestMs + ((slowestMs - quickestMs) * index) / (count - 1)]))
  lab.fleet.canned = ({instanceId}) => ({output: 'x'.repeat(outputBytes), afterMs: delays.get(instanceId) ?? 0})
  const session = await openSession(SSMClient, {
    region: account.region,
    profile: null,
    signal: new AbortController().signal,
  })
  if ('kind' in session) throw new Error(session.detail)
  const started = performance.now()
  let answered = 0
  await makeCommander(session).run({script: 'echo', nodes, comment: 'bench', seconds: 60}, (_, answer) => {
    if (answer.state === 'answered') answered += 1
  })
  const wall = performance.now() - started
  session.close()
  console.log(`${count} nodes, ${answered} answered, slowest after ${slowestMs} ms`)
  for (const operation of ['SendCommand', 'ListCommandInvocations', 'GetCommandInvocation']) {
    const calls = lab.calls.of(`ssm.${operation}`)
    const inSeconds = Map.groupBy(calls, ({startedAt}) => Math.floor((startedAt - started) / 1_000))
    const most = Math.max(...[...inSeconds.values()].map(({length}) => length))
    console.log(`  ${operation.padEnd(24)}${String(calls.length).padStart(5)} calls, ${most} in the busiest second`)
  }
  const perNode = (lab.calls.count() / count).toFixed(2)
  console.log(`  calls a node            ${perNode.padStart(5)}`)
  console.log(`  wall time               ${wall.toFixed(0)} ms, ${(wall / slowestMs).toFixed(2)} of the slowest node\n`)
  await lab.close()
}
