import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {FrameReader} from '../../../src/nodes/logs/frames.ts'

const key = 'ab'.repeat(16)

/** What a reader hands on, from the blocks that it is given. */
function read(blocks: readonly Buffer[]): readonly string[] {
  const told: string[] = []
  const reader = new FrameReader(key, {
    begin: ({kind, name}) => told.push(`begin ${kind} ${name}`),
    line: (text, ended) => told.push(`line ${text.length > 100 ? text.length : text}${ended ? '' : ' (not ended)'}`),
    end: status => told.push(`end ${status}`),
    absent: (kind, name, why) => told.push(`absent ${kind} ${name} ${why}`),
    badPattern: () => told.push('pattern'),
    done: () => told.push('done'),
  })
  for (const block of blocks) reader.take(block)
  reader.finish()
  return told
}

const text = (...lines: readonly string[]) => Buffer.from(lines.map(line => line.replace('KEY', key)).join('\n'))
const sound = text(
  '@KEY begin container caddy 1794478500 -',
  '|a',
  '|@KEY end 0',
  '|',
  '',
  '@KEY end 0',
  '@KEY absent file nodes_errors none',
  '@KEY begin journal journal 1794478500 -',
  '|unended',
  '@KEY end 124',
  '@KEY done',
  '',
)
const told = [
  'begin container caddy',
  'line a',
  'line @KEY end 0',
  'line ',
  'end 0',
  'absent file nodes_errors none',
  'begin journal journal',
  'line unended (not ended)',
  'end 124',
  'done',
].map(line => line.replace('KEY', key))

describe('frames', () => {
  it('are read the same wherever the bytes are parted', () => {
    expect(read([sound])).toEqual(told)
    fc.assert(
      fc.property(fc.array(fc.nat(sound.length), {maxLength: 30}), cuts => {
        const ends = [...cuts.toSorted((one, other) => one - other), sound.length]
        expect(read(ends.map((end, index) => sound.subarray(ends[index - 1] ?? 0, end)))).toEqual(told)
      }),
    )
  })

  it('are taken from nobody who does not know the key, nor with names that lead elsewhere', () => {
    for (const line of [
      '@forged begin container x 1 -',
      '@KEY begin container ../x 1 -',
      '@KEY begin container .x 1 -',
      '@KEY begin file passwd 1 1,2,3',
      '@KEY begin socket x 1 -',
      '@KEY begin container x NaN -',
      '@KEY begin',
      '@KEY absent file \u001b[2J none',
    ]) {
      expect(read([text(line, '|secret', '')])).toEqual([])
    }
  })

  it('that lack their end say so, and one name counts once', () => {
    expect(read([text('@KEY begin container x 1 -', '|a', '|b')])).toEqual(
      ['begin container x', 'line a', 'line b (not ended)', 'end null'].with(1, 'line a'),
    )
    const twice = text(
      '@KEY begin container x 1 -',
      '',
      '@KEY end 0',
      '@KEY begin container x 1 -',
      '|again',
      '',
      '@KEY end 0',
      '',
    )
    expect(read([twice])).toEqual(['begin container x', 'end 0'])
  })

  it('of a node that makes up a thousand are not all taken', () => {
    const many = Array.from({length: 1_000}, (_, index) => `@KEY begin container x${index} 1 -\n\n@KEY end 0\n`)
    expect(
      read([text(...many.map(line => line.replaceAll('KEY', key)))]).filter(line => line.startsWith('begin')).length,
    ).toBe(200)
  })

  it('hand on a line of three megabytes in pieces, and nothing of it twice', () => {
    const line = Buffer.concat([
      text('@KEY begin container x 1 -', '|'),
      Buffer.alloc(3_000_000, 'y'),
      text('', '', '@KEY end 0', ''),
    ])
    const pieces = read([line]).filter(one => one.startsWith('line'))
    expect(pieces.map(one => Number(/\d+/.exec(one)?.[0])).reduce((sum, length) => sum + length, 0)).toBe(3_000_000)
    expect(pieces.at(-1)).not.toContain('not ended')
  })

  it('never break, whatever comes', () => {
    const piece = fc.oneof(
      fc.constantFrom(`@${key} `, 'begin container x 1 -', 'end 0', '\n', '|', 'absent ', 'done', '\0'),
      fc.string(),
    )
    fc.assert(fc.property(fc.array(piece), pieces => void read([Buffer.from(pieces.join(''))])))
  })
})
