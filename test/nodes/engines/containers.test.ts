import {readdirSync, statSync} from 'node:fs'
import {basename, dirname, join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {containers} from '../../../src/nodes/probe/parts/containers.ts'
import {docker} from '../../../src/nodes/probe/parts/docker.ts'
import {runPart, shells} from '../probe/run-part.ts'
import {Engine, image, until, whyNoEngine} from './engine.ts'

const reason = await whyNoEngine()
const path = process.env.PATH ?? ''
const planted = 'planted-Redis-password'
const health = (command: string) => [
  `--health-cmd=${command}`,
  '--health-interval=200ms',
  '--health-retries=1',
  '--health-timeout=5s',
]
const service = (name: string) => ['--label', `com.docker.compose.service=${name}`]
const forever = 'exec sleep 100000'

describe.skipIf(reason !== undefined)(`nodes with engines of their own (${reason ?? 'they run'})`, () => {
  let master: Engine
  let media: Engine
  /** Why the kernel kills no container for its memory here. */
  let noMemoryLimit: string | undefined

  beforeAll(async () => {
    ;[master, media] = await Promise.all([Engine.start(), Engine.start()])
    await Promise.all([fillMaster(master), fillMedia(media)])
  })

  afterAll(async () => {
    await Promise.all([master, media].map(engine => engine?.[Symbol.asyncDispose]()))
  })

  async function fillMaster(engine: Engine): Promise<void> {
    await Promise.all([
      engine.container('caddy', forever, ...service('caddy'), ...health('true')),
      engine.container(
        'operator',
        forever,
        ...service('operator'),
        ...health('false'),
        '-e',
        `REDIS_PASSWORD=${planted}`,
      ),
      engine.container(
        'dashboard',
        forever,
        ...service('dashboard'),
        ...health('sleep 100000'),
        '--health-start-period=1h',
      ),
      engine.container('openvidu-init', 'exit 3', ...service('openvidu-init'), '--restart=on-failure:3'),
      engine.container('mongo', 'seq 1 2000', ...service('mongo'), '--log-opt=max-size=20k', '--log-opt=max-file=3'),
      engine.container('loki', 'seq 1 20', ...service('loki'), '--log-driver=none'),
      engine.container('grafana', forever, ...service('grafana')),
      engine.container('redis-server', forever, ...service('redis-server')),
      engine.docker('create', '--name', 'mimir', '--network', 'none', ...service('mimir'), image, 'true'),
      engine.container('by-hand', forever),
      engine
        .container('promtail', 'tail /dev/zero', ...service('promtail'), '--memory=8m', '--memory-swap=8m')
        .catch((error: Error) => {
          noMemoryLimit = error.message
        }),
    ])
    await engine.docker('pause', 'grafana')
    await engine.docker('kill', 'redis-server')
    await until('the first health checks are told', async () => {
      const told = await engine.docker('inspect', '--format', '{{.State.Health.Status}}', 'caddy', 'operator')
      return told === 'healthy\nunhealthy'
    })
    await until('what ends has ended', async () => {
      const left = await engine.docker('ps', '-q', '--filter', 'name=openvidu-init|mongo|loki|redis-server|promtail')
      return left === '' && (await engine.field('openvidu-init', '{{.RestartCount}} {{.State.Status}}')) === '3 exited'
    })
  }

  async function fillMedia(engine: Engine): Promise<void> {
    await Promise.all([
      engine.container('agent-speech', forever, '--label', 'openvidu-agent=true'),
      engine.container('agent-off', 'exit 1', '--label', 'openvidu-agent=false'),
      engine.container('openvidu', forever, ...service('openvidu')),
    ])
    await engine.docker('wait', 'agent-off')
  }

  async function listed(engine: Engine, shell: readonly string[] = ['sh']) {
    const {answer, printed} = await runPart(containers, {shell, path, environment: {DOCKER_HOST: engine.host}})
    if (answer.state !== 'known') throw new Error(answer.detail)
    expect(printed).not.toContain(planted)
    return new Map(answer.value.map(container => [container.name, container]))
  }

  it.each(shells)('in $name every container is told as it is', async ({words}) => {
    const found = await listed(master, words)
    const own = found.get('by-hand')
    expect(own).toEqual({
      name: 'by-hand',
      service: null,
      image,
      imageId: await master.field('by-hand', '{{.Image}}'),
      state: 'running',
      health: null,
      restarts: 0,
      oomKilled: false,
      exitCode: 0,
      startedAt: expect.stringMatching(/^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      finishedAt: null,
      agent: false,
      logBytes: 0,
    })
    expect([...found.keys()].at(-1)).toBe('by-hand')
    expect(found.get('caddy')).toMatchObject({service: 'caddy', state: 'running', health: 'healthy'})
    expect(found.get('operator')).toMatchObject({state: 'running', health: 'unhealthy'})
    expect(found.get('dashboard')).toMatchObject({state: 'running', health: 'starting'})
    expect(found.get('grafana')).toMatchObject({state: 'paused', health: null})
    expect(found.get('openvidu-init')).toMatchObject({state: 'exited', restarts: 3, exitCode: 3, oomKilled: false})
    expect(found.get('openvidu-init')?.finishedAt).not.toBeNull()
    expect(found.get('redis-server')).toMatchObject({state: 'exited', exitCode: 137, oomKilled: false})
    expect(found.get('mimir')).toMatchObject({state: 'created', startedAt: null, finishedAt: null, logBytes: null})
    expect(found.get('loki')).toMatchObject({state: 'exited', exitCode: 0, logBytes: null})
  })

  it('a log counts with the files that it was rotated to', async () => {
    const log = await master.field('mongo', '{{.LogPath}}')
    const files = readdirSync(dirname(log)).filter(name => name.startsWith(basename(log)))
    expect(files).toHaveLength(3)
    const bytes = files.reduce((sum, name) => sum + statSync(join(dirname(log), name)).size, 0)
    expect((await listed(master)).get('mongo')?.logBytes).toBe(bytes)
  })

  it('a container that the kernel killed for its memory is told so', async context => {
    if (noMemoryLimit !== undefined) context.skip(`no limit of memory can be set here: ${noMemoryLimit}`)
    // The engine hears of the kernel's deed apart from the end, and may miss it where a machine is busy.
    await until('the engine has noticed', async () => {
      const [state, killed] = (await master.field('promtail', '{{.State.Status}} {{.State.OOMKilled}}')).split(' ')
      if (state === 'exited' && killed === 'false') await master.docker('start', 'promtail')
      return state === 'exited' && killed === 'true'
    })
    expect((await listed(master)).get('promtail')).toMatchObject({state: 'exited', exitCode: 137, oomKilled: true})
  })

  it('another node has its own, agents by their label, and compose first', async () => {
    const found = await listed(media)
    expect([...found.keys()][0]).toBe('openvidu')
    expect([...found].map(([name, {agent}]) => [name, agent]).sort()).toEqual([
      ['agent-off', false],
      ['agent-speech', true],
      ['openvidu', false],
    ])
  })

  it('the engine is told with its version and log driver', async () => {
    const {answer} = await runPart(docker, {shell: ['sh'], path, environment: {DOCKER_HOST: master.host}})
    const version = await master.docker('version', '--format', '{{.Server.Version}}')
    expect(answer).toMatchObject({state: 'known', value: {version, logDriver: 'json-file'}})
  })

  it('an engine that denies, one that is not there, and one that hangs are told apart', async () => {
    const denied = {shell: ['sh'], path, user: 65_534, environment: {DOCKER_HOST: master.host, HOME: '/nonexistent'}}
    for (const part of [docker, containers] as const)
      expect((await runPart(part as typeof docker, denied)).answer).toMatchObject({
        state: 'unknown',
        cause: 'failed',
        detail: expect.stringContaining('denies'),
      })

    const absent = {shell: ['sh'], path, environment: {DOCKER_HOST: 'unix:///tmp/ovd-none/s'}}
    expect((await runPart(docker, absent)).answer).toMatchObject({value: {version: null, logDriver: null}})
    expect((await runPart(containers, absent)).answer).toMatchObject({
      detail: expect.stringContaining('no Docker engine'),
    })

    media.freeze()
    try {
      const hangs = {shell: ['sh'], path, seconds: 2, environment: {DOCKER_HOST: media.host}}
      for (const part of [docker, containers] as const) {
        const {answer, milliseconds} = await runPart(part as typeof docker, hangs)
        expect(answer).toMatchObject({state: 'unknown', cause: 'timed-out'})
        expect(milliseconds).toBeLessThan(11_000)
      }
    } finally {
      media.thaw()
    }
  }, 40_000)
})
