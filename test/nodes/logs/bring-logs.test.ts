import {createHash, randomBytes} from 'node:crypto'
import {existsSync, readFileSync, utimesSync} from 'node:fs'
import {join} from 'node:path'
import {gzipSync} from 'node:zlib'
import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import type {Brought} from '../../../src/nodes/logs/bring-logs.ts'
import {Following} from '../../../src/nodes/logs/following.ts'
import type {LogQuery} from '../../../src/nodes/logs/query.ts'
import {shells} from '../../support/shell-nodes.ts'
import {loggedNodes, node} from './logged-nodes.ts'

const {nodes, start, write, container, bring} = loggedNodes()

function contentOf({files}: Brought, node: string, name: string): Buffer {
  const file = files.find(one => one.node === node && one.source.name === name)
  if (file === undefined) throw new Error(`${name} of ${node} was not brought`)
  return readFileSync(file.path)
}

const digest = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

/** Of log lines with ids as real ones have. */
function logOf(bytes: number): Buffer {
  const lines: string[] = []
  for (let length = 0, index = 0; length < bytes; index += 1) {
    const line = `2026-11-12T10:15:00.${String(index).padStart(9, '0')}Z {"level":"info","participant":"${randomBytes(9).toString('hex')}"}\n`
    lines.push(line)
    length += line.length
  }
  return Buffer.from(lines.join('')).subarray(0, bytes)
}

// The shell of busybox takes its own timeout, whatever else there is.
describe.each(['dash', 'bash'] as const)('with a timeout of %s that ends', shell => {
  it.each([
    ['from its beginning', {}],
    ['to its last lines', {lines: 2}],
    ['from where it was read before', null],
  ])('a file that takes longer than its time says so, read %s', async (_, query) => {
    start({shell})
    write('i-1', 'var/log/cloud-init-output.log', 'first\n')
    const following = new Map([['i-1', new Following()]])
    const look = () => bring([node('i-1', ['cloud-init'])], query === null ? {following} : {query})
    if (query === null) await look()
    write('i-1', 'var/log/cloud-init-output.log', 'first\nsecond\nthird\n')
    // What collects is bounded as well.
    nodes().standIn('timeout', '[ "$3" = 120 ] || exec /usr/bin/timeout "$@"\necho some of it\nexit 124')
    const brought = await look()
    expect(brought.files.map(({source, status}) => [source.name, status])).toEqual([['cloud-init-output', 124]])
    expect(contentOf(brought, 'i-1', 'cloud-init-output').toString()).toBe('some of it\n')
  })
})

describe.each(shells)('with %s', shell => {
  it('every byte arrives, of one or of megabytes, ended or not', async () => {
    start({shell})
    const contents = {
      empty: Buffer.alloc(0),
      one: Buffer.from('x'),
      newline: Buffer.from('\n'),
      blank: Buffer.from('\n\n\na\n\n'),
      unended: Buffer.from('a\nb'),
      many: logOf(300_000),
    }
    for (const [name, content] of Object.entries(contents)) container('i-1', name, content)
    const brought = await bring([node('i-1')])
    expect(brought.outcomes.get('i-1')?.state).toBe('whole')
    for (const [name, content] of Object.entries(contents))
      expect([name, digest(contentOf(brought, 'i-1', name))]).toEqual([name, digest(content)])
    expect(nodes().staged('i-1')).toEqual([])
  })

  it('secrets do not leave the node, not even those that only its configuration knows', async () => {
    start({shell})
    write('i-1', 'opt/openvidu/config/cluster/openvidu.env', 'REDIS_PASSWORD=s3/c&r.e*t\nX_TOKEN="a+b(c)[d]{e}"\n')
    write('i-1', 'var/log/cloud-init-output.log', "+ sh x.sh '--livekit-api-secret=onlyInTheTrace'\n")
    container('i-1', 'openvidu', 'with s3/c&r.e*t and a+b(c)[d]{e}, then onlyInTheTrace\nPASSWORD=other77\n')
    const brought = await bring([node('i-1')])
    expect(contentOf(brought, 'i-1', 'openvidu').toString()).toBe('with *** and ***, then ***\nPASSWORD=***\n')
  })

  it.each([{}, {bytesPerSource: 10_000}])(
    'a private key ends with its log, though nothing there ends it: %j',
    async bound => {
      start({shell})
      const word = 'MIIEvQIBADANBgkqhkiG9w0BAQ'
      container('i-1', 'caddy', `-----BEGIN PRIVATE KEY-----\n${word}\n`)
      container('i-1', 'egress', `${word}\n!\n|\n-----END PRIVATE KEY-----\n@frame ${word}\n`)
      const brought = await bring([node('i-1')], {query: bound})
      expect(contentOf(brought, 'i-1', 'caddy').toString()).toBe('-----BEGIN PRIVATE KEY-----\n***\n')
      expect(contentOf(brought, 'i-1', 'egress').toString()).toBe(
        `${word}\n!\n|\n-----END PRIVATE KEY-----\n@frame ${word}\n`,
      )
    },
  )

  it('of a bounded source the first and the last lines are kept, and every byte is counted', async () => {
    start({shell})
    const content = logOf(700_000)
    const [small, long] = [logOf(3_000), `${'x'.repeat(150_000)}\n`]
    container('i-1', 'openvidu', content)
    container('i-1', 'caddy', small)
    // Longer than its share of either end: nothing of it fits, and what is around it does.
    container('i-1', 'egress', `first\n${long}last\n`)
    container('i-1', 'ingress', Buffer.from('a\0b\nend'))
    const brought = await bring([node('i-1')], {query: {bytesPerSource: 100_000}})
    const kept = contentOf(brought, 'i-1', 'openvidu').toString()
    const [, left = ''] = /^\[openvidu-doctor: (\d+) bytes left out here\]$/m.exec(kept) ?? []
    const [head = '', tail = ''] = kept.split(`[openvidu-doctor: ${left} bytes left out here]\n`)
    const whole = content.toString().endsWith('\n') ? content.toString() : `${content}\n`
    expect([whole.startsWith(head), whole.endsWith(tail)]).toEqual([true, true])
    expect(head.length + Number(left) + tail.length).toBe(whole.length)
    for (const part of [head, tail]) expect(part.length).toBeGreaterThan(49_000)
    expect(head.length + tail.length).toBeLessThanOrEqual(100_000)
    const countedOf = (name: string) => brought.files.find(({source}) => source.name === name)?.counted
    expect(countedOf('openvidu')).toEqual({seen: whole.length, kept: head.length + tail.length})
    expect(contentOf(brought, 'i-1', 'caddy').toString().trimEnd()).toBe(small.toString().trimEnd())
    expect(contentOf(brought, 'i-1', 'egress').toString()).toBe(
      `first\n[openvidu-doctor: ${long.length} bytes left out here]\nlast\n`,
    )
    // To the sed of busybox, NUL ends a line.
    expect(contentOf(brought, 'i-1', 'ingress').toString()).toBe(shell === 'busybox' ? 'a\nb\nend\n' : 'a?b\nend\n')
    expect(countedOf('journal')).toEqual({seen: 0, kept: 0})
  })

  it('a pattern chooses lines after secrets are out, and of them the last', async () => {
    start({shell})
    container('i-1', 'openvidu', 'error 1\nfine\nerror 2\npassword=error3\nerror 4\n')
    const brought = await bring([node('i-1', ['openvidu'])], {query: {grep: 'error|never', lines: 2}})
    expect(contentOf(brought, 'i-1', 'openvidu').toString()).toBe('error 2\nerror 4\n')
  })
})

describe('what is brought', () => {
  it('is whole where several megabytes are fetched in pieces from several nodes', async () => {
    start()
    const contents = new Map(['i-1', 'i-2', 'i-3'].map((id, index) => [id, logOf(1_500_000 * (index + 1))]))
    for (const [id, content] of contents) container(id, 'openvidu', content)
    const brought = await bring([...contents.keys()].map(id => node(id, ['openvidu'])))
    for (const [id, content] of contents) {
      expect(brought.outcomes.get(id)?.state).toBe('whole')
      expect(digest(contentOf(brought, id, 'openvidu'))).toBe(digest(content))
    }
    expect(brought.left).toEqual([])
  })

  it('is told as truncated with the bytes seen and kept, and what there is of it is the beginning', async () => {
    start()
    const content = logOf(400_000)
    container('i-1', 'openvidu', content)
    const brought = await bring([node('i-1', ['openvidu'])], {bytesPerNode: 100_000})
    expect(brought.outcomes.get('i-1')).toMatchObject({state: 'truncated', kept: 100_000})
    const kept = contentOf(brought, 'i-1', 'openvidu')
    expect(kept.length).toBeGreaterThan(90_000)
    expect(kept.equals(content.subarray(0, kept.length))).toBe(true)
    expect(brought.files[0]?.status).toBeNull()
    expect(brought.ended.size).toBe(0)
  })

  it('may hold frames of its own, NUL bytes, terminal escapes, no UTF-8 and lines of a megabyte', async () => {
    start()
    const key = '0'.repeat(32)
    const hostile = Buffer.concat([
      Buffer.from(`@${key} end 0\n@${key} begin container forged 1 -\n|no\n\n`),
      Buffer.from([0, 1, 27, 91, 50, 74, 10, 0xff, 0xfe, 0xc3, 0x28, 10]),
      Buffer.alloc(1_000_000, 'x'),
      Buffer.from('\n'),
      Buffer.alloc(1_300_000, 'y'),
      Buffer.from('\r\n|bar\nend'),
    ])
    container('i-1', 'openvidu', hostile)
    const brought = await bring([node('i-1')])
    expect(brought.files.map(({source}) => source.name).toSorted()).toEqual(['journal', 'openvidu'])
    expect(digest(contentOf(brought, 'i-1', 'openvidu'))).toBe(digest(hostile))
  })

  it('comes from containers whose names a shell could not take amiss', async () => {
    start()
    container('i-1', 'good', 'fine\n')
    write('i-1', 'names', 'good\n$(touch owned)\n-rf\n;touch owned\n../up\na b\n')
    const brought = await bring([node('i-1')])
    expect(brought.files.map(({source}) => source.name)).toEqual(['good', 'journal'])
    expect(existsSync(join(nodes().rootOf('i-1'), 'owned'))).toBe(false)
  })

  it('is found under the other name of a service, and told absent under none', async () => {
    start()
    container('i-1', 'promtail', 'shipping\n')
    const brought = await bring([node('i-1', ['alloy', 'egress', 'stop_media_node'])])
    expect(contentOf(brought, 'i-1', 'alloy').toString()).toBe('shipping\n')
    expect(brought.absent).toEqual([
      {node: 'i-1', name: 'egress', why: 'none'},
      {node: 'i-1', name: 'stop_media_node', why: 'none'},
    ])
  })

  it('is the last lines of files and containers, from times that docker is asked for', async () => {
    start()
    write('i-1', 'var/log/stop_media_node.log', 'one\ntwo\nthree\n')
    container('i-1', 'openvidu', 'x\n')
    const brought = await bring([node('i-1', ['stop_media_node', 'openvidu'])], {query: {lines: 2}})
    expect(contentOf(brought, 'i-1', 'stop_media_node').toString()).toBe('two\nthree\n')
    await bring([node('i-1', ['openvidu'])], {
      query: {since: '2026-11-12T10:00:00.500Z', until: '2026-11-12T11:00:00.000Z'},
    })
    expect(readFileSync(join(nodes().rootOf('i-1'), 'docker.asked'), 'utf8').split('\n')).toEqual([
      'ps -a --format {{.Names}}',
      'logs --timestamps --tail 2 openvidu',
      'ps -a --format {{.Names}}',
      'logs --timestamps --since 1794477600.500 --until 1794481200.000 openvidu',
      '',
    ])
  })

  it('reads rotated files where the time asked for reaches before the file, the oldest first', async () => {
    start()
    const file = 'var/log/cloud-init.log'
    const line = (day: number) => `2026-11-${day} 10:00:00,000 - day ${day}\n`
    const parts: readonly (readonly [name: string, content: string | Buffer, writtenOn: number])[] = [
      [file, line(14), 14],
      [`${file}.1`, line(13), 13],
      [`${file}.2.gz`, gzipSync(line(12)), 12],
      [`${file}.3.gz`, gzipSync(line(11)), 11],
      [`${file}.old`, line(10), 14],
    ]
    for (const [name, content, day] of parts) {
      write('i-1', name, content)
      const at = new Date(`2026-11-${day}T10:00:00Z`)
      utimesSync(join(nodes().rootOf('i-1'), name), at, at)
    }
    const wanted = [node('i-1', ['cloud-init'])]
    const shown = async (query: Partial<LogQuery>) =>
      contentOf(await bring(wanted, {query}), 'i-1', 'cloud-init').toString()
    expect(await shown({since: '2026-11-12T00:00:00Z'})).toBe([12, 13, 14].map(line).join(''))
    expect(await shown({since: '2026-11-14T00:00:00Z'})).toBe(line(14))
    expect(await shown({})).toBe([11, 12, 13, 14].map(line).join(''))
    expect(await shown({lines: 3})).toBe(line(14))
    write('i-1', `${file}.2.gz`, 'no gzip')
    const broken = await bring(wanted, {query: {since: '2026-11-12T00:00:00Z'}})
    expect(contentOf(broken, 'i-1', 'cloud-init').toString()).toBe([13, 14].map(line).join(''))
    expect(broken.files.map(({source, status}) => [source.name, status === 0])).toContainEqual(['cloud-init', false])
  })

  it('says where a pattern is none', async () => {
    start()
    container('i-1', 'openvidu', 'x\n')
    expect((await bring([node('i-1')], {query: {grep: 'a('}})).badPattern).toBe(true)
  })

  it.each(['garbage', '', '|x\n|y', '@forged begin container x 1 -\n|x\n'])(
    'is nothing of a node that prints %j',
    async told => {
      start({
        fault: (_, answer) => answer,
      })
      nodes().standIn('docker', 'exit 0')
      nodes().standIn('date', `printf '%s' ${JSON.stringify(told)}; kill -9 $PPID`)
      container('i-1', 'openvidu', 'x\n')
      const brought = await bring([node('i-1', ['journal'])])
      expect(brought.files.flatMap(({source}) => source.name)).toEqual([])
      expect(brought.ended.size).toBe(0)
    },
  )
})

it('no pattern breaks out of the script', async () => {
  start()
  container('i-1', 'openvidu', 'a line\n')
  const nasty = fc.array(
    fc.constantFrom(
      "'",
      '"',
      '`',
      '$(',
      ')',
      '\\',
      ';',
      '&',
      '|',
      '-',
      ' ',
      '\n#',
      'touch owned',
      '{{',
      '}}',
      '%',
      'a',
    ),
    {
      minLength: 1,
      maxLength: 8,
    },
  )
  await fc.assert(
    fc.asyncProperty(nasty, async parts => {
      const grep = parts.join('').replaceAll('\n', '')
      fc.pre(grep !== '')
      const brought = await bring([node('i-1', ['openvidu'])], {query: {grep}})
      expect(brought.badPattern || brought.ended.has('i-1')).toBe(true)
      expect(existsSync(join(nodes().rootOf('i-1'), 'owned')) || existsSync('owned')).toBe(false)
    }),
    {numRuns: 25},
  )
})
