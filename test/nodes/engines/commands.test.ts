import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {type NodeStatus, statusSchema} from '../../../src/model/status.ts'
import {type Lab, labAccount, startLab} from '../../lab/index.ts'
import {openViduFleet} from '../../lab/openvidu/fleet.ts'
import {start} from '../../support/run.ts'
import {onThisMachine} from '../probe/run-part.ts'
import {Engine, until, whyNoEngine} from './engine.ts'

const reason = await whyNoEngine()
const service = (name: string) => ['--label', `com.docker.compose.service=${name}`]

/** The commands of the product on a fleet of which two nodes have real engines with real containers. */
describe.skipIf(reason !== undefined)(`commands on nodes with engines (${reason ?? 'they run'})`, () => {
  let master: Engine
  let media: Engine
  let lab: Lab

  beforeAll(async () => {
    ;[master, media] = await Promise.all([Engine.start(), Engine.start()])
    await Promise.all([
      master.container(
        'caddy',
        'echo "served with password=planted-in-a-log"; seq 1 5000; exec sleep 1000',
        ...service('caddy'),
      ),
      master.container('operator', 'exit 3', ...service('operator'), '--restart=always'),
      master.container('mongo', 'exit 137', ...service('mongo')),
      media.container('openvidu', 'exec sleep 1000', ...service('openvidu')),
      media.container('agent-1', 'exec sleep 1000', '--label', 'openvidu-agent=true'),
    ])
    await until(
      'the operator was started again',
      async () => (await master.field('operator', '{{.RestartCount}}')) !== '0',
    )
    await until('mongo ended', async () => (await master.field('mongo', '{{.State.Status}}')) === 'exited')
    const account = labAccount({template: {hardened: true}, defaultHostManagement: true})
    const fleet = openViduFleet(account, nodes => {
      for (const [name, {host}] of [
        ['master-1', master],
        ['media-1', media],
      ] as const)
        nodes.get(name)?.standIn('docker', `DOCKER_HOST=${host} exec ${onThisMachine('docker')} "$@"`)
    })
    lab = await startLab({account, fleet})
  })

  afterAll(async () => {
    await lab?.close()
    await Promise.all([master, media].map(engine => engine?.[Symbol.asyncDispose]()))
  })

  it('status tells what runs, what ended and how, and what is missing', async () => {
    const {stdout, code} = await start(['status', 'video', '--json'], lab.environment).finished
    const status: NodeStatus = statusSchema.parse(JSON.parse(stdout))
    const stateOf = (node: string, name: string) =>
      status.nodes.find(one => one.name === node)?.services.find(one => one.name === name)
    expect(stateOf('master-1', 'caddy')).toMatchObject({state: 'up', restarts: 0})
    expect(['restarting', 'up', 'down']).toContain(stateOf('master-1', 'operator')?.state)
    expect(stateOf('master-1', 'operator')?.restarts).toBeGreaterThan(0)
    expect(stateOf('master-1', 'mongo')).toMatchObject({state: 'down', detail: 'exited with code 137'})
    expect(stateOf('master-1', 'grafana')).toMatchObject({state: 'missing'})
    expect(stateOf('media-1', 'openvidu')).toMatchObject({state: 'up'})
    expect(status.nodes.find(({name}) => name === 'media-1')?.agents).toBe(1)
    // The others are as well as ever.
    expect(stateOf('master-2', 'mongo')).toMatchObject({state: 'up'})
    expect(code).toBe(1)
  })

  it('logs brings every line of a container, with its time, and no secret', async () => {
    const {stdout, stderr, code} = await start(
      ['logs', 'video', 'caddy', '--node', 'master-1', '--lines', '10000', '--json'],
      lab.environment,
    ).finished
    const lines = stdout
      .trim()
      .split('\n')
      .map(line => JSON.parse(line) as {readonly text: string; readonly time: string})
    expect(lines.slice(1).map(({text}) => text)).toEqual(Array.from({length: 5_000}, (_, index) => String(index + 1)))
    expect(lines[0]?.text).toBe('served with password=***')
    for (const {time} of lines) expect(Date.parse(time)).not.toBeNaN()
    expect(stdout + stderr).not.toContain('planted-in-a-log')
    expect(code).toBe(0)
  })
})
