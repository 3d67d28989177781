import {randomBytes} from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import {join} from 'node:path'
import {afterEach, describe, expect, it} from 'vitest'
import {unknown} from '../../../src/model/fact.ts'
import {chunkBytes} from '../../../src/nodes/transfer/chunk-script.ts'
import type {TransferLimits, TransferNode} from '../../../src/nodes/transfer/request.ts'
import {bring} from '../../support/arrivals.ts'
import {type ShellNodes, shellNodes, shells} from '../../support/shell-nodes.ts'
import {until} from '../../support/until.ts'

const limits: TransferLimits = {bytesPerNode: 10_000_000, totalBytes: 50_000_000, collectSeconds: 20}

let nodes: ShellNodes
afterEach(() => nodes.remove())

/** A node with a file, and the script that prints it. */
function holding(id: string, bytes: Buffer, role: TransferNode['role'] = 'media'): TransferNode {
  mkdirSync(join(nodes.rootOf(id), 'var/tmp'), {recursive: true})
  writeFileSync(join(nodes.rootOf(id), 'log'), bytes)
  return {id, role, collect: 'cat "$root/log"'}
}

function printing(id: string, collect: string): TransferNode {
  return {...holding(id, Buffer.alloc(0)), collect}
}

describe.each(shells)('with %s', shell => {
  it('brings nothing, little and much as it is, and leaves nothing behind', async () => {
    nodes = shellNodes({shell})
    const contents = {
      'i-0': Buffer.alloc(0),
      'i-1': Buffer.from('x'),
      'i-2': randomBytes(200_000),
      'i-3': randomBytes(chunkBytes),
    }
    const asked = Object.entries(contents).map(([id, bytes]) => holding(id, bytes))
    const {outcomes, left, arrived} = await bring({nodes: asked, commander: nodes.commander})
    for (const [id, bytes] of Object.entries(contents)) {
      expect(outcomes.get(id)).toEqual({state: 'whole', bytes: bytes.length})
      expect((arrived.get(id) ?? Buffer.alloc(0)).equals(bytes)).toBe(true)
      expect(nodes.staged(id)).toEqual([])
    }
    expect(left).toEqual([])
  })

  it('needs no second command for what fits into the answer', async () => {
    nodes = shellNodes({shell})
    const asked = [holding('i-1', Buffer.from('a log\n'.repeat(1000)))]
    const {outcomes} = await bring({nodes: asked, commander: nodes.commander})
    expect(outcomes.get('i-1')).toEqual({state: 'whole', bytes: 6000})
    expect(nodes.sent).toHaveLength(1)
  })

  it('tells how much was cut', async () => {
    nodes = shellNodes({shell})
    const {outcomes, arrived} = await bring({
      nodes: [holding('i-1', randomBytes(300_000))],
      commander: nodes.commander,
      limits: {...limits, bytesPerNode: 100_000},
    })
    const outcome = outcomes.get('i-1')
    const why = 'no more than 100000 bytes of a node are brought'
    expect(outcome).toMatchObject({state: 'truncated', kept: 100_000, why})
    expect(arrived.get('i-1')).toHaveLength(100_000)
    // The head of busybox takes more than it hands on: what follows can't be counted there.
    const seen = outcome?.state === 'truncated' ? outcome.seen : null
    if (shell === 'busybox') expect(seen?.exact).toBe(false)
    else expect(seen).toEqual({bytes: 300_000, exact: true})
  })

  it('does not call whole what may have been cut where the limit ends it', async () => {
    nodes = shellNodes({shell})
    const {outcomes} = await bring({
      nodes: [holding('i-1', randomBytes(100_000))],
      commander: nodes.commander,
      limits: {...limits, bytesPerNode: 100_000},
    })
    // Only a head that leaves the rest alone shows that there is none.
    expect(outcomes.get('i-1')?.state).toBe(shell === 'busybox' ? 'truncated' : 'whole')
  })

  it('brings what was printed before the time was up', async () => {
    nodes = shellNodes({shell})
    // The timeout of busybox ends its child alone.
    const waiting = shell === 'busybox' ? 'exec sleep 60' : 'sleep 60; echo late'
    const {outcomes, arrived} = await bring({
      nodes: [printing('i-1', `echo early; ${waiting}`)],
      commander: nodes.commander,
      limits: {...limits, collectSeconds: 1},
    })
    const why = 'collecting was ended after 1 s'
    expect(outcomes.get('i-1')).toEqual({state: 'truncated', seen: {bytes: 6, exact: false}, kept: 6, why})
    expect(arrived.get('i-1')?.toString()).toBe('early\n')
  })

  it('is unknown where the collecting script fails, and nothing of its errors is told', async () => {
    nodes = shellNodes({shell})
    const asked = [printing('i-1', 'echo part; echo password >&2; exit 194')]
    const {outcomes, arrived} = await bring({nodes: asked, commander: nodes.commander})
    expect(outcomes.get('i-1')).toEqual(unknown('failed', 'the collecting script ended with code 194'))
    expect(arrived.size).toBe(0)
    expect(nodes.staged('i-1')).toEqual([])
  })

  it('takes any script as it is, quotes and all', async () => {
    nodes = shellNodes({shell})
    const {arrived} = await bring({
      nodes: [printing('i-1', `printf '%s\\n' "it's \\$HOME" 'two  blanks' '%s' # a comment`)],
      commander: nodes.commander,
    })
    expect(arrived.get('i-1')?.toString()).toBe("it's $HOME\ntwo  blanks\n%s\n")
  })

  it.each([
    [
      'a disk that is too full',
      'df',
      'echo Filesystem; echo "/dev/my root 8000000 7300000 700000 91% /"',
      /is 91 % full/,
    ],
    [
      'more than a hundredth of the disk',
      'df',
      'echo Filesystem; echo "/dev/root 8000 4000 4000 50% /"',
      /more than the 81920 bytes/,
    ],
    ['a disk that nobody knows', 'df', 'exit 1', /does not tell how full/],
    [
      'a disk that is told in other words',
      'df',
      'echo Filesystem; echo "/dev/root - - - - /"',
      /does not tell how full/,
    ],
    ['a directory that cannot be made', 'mkdir', 'exit 1', /no directory could be made/],
    ['a packing that fails', 'gzip', 'exit 1', /could not be written/],
  ])('refuses %s, and leaves nothing behind', async (_, command, script, told) => {
    nodes = shellNodes({shell})
    nodes.standIn(command, script)
    const {outcomes, left} = await bring({nodes: [holding('i-1', randomBytes(200_000))], commander: nodes.commander})
    expect(outcomes.get('i-1')).toMatchObject({state: 'unknown', detail: expect.stringMatching(told)})
    expect(nodes.staged('i-1')).toEqual([])
    expect(left).toEqual([])
    expect(nodes.sent).toHaveLength(1)
  })

  it('still brings from a disk at the boundary', async () => {
    nodes = shellNodes({shell})
    nodes.standIn('df', 'echo Filesystem; echo "/dev/root 8000000 7200000 800000 90% /"')
    const {outcomes} = await bring({nodes: [holding('i-1', randomBytes(50_000))], commander: nodes.commander})
    expect(outcomes.get('i-1')).toEqual({state: 'whole', bytes: 50_000})
  })

  it('removes what crashed runs left behind, and nothing else', async () => {
    nodes = shellNodes({shell})
    const asked = holding('i-1', Buffer.from('x'))
    const place = join(nodes.rootOf('i-1'), 'var/tmp')
    const old = new Date(Date.now() - 2 * 3600_000)
    const [left, fresh, linked] = ['a', 'b', 'c'].map(letter => `openvidu-doctor-${letter.repeat(32)}`) as [
      string,
      string,
      string,
    ]
    const elsewhere = join(nodes.rootOf('i-1'), 'elsewhere')
    const other = [
      'openvidu-doctor-',
      'openvidu-doctor-notes',
      `openvidu-doctor-${'x'.repeat(32)}`,
      `openvidu-doctor-${'a'.repeat(33)}`,
    ]
    for (const name of [left, fresh, ...other]) mkdirSync(join(place, name))
    mkdirSync(elsewhere)
    for (const path of [join(place, left), join(place, fresh), elsewhere]) writeFileSync(join(path, 'data'), 'data')
    // In a leftover and in its place, links lead to what is somebody else's.
    symlinkSync(elsewhere, join(place, left, 'link'))
    symlinkSync(elsewhere, join(place, linked))
    writeFileSync(join(place, `openvidu-doctor-${'d'.repeat(32)}`), 'a file')
    for (const name of readdirSync(place))
      if (name !== fresh && name !== linked) utimesSync(join(place, name), old, old)
    utimesSync(elsewhere, old, old)
    const before = nodes.staged('i-1')
    await bring({nodes: [asked], commander: nodes.commander})
    expect(nodes.staged('i-1')).toEqual(before.filter(name => name !== left))
    expect(readFileSync(join(elsewhere, 'data'), 'utf8')).toBe('data')
  })

  it('stages where nobody else may look', async () => {
    nodes = shellNodes({shell})
    const modes: number[] = []
    await bring({
      nodes: [holding('i-1', randomBytes(50_000))],
      commander: nodes.commander,
      onEstimate: () => {
        const [name = ''] = nodes.staged('i-1')
        const path = join(nodes.rootOf('i-1'), 'var/tmp', name)
        for (const one of [path, join(path, 'data')]) modes.push(statSync(one).mode & 0o777)
      },
    })
    expect(modes).toEqual([0o700, 0o600])
  })

  it('has a timer set that removes what nobody fetches, and stopped afterwards', async () => {
    nodes = shellNodes({shell})
    const asked = holding('i-1', randomBytes(50_000))
    nodes.standIn('systemd-run', 'printf "%s " "$@" >>"$root/timers"')
    nodes.standIn('systemctl', 'printf "%s " "$@" >>"$root/stopped"')
    await bring({nodes: [asked], commander: nodes.commander})
    const told = readFileSync(join(nodes.rootOf('i-1'), 'timers'), 'utf8')
    const unit = /--unit=(openvidu-doctor-[0-9a-f]{32}) --on-active=\d\dm rm -rf -- \S+\/var\/tmp\/\1 $/.exec(told)?.[1]
    expect(readFileSync(join(nodes.rootOf('i-1'), 'stopped'), 'utf8')).toBe(`stop ${unit}.timer `)
  })
})

describe('what ends a transfer', () => {
  const large = randomBytes(400_000)

  it.each([
    ['ends what runs', true],
    ['comes too late for what runs', false],
  ])('Ctrl-C while nodes collect, which %s: nothing stays', async (_, cancels) => {
    nodes = shellNodes({cancels})
    const ending = new AbortController()
    const begun = join(nodes.rootOf('i-1'), 'begun')
    const asked = printing(
      'i-1',
      'echo >"$root/begun"; while [ ! -e "$root/go" ]; do sleep 0.05; done; cat "$root/log"',
    )
    writeFileSync(join(nodes.rootOf('i-1'), 'log'), large)
    const running = bring({nodes: [asked], commander: nodes.commander, signal: ending.signal})
    await until(() => existsSync(begun))
    expect(nodes.staged('i-1')).toHaveLength(1)
    ending.abort()
    writeFileSync(join(nodes.rootOf('i-1'), 'go'), '')
    const {outcomes, left} = await running
    expect(outcomes.get('i-1')).toMatchObject({state: 'unknown', cause: 'timed-out'})
    expect(nodes.staged('i-1')).toEqual([])
    expect(left).toEqual([])
  })

  it('Ctrl-C at the estimate: nothing is fetched, and nothing stays', async () => {
    nodes = shellNodes()
    const ending = new AbortController()
    const {outcomes} = await bring({
      nodes: [holding('i-1', large), holding('i-2', Buffer.from('small'))],
      commander: nodes.commander,
      signal: ending.signal,
      onEstimate: () => ending.abort(),
    })
    expect(outcomes.get('i-1')).toMatchObject({state: 'unknown', cause: 'timed-out'})
    // It had come already.
    expect(outcomes.get('i-2')).toEqual({state: 'whole', bytes: 5})
    expect(nodes.staged('i-1')).toEqual([])
    expect(nodes.sent).toHaveLength(2)
  })

  it('Ctrl-C while chunks arrive: what has arrived is handed over as a part', async () => {
    const ending = new AbortController()
    nodes = shellNodes({
      fault: (_, answer, {script}) => {
        if (/openvidu-doctor-chunk 1 [0-9a-f]{32} 7/.test(script)) ending.abort()
        return answer
      },
    })
    const {outcomes, arrived} = await bring({
      nodes: [holding('i-1', large)],
      commander: nodes.commander,
      signal: ending.signal,
    })
    const got = arrived.get('i-1') ?? Buffer.alloc(0)
    expect(outcomes.get('i-1')).toMatchObject({state: 'truncated', seen: {bytes: 400_000}, kept: got.length})
    expect(got.length).toBeGreaterThan(0)
    expect(large.subarray(0, got.length).equals(got)).toBe(true)
    expect(nodes.staged('i-1')).toEqual([])
  })

  it('a callback that throws: the error comes out, and nothing stays', async () => {
    nodes = shellNodes()
    const failing = bring({
      nodes: [holding('i-1', large)],
      commander: nodes.commander,
      onEstimate: () => {
        throw new Error('of the caller')
      },
    })
    await expect(failing).rejects.toThrow('of the caller')
    expect(nodes.staged('i-1')).toEqual([])
  })

  it('a run that was ended before it began asks nobody', async () => {
    nodes = shellNodes()
    const {outcomes} = await bring({
      nodes: [holding('i-1', large), holding('i-2', large, 'master')],
      commander: nodes.commander,
      signal: AbortSignal.abort(),
    })
    expect([...outcomes.values()].map(({state}) => state)).toEqual(['unknown', 'unknown'])
    expect(nodes.sent).toEqual([])
  })

  it('a node that dies after staging is told as left behind, while the others are brought', async () => {
    const gone = unknown('unreachable', 'the node is gone')
    nodes = shellNodes({
      fault: (node, answer, {script}) => (node === 'i-1' && !script.includes('-stage 1') ? gone : answer),
    })
    const {outcomes, left} = await bring({
      nodes: [holding('i-1', large), holding('i-2', large)],
      commander: nodes.commander,
    })
    expect(outcomes.get('i-1')).toEqual(gone)
    expect(outcomes.get('i-2')).toEqual({state: 'whole', bytes: 400_000})
    const path = expect.stringMatching(/^\/var\/tmp\/openvidu-doctor-[0-9a-f]{32}$/)
    expect(left).toEqual([{node: 'i-1', path, timer: false, why: gone}])
  })

  it('what was removed before it was fetched is not asked for again', async () => {
    nodes = shellNodes()
    const {outcomes} = await bring({
      nodes: [holding('i-1', large)],
      commander: nodes.commander,
      onEstimate: () => {
        rmSync(join(nodes.rootOf('i-1'), 'var/tmp', nodes.staged('i-1')[0] ?? ''), {recursive: true})
      },
    })
    expect(outcomes.get('i-1')).toEqual(unknown('failed', 'what was staged on the node is no longer there'))
    expect(nodes.sent.length).toBeLessThanOrEqual(1 + 5 + 1)
  })

  it('removing that never ends is given up', async () => {
    nodes = shellNodes()
    const {outcomes, left} = await bring({
      nodes: [holding('i-1', large)],
      cleanUpMilliseconds: 10,
      commander: signal => ({
        run: (command, answered) =>
          command.script.includes('-clean 1') ? new Promise(() => {}) : nodes.commander(signal).run(command, answered),
      }),
    })
    expect(outcomes.get('i-1')).toEqual({state: 'whole', bytes: 400_000})
    expect(left).toMatchObject([{node: 'i-1', why: {cause: 'timed-out'}}])
  })
})

describe('who collects when', () => {
  it('masters one after the other, media nodes with the same script together', async () => {
    nodes = shellNodes()
    const busy = new Set<string>()
    const together: string[][] = []
    const asked = [
      ...['m-1', 'm-2', 'm-3'].map(id => holding(id, Buffer.from('x'), 'master')),
      ...['i-1', 'i-2'].map(id => holding(id, Buffer.from('x'))),
    ]
    const {outcomes} = await bring({
      nodes: asked,
      commander: signal => ({
        run: async (command, answered) => {
          for (const node of command.nodes) busy.add(node)
          together.push([...busy])
          await nodes.commander(signal).run(command, answered)
          for (const node of command.nodes) busy.delete(node)
        },
      }),
    })
    expect([...outcomes.values()].every(({state}) => state === 'whole')).toBe(true)
    expect(together.every(ids => ids.filter(id => id.startsWith('m-')).length <= 1)).toBe(true)
    expect(nodes.sent.map(({nodes: ids}) => ids)).toContainEqual(['i-1', 'i-2'])
    expect(nodes.sent).toHaveLength(4)
  })

  it('what SSM refuses to send is denied, and nothing is thought to lie on the node', async () => {
    const refused = unknown('denied', 'no policy allows ssm:SendCommand', 'ssm:SendCommand')
    nodes = shellNodes({fault: () => refused})
    const {outcomes, left} = await bring({nodes: [holding('i-1', Buffer.from('x'))], commander: nodes.commander})
    expect(outcomes.get('i-1')).toEqual(refused)
    expect(left).toEqual([])
  })

  it('a node that is asked for twice is a fault of ours', async () => {
    nodes = shellNodes()
    const one = holding('i-1', Buffer.from('x'))
    await expect(bring({nodes: [one, one], commander: nodes.commander})).rejects.toThrow('twice')
  })
})
