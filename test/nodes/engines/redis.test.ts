import {randomInt} from 'node:crypto'
import {mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {redis} from '../../../src/nodes/probe/parts/redis.ts'
import {onThisMachine, runPart} from '../probe/run-part.ts'
import {Engine, image, until, whyNoEngine} from './engine.ts'
import {password, RedisNode} from './redis-node.ts'

const missing = ['redis-server', 'redis-cli', 'timeout'].find(command => onThisMachine(command) === null)
const noRedis = missing === undefined ? undefined : `needs ${missing}`
const noEngine = noRedis ?? (await whyNoEngine())

describe.skipIf(noRedis !== undefined)(`real Redis servers and sentinels (${noRedis ?? 'they run'})`, () => {
  const network = `127.${randomInt(1, 255)}.${randomInt(1, 255)}`
  const [first, second, third] = [1, 2, 3].map(last => `${network}.${last}`) as [string, string, string]
  let nodes: readonly RedisNode[] = []
  const at = (index: number) => nodes[index] as RedisNode

  beforeAll(async () => {
    nodes = [first, second, third].map(address => new RedisNode(address, first))
    await until('the replicas are linked', async () => {
      const told = await at(0)
        .ask('-p', '7000', 'INFO', 'replication')
        .catch(() => '')
      return told.split('state=online').length === 3
    })
    for (const node of nodes) node.startSentinel(first)
    const asked = (...words: readonly string[]) =>
      Promise.all(nodes.map(node => node.ask('-p', '7001', 'SENTINEL', ...words).catch(() => '')))
    await until('three sentinels know each other and two replicas', async () => {
      const [quorums, replicas] = [await asked('CKQUORUM', 'openvidu'), await asked('REPLICAS', 'openvidu')]
      return (
        quorums.every(text => text.startsWith('OK 3')) &&
        replicas.every(text => text.includes(second) && text.includes(third))
      )
    })
  })

  afterAll(async () => {
    await Promise.all(nodes.map(node => node[Symbol.asyncDispose]()))
  }, 20_000)

  it('replication and sentinels are told as they are', async () => {
    const sentinel = {masterAddress: first, status: 'ok', replicas: 2, sentinels: 3, quorum: 2}
    expect(await at(0).probe()).toEqual({
      role: 'master',
      trouble: null,
      connectedReplicas: 2,
      masterAddress: null,
      masterLink: null,
      sentinel,
    })
    expect(await at(1).probe()).toEqual({
      role: 'slave',
      trouble: null,
      connectedReplicas: 0,
      masterAddress: first,
      masterLink: 'up',
      sentinel,
    })
  })

  it('a wrong password and none are told apart', async () => {
    expect(await at(1).probe('another')).toMatchObject({role: null, trouble: 'WRONGPASS', sentinel: null})
    expect(await at(1).probe(null)).toMatchObject({role: null, trouble: 'no password', sentinel: null})
  })

  it('a server that hangs did not answer in time, and its sentinel did', async () => {
    at(2).signal('server', 'SIGSTOP')
    try {
      expect(await at(2).probe()).toMatchObject({role: null, trouble: 'timed-out', sentinel: {masterAddress: first}})
    } finally {
      at(2).signal('server', 'SIGCONT')
    }
  })

  it('a sentinel that is split from the others has no quorum', async () => {
    for (const index of [0, 1]) at(index).signal('sentinel', 'SIGSTOP')
    try {
      await until('the third finds itself alone', async () => (await at(2).probe()).sentinel?.status === 'no quorum')
      expect(await at(2).probe()).toMatchObject({role: 'slave', masterLink: 'up'})
    } finally {
      for (const index of [0, 1]) at(index).signal('sentinel', 'SIGCONT')
    }
    await until('they agree again', async () => (await at(2).probe()).sentinel?.status === 'ok')
  }, 40_000)

  it('after a failover the new master is told, and the dead one refuses', async () => {
    at(0).signal('server', 'SIGKILL')
    await until('another is master', async () => {
      const told = await at(1).probe()
      return told.sentinel !== null && told.sentinel.masterAddress !== first && told.sentinel.status === 'ok'
    })
    const roles = async () => (await Promise.all([at(1).probe(), at(2).probe()])).map(({role}) => role).sort()
    await until('one is master and the other follows', async () => (await roles()).join() === 'master,slave')
    // The sentinel beside the dead one hears of the new master a little later than the others.
    await until('all sentinels agree', async () =>
      [second, third].includes((await at(0).probe()).sentinel?.masterAddress ?? ''),
    )
    expect(await at(0).probe()).toMatchObject({role: null, trouble: 'refused'})
    // A sentinel that was stopped for over two seconds, as on a busy machine before, takes no part in a failover for thirty (TILT).
  }, 120_000)
})

describe.skipIf(noEngine !== undefined)(`Redis in containers of a real engine (${noEngine ?? 'they run'})`, () => {
  let engine: Engine

  /** The programs of this machine in a container that has a network of its own. */
  const machine = ['usr', 'lib', 'lib64'].flatMap(folder => ['-v', `/${folder}:/${folder}:ro`])

  beforeAll(async () => {
    engine = await Engine.start()
    const server = ['/usr/bin/redis-server', '--port', '7000', '--requirepass', password, '--save', '']
    await engine.docker('run', '-d', '--name', 'redis-server', '--network', 'none', ...machine, image, ...server)
    await until('Redis answers', async () =>
      engine.docker('exec', 'redis-server', '/usr/bin/redis-cli', '-p', '7000', 'PING').then(
        text => text.includes('NOAUTH'),
        () => false,
      ),
    )
  })

  afterAll(async () => {
    await engine?.[Symbol.asyncDispose]()
  }, 30_000)

  async function probe(settings: string) {
    const root = join(engine.folder, 'root')
    mkdirSync(join(root, 'opt/openvidu/config/node'), {recursive: true})
    writeFileSync(join(root, 'opt/openvidu/config/node/master_node.env'), settings)
    const environment = {DOCKER_HOST: engine.host}
    const {answer, printed} = await runPart(redis, {shell: ['sh'], path: process.env.PATH ?? '', root, environment})
    expect(printed).not.toContain(password)
    return answer
  }

  it('the password gets into the container by its environment, and a missing sentinel is none seen', async () => {
    expect(await probe(`REDIS_PASSWORD=${password}\n`)).toMatchObject({
      value: {role: 'master', trouble: null, connectedReplicas: 0, sentinel: null},
    })
    expect(await probe('REDIS_PASSWORD=another\n')).toMatchObject({value: {role: null, trouble: 'WRONGPASS'}})
    expect(await probe('')).toMatchObject({value: {role: null, trouble: 'no password'}})
  })

  it('a container that is paused, stopped or gone is told apart', async () => {
    const trouble = async () => {
      const answer = await probe(`REDIS_PASSWORD=${password}\n`)
      return answer.state === 'known' ? answer.value.trouble : answer.detail
    }
    await engine.docker('pause', 'redis-server')
    expect(await trouble()).toBe('paused')
    await engine.docker('unpause', 'redis-server')
    await engine.docker('kill', 'redis-server')
    expect(await trouble()).toBe('not running')
    await engine.docker('rm', '-f', 'redis-server')
    expect(await trouble()).toBe('no container')
  })
})
