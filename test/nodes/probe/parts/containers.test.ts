import {describe, expect, it} from 'vitest'
import {containers} from '../../../../src/nodes/probe/parts/containers.ts'
import {MadeUpNode, runPart, shells} from '../run-part.ts'

const id = (letter: string) => letter.repeat(64)
const image = `sha256:${id('e')}`
const logs = '/var/lib/docker/containers'

interface Row {
  readonly log?: string
  readonly fields?: readonly unknown[]
}

const agentFields = [
  '/agent',
  '',
  'agent:1',
  'exited',
  'unhealthy',
  3,
  true,
  137,
  '2026-11-22T10:00:00Z',
  '2026-11-22T11:00:00.5Z',
  'true',
]
const caddyFields = [
  '/caddy',
  'caddy',
  'caddy:1',
  'running',
  null,
  0,
  false,
  0,
  '2026-11-22T10:00:00.123456789Z',
  '0001-01-01T00:00:00Z',
  '',
]

/** What docker prints for a row, through the format that it was given. */
function lineOf({log = '', fields = caddyFields}: Row): string {
  return `${image}|${log}|${JSON.stringify(fields)}`
}

describe.each(shells)('the part containers in $name', ({words: shell}) => {
  /** A node whose docker lists as many containers as there are rows, and prints the rows. */
  function nodeWith(rows: readonly Row[], after = ''): MadeUpNode {
    const node = new MadeUpNode()
    node.file('../rows', rows.map(row => `${lineOf(row)}\n`).join(''))
    const ids = rows.map((_, index) => id(index.toString(16).slice(-1)))
    node.command(
      'docker',
      `case "$1" in\nps) printf '%s' "${ids.map(own => `${own}\n`).join('')}" ;;\ninspect) cat "${node.root}/../rows"; ${after} ;;\nesac`,
    )
    return node
  }

  async function look(node: MadeUpNode, seconds?: number) {
    using own = node
    return await runPart(containers, {
      shell,
      path: own.path,
      root: own.root,
      ...(seconds === undefined ? {} : {seconds}),
    })
  }

  it.each(['sed', 'awk'])('takes containers that %s does not let through for unseen, not for none', async command => {
    const node = nodeWith([{}])
    // That of busybox takes its own commands first.
    node.command(command, 'exit 1')
    expect((await look(node)).answer.state).toBe(shell[0] === 'busybox' ? 'known' : 'unknown')
  })

  it('tells of each container, those of compose first, with all files of its log', async () => {
    const node = nodeWith([{fields: agentFields}, {log: `${logs}/c/c-json.log`}])
    node.file(`${logs}/c/c-json.log`, 'x'.repeat(100))
    node.file(`${logs}/c/c-json.log.1`, 'x'.repeat(20))
    node.file(`${logs}/c/c-json.log.2.gz`, 'x'.repeat(3))
    const {answer} = await look(node)
    expect(answer).toEqual({
      state: 'known',
      value: [
        {
          name: 'caddy',
          service: 'caddy',
          image: 'caddy:1',
          imageId: image,
          state: 'running',
          health: null,
          restarts: 0,
          oomKilled: false,
          exitCode: 0,
          startedAt: '2026-11-22T10:00:00Z',
          finishedAt: null,
          agent: false,
          logBytes: 123,
        },
        {
          name: 'agent',
          service: null,
          image: 'agent:1',
          imageId: image,
          state: 'exited',
          health: 'unhealthy',
          restarts: 3,
          oomKilled: true,
          exitCode: 137,
          startedAt: '2026-11-22T10:00:00Z',
          finishedAt: '2026-11-22T11:00:00Z',
          agent: true,
          logBytes: null,
        },
      ],
    })
  })

  it('no container is none', async () => {
    expect((await look(nodeWith([]))).answer).toEqual({state: 'known', value: []})
  })

  it('keeps the others where one vanished between the questions', async () => {
    const {answer} = await look(nodeWith([{}], "echo 'Error: No such container: abc' >&2; exit 1"))
    expect(answer).toMatchObject({state: 'known', value: [{name: 'caddy'}]})
  })

  it.each([
    ['fails half-way', "echo 'Error response from daemon: broken' >&2; exit 1"],
    ['tells a state that there is not', `echo '${lineOf({fields: caddyFields.with(3, 'flying')})}'`],
    ['tells a count that is none', `echo '${lineOf({fields: caddyFields.with(5, '0')})}'`],
    ['tells too little', `echo '${image}||["/caddy"]'`],
    ['tells no JSON', `echo '${image}||[nothing]'`],
  ])('is unknown where docker %s', async (_, after) => {
    expect((await look(nodeWith([{}], after))).answer).toMatchObject({state: 'unknown', cause: 'failed'})
  })

  it('a hostile name and label stay what they are', async () => {
    const hostile = ['/x\u001b[31m|$(touch /tmp/x)`', 'a\n|b"\\', ...caddyFields.slice(2)]
    expect((await look(nodeWith([{fields: hostile}]))).answer).toMatchObject({
      state: 'known',
      value: [{name: 'x\u001b[31m|$(touch /tmp/x)`', service: 'a\n|b"\\'}],
    })
  })

  it('tells of a full node within its bytes, and of more than fits as cut', async () => {
    const agent = (index: number): Row => ({
      fields: agentFields.with(0, `/agent-of-some-room-with-a-long-name-${index}`),
    })
    const full = Array.from({length: 40}, (_, index) => agent(index))
    expect((await look(nodeWith(full))).answer).toMatchObject({state: 'known'})
    const tooMany = Array.from({length: 90}, (_, index) => agent(index))
    expect((await look(nodeWith(tooMany))).answer).toMatchObject({state: 'unknown', cause: 'truncated'})
  })

  it.each([
    ['hangs', 'exec sleep 30', 'timed-out', ''],
    ['denies', "echo 'permission denied while trying to connect to the docker API' >&2; exit 1", 'failed', 'denies'],
    ['does not answer', "echo 'Cannot connect to the Docker daemon at x' >&2; exit 1", 'failed', 'no Docker engine'],
    ['lists what are no ids', 'echo --help', 'failed', ''],
  ])('is unknown where docker %s', async (_, script, cause, detail) => {
    const node = new MadeUpNode()
    node.command('docker', script)
    expect((await look(node, 1)).answer).toMatchObject({
      state: 'unknown',
      cause,
      detail: expect.stringContaining(detail),
    })
  })

  it('is unknown where Docker is missing: no list is not an empty one', async () => {
    expect((await look(new MadeUpNode())).answer).toMatchObject({
      state: 'unknown',
      detail: expect.stringContaining('not installed'),
    })
  })

  it('asks for no environment', () => {
    const script = containers.script({role: 'master', generation: null, region: 'x', masters: [], key: ''})
    expect(script).not.toMatch(/\.Env|json \.Config}|json \.}/)
  })
})
