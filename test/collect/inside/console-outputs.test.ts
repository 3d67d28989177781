import {describe, expect, it} from 'vitest'
import {type AnyCollector, defineCollector, seen} from '../../../src/collect/collector.ts'
import {deployedCollectors} from '../../../src/collect/deployed/index.ts'
import {consoleOutputs} from '../../../src/collect/inside/console-outputs.ts'
import {neededFor} from '../../../src/collect/needed.ts'
import {type Unknown, unknown} from '../../../src/model/fact.ts'
import {denied} from '../../lab/index.ts'
import {type DeployedOptions, deployed} from '../../support/deployed.ts'

const unreachable = unknown('unreachable', 'Systems Manager does not reach it')

/** Stands for the probe: nobody answered it. */
function silence(answer: Unknown): AnyCollector {
  return defineCollector({
    id: 'silence',
    title: 'Silence',
    tier: 'nodes',
    provides: ['nodeProbes'],
    follows: ['nodes'],
    iam: [],
    collect: async ({known: {nodes}}) => ({
      nodeProbes: seen(
        nodes.map(({subject, id, group, slot, privateAddress}) => ({subject, id, group, slot, privateAddress, answer})),
        'test',
      ),
    }),
  })
}

async function outputsIn(options: DeployedOptions = {}, answer: Unknown = unreachable) {
  const collectors = neededFor(['consoleOutputs'], [...deployedCollectors, silence(answer), consoleOutputs])
  const {snapshot, calls} = await deployed({...options, collectors})
  const fact = snapshot.facts.consoleOutputs
  if (fact?.state !== 'known') throw new Error('the consoles were not looked at')
  const asked = calls.all.filter(({operation}) => operation === 'GetConsoleOutput').length
  return {outputs: fact.value, asked}
}

const log = [
  'Cloud-init v. 25.1 running modules:config',
  '++ MONGO_ADMIN_PASSWORD=hunter2-of-mongo',
  'curl: (28) Connection timed out after 300 ms for --user admin:hunter2-of-curl',
  "sed: can't read /opt/openvidu/config/cluster/openvidu.env: No such file or directory",
].join('\n')

describe('what consoles show of nodes that do not answer', () => {
  it('names failure signatures by what matched, and nothing else of the lines, which may hold secrets', async () => {
    const {outputs} = await outputsIn({
      change: account => {
        const master = account.instances.find(({Tags}) => Tags?.some(({Value}) => Value?.includes('Master Node 2')))
        account.consoleOutputs.splice(0, Number.POSITIVE_INFINITY, {
          instanceId: master?.InstanceId ?? '',
          at: new Date('2026-11-22T09:00:00Z'),
          text: log,
        })
      },
    })
    const shown = outputs.find(({matches}) => matches.state === 'known' && matches.value !== null)
    expect(shown?.takenAt).toBe('2026-11-22T09:00:00.000Z')
    expect(shown?.matches).toEqual({
      state: 'known',
      value: [
        {
          signature: 'F13',
          lines: 1,
          last: 4,
          where: 'console',
          text: "can't read /opt/openvidu/config/cluster/openvidu.env",
        },
        {signature: 'F15', lines: 1, last: 3, where: 'console', text: 'curl: (28)'},
      ],
    })
    expect(JSON.stringify(outputs)).not.toContain('hunter2')
  })

  it('tells of masters first and of a few nodes only, and that a console shows nothing', async () => {
    const {outputs, asked} = await outputsIn({
      parameters: {InitialNumberOfMediaNodes: '6', MaxNumberOfMediaNodes: '8'},
      change: account => {
        account.consoleOutputs.length = 0
      },
    })
    expect(outputs.map(({group}) => group)).toEqual([...Array(4).fill('master'), ...Array(4).fill('media')])
    expect(asked).toBeGreaterThanOrEqual(8)
    expect(outputs.every(({matches}) => matches.state === 'known' && matches.value === null)).toBe(true)
  })

  it('is unknown for a node whose console may not be read', async () => {
    const {outputs, asked} = await outputsIn({
      lab: {faults: [{target: 'ec2.GetConsoleOutput', fault: denied()}]},
    })
    expect(outputs[0]?.matches).toMatchObject({cause: 'denied', action: 'ec2:GetConsoleOutput'})
    expect(asked).toBe(outputs.length)
  })

  it('asks for no console where the probe itself was not allowed: that says nothing of the nodes', async () => {
    expect((await outputsIn({}, unknown('denied', 'not allowed', 'ssm:SendCommand'))).asked).toBe(0)
  })
})
