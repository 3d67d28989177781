import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, describe, expect, it} from 'vitest'
import {lineTime, secondsOf, sortable} from '../../../src/derive/line-time.ts'
import {merged} from '../../../src/nodes/logs/merge.ts'
import {SourceFile, type Window} from '../../../src/nodes/logs/source-file.ts'
import {LineRedactor} from '../../../src/redact/line-redactor.ts'
import {SecretMemory} from '../../../src/redact/secret-memory.ts'

const folder = mkdtempSync(join(tmpdir(), 'merge-'))
afterAll(() => rmSync(folder, {recursive: true}))

let made = 0
function source(node: string, kind: 'container' | 'file', lines: readonly string[]): SourceFile {
  made += 1
  const file = {id: '1', bytes: 1, writtenAt: 1_794_478_560}
  const source = {kind, name: 'x', begunAt: 1_794_478_560, file: kind === 'file' ? file : null}
  const written = new SourceFile(node, source, join(folder, String(made)), new LineRedactor(new SecretMemory()))
  for (const line of lines) written.write(line, true)
  written.flush()
  return written
}

const all: Window = {since: null, until: null, lines: null}
const shown = (files: readonly SourceFile[], window = all) =>
  Array.from(merged(files, window), ({file, text}) => `${file.node} ${text.toString()}`)
const at = (second: number, text: string) => `2026-11-12T10:15:${String(second).padStart(2, '0')}.5Z ${text}`

describe('lines of several logs', () => {
  it('come in the order of their times, and those without one stay behind the line before', () => {
    const one = source('a', 'container', [at(1, 'one'), at(3, 'three'), '  at trace', '  at more', at(5, 'five')])
    const other = source('b', 'container', [at(2, 'two'), at(3, 'three'), at(4, 'four')])
    expect(shown([one, other])).toEqual([
      'a one',
      'b two',
      'a three',
      'a   at trace',
      'a   at more',
      'b three',
      'b four',
      'a five',
    ])
  })

  it('keep the order that a log has, though a time in it goes back', () => {
    const back = source('a', 'container', [at(4, 'four'), at(2, 'back'), at(5, 'five')])
    expect(shown([back, source('b', 'container', [at(3, 'three'), at(4, 'other')])])).toEqual([
      'b three',
      'a four',
      'a back',
      'b other',
      'a five',
    ])
  })

  it('stand before the first time of their log where they come before it, and without any when it was written', () => {
    const head = source('a', 'file', ['untimed', '2026-11-12 10:15:02,000 - timed'])
    const none = source('b', 'file', ['never', 'timed'])
    const clock = source('c', 'container', [at(1, 'early'), at(3, 'late')])
    expect(shown([head, none, clock])).toEqual([
      'c early',
      'a untimed',
      'a 2026-11-12 10:15:02,000 - timed',
      'c late',
      'b never',
      'b timed',
    ])
  })

  it('are those between two times, both included, and of them the last', () => {
    const lines = source(
      'a',
      'container',
      [1, 2, 3, 4].map(second => at(second, String(second))),
    )
    const window = {since: '2026-11-12T10:15:02.500000000', until: '2026-11-12T10:15:03.500000000', lines: null}
    expect(shown([lines], window)).toEqual(['a 2', 'a 3'])
    expect(shown([lines], {...window, lines: 1})).toEqual(['a 3'])
    expect(shown([lines], {...all, lines: 9})).toHaveLength(4)
  })

  it('of hundreds of logs and thousands of lines come in order', () => {
    const files = Array.from({length: 300}, (_, file) =>
      source(
        `n${file}`,
        'container',
        Array.from({length: 20}, (_, line) => at((file * 7 + line * 3) % 40 === 0 ? 0 : line, `${file}`)),
      ),
    )
    const times = [...merged(files, all)].map(line => line.at)
    expect(times).toHaveLength(6_000)
    expect(times).toEqual(times.toSorted())
  })
})

describe('the time of a line', () => {
  it.each([
    ['container', '2026-11-12T10:15:00.123456789Z text', '2026-11-12T10:15:00.123456789', 31],
    ['container', '2026-11-12T10:15:00Z ', '2026-11-12T10:15:00.000000000', 21],
    ['journal', '2026-11-12T10:15:00.123456+0000 openvidu[1]: x', '2026-11-12T10:15:00.123456000', 32],
    ['journal', '2026-11-12T10:15:00.123456+02:00 openvidu[1]: x', '2026-11-12T08:15:00.123456000', 33],
    ['file', '2026-11-12 10:05:11,123 - util.py[DEBUG]: x', '2026-11-12T10:05:11.123000000', 0],
    ['file', '2026-11-12 10:05:11 INFO x', '2026-11-12T10:05:11.000000000', 0],
    [
      'file',
      "Cloud-init v. 25.2 running 'init' at Thu, 12 Nov 2026 10:05:11 +0000. Up",
      '2026-11-12T10:05:11.000000000',
      0,
    ],
  ] as const)('of a %s: %s', (kind, line, time, prefix) => {
    expect(lineTime(kind, line)).toEqual({at: time, prefix})
  })

  it.each(['', 'text', '2026-13-45T99:99:99Z x', '9999999-01-01', ' 2026-11-12T10:15:00Z x', '-- No entries --'])(
    'is none in %j',
    line => {
      expect(lineTime('container', line)).toBeNull()
    },
  )

  it('is the same as seconds', () => {
    expect(secondsOf('2026-11-12T10:15:00.123456789')).toBe('1794478500.123456789')
    expect(sortable('2026-11-12T12:15:00.5+02:00')).toBe('2026-11-12T10:15:00.500000000')
  })
})
