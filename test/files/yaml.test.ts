import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {linesOf} from '../../src/files/lines.ts'
import {coreValue, parseYaml, rangeOf, type YamlNode, type YamlScalar} from '../../src/files/yaml.ts'

/** A tree as plain data: texts, lists and maps. */
function plain(node: YamlNode | null): unknown {
  if (node?.kind === 'scalar') return node.text
  if (node?.kind === 'list') return node.items.map(plain)
  return node?.kind === 'map' ? new Map(node.pairs.map(({key, value}) => [plain(key), plain(value)])) : node
}

/** What `plain` must give of a value that was written. */
function written(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(written)
  if (typeof value !== 'object' || value === null) return String(value)
  return new Map(Object.entries(value).map(([key, item]) => [key, written(item)]))
}

function scalarsIn(node: YamlNode | null): YamlScalar[] {
  if (node === null || node.kind === 'alias') return []
  if (node.kind === 'scalar') return [node]
  return node.kind === 'list'
    ? node.items.flatMap(scalarsIn)
    : node.pairs.flatMap(({key, value}) => [...scalarsIn(key), ...scalarsIn(value)])
}

function troubleIn(text: string): string {
  try {
    parseYaml(text)
  } catch (error) {
    return (error as Error).message
  }
  return 'none'
}

/** A value by indentation, texts quoted as JSON quotes them. */
function block(value: unknown, indent = ''): string {
  const empty = typeof value !== 'object' || value === null || Object.keys(value).length === 0
  if (empty) return ` ${JSON.stringify(value)}\n`
  const mark = (key: string) => (Array.isArray(value) ? '-' : `${JSON.stringify(key)}:`)
  const lines = Object.entries(value).map(([key, item]) => `${indent}${mark(key)}${block(item, `${indent}  `)}`)
  return `\n${lines.join('')}`
}

describe('a YAML text', () => {
  it('is the value that was written, in brackets or by indentation', () => {
    const writers = fc.constantFrom(
      block,
      ...['', ' ', '\t'].map(indent => (value: unknown) => JSON.stringify(value, null, indent)),
    )
    fc.assert(
      fc.property(fc.jsonValue(), writers, (value, write) => {
        expect(plain(parseYaml(write({value})))).toEqual(written({value}))
      }),
      {numRuns: 300},
    )
  })

  it('is nothing where only comments stand', () => {
    expect(['', '# only this\n', '---\n', '--- # this\n...\n'].map(parseYaml)).toEqual([null, null, null, null])
  })

  it('begins where its value does, behind tags and anchors, and a block at its mark', () => {
    const text = [
      'plain: a b',
      'tagged: !Sub &x "c"',
      "single: 'd'",
      'block: !Sub |- # a | b',
      '  e',
      '  f',
      '',
      'folded: >',
      '  g',
      'list: [h, {i: j}]',
    ].join('\n')
    const ranges = scalarsIn(parseYaml(text)).map(scalar => rangeOf(scalar, text))
    expect(ranges.map(range => range && text.slice(range.from, range.to))).toEqual([
      ...['plain', 'a b', 'tagged', '"c"', 'single', "'d'", 'block', '|- # a | b\n  e\n  f'],
      ...['folded', '>\n  g', 'list', 'h', 'i', 'j'],
    ])
  })

  it('has no range where nothing is written', () => {
    const [, value] = scalarsIn(parseYaml('a:\n')) as [YamlScalar, YamlScalar]
    expect([value.text, rangeOf(value, 'a:\n')]).toEqual(['', null])
  })

  it('means numbers, truths and nothing only where they are plain', () => {
    const text = '[5, "5", 0x10, 1.5, true, "true", yes, null, ~, , !!str 5, a b, ---]'.replace(', ,', ',')
    expect(scalarsIn(parseYaml(text)).map(scalar => coreValue(text, scalar))).toEqual([
      ...[5, '5', 16, 1.5, true, 'true', 'yes', null, null, '5', 'a b', '---'],
    ])
    const empty = 'a:\n'
    expect(scalarsIn(parseYaml(empty)).map(scalar => coreValue(empty, scalar))).toEqual(['a', null])
  })
})

describe('lines', () => {
  it('are where an editor has them', () => {
    fc.assert(
      fc.property(fc.array(fc.string({maxLength: 5})), fc.constantFrom('\n', '\r\n'), (lines, end) => {
        const text = lines.join(end)
        const placeOf = linesOf(text)
        for (let offset = 0; offset <= text.length; offset += 1) {
          const before = text.slice(0, offset).split('\n')
          expect(placeOf(offset)).toEqual({line: before.length, column: (before.at(-1)?.length ?? 0) + 1})
        }
      }),
    )
  })
})

describe('a text that is no YAML', () => {
  it.each([
    ['a: "x" y', 'wrong indentation, or something behind a value'],
    ['a:\n  b: 1\n c: 2', 'wrong indentation, or something behind a value'],
    ['- - a\n - b', 'wrong indentation, or something behind a value'],
    ['a: b: c', 'a second ": " in one value: wrong indentation, or a text that must be quoted'],
    ['a: b\n  c: d', 'a second ": " in one value: wrong indentation, or a text that must be quoted'],
    ['a: @b', 'a character that no plain text may start with; quote it'],
    ['a: `b`', 'a character that no plain text may start with; quote it'],
    ['a: %b', 'a character that no plain text may start with; quote it'],
    ['a: [b\nc: }', 'wrong indentation, or a bracket that is never closed'],
    ['a:\n\tb: 1', 'a tab as indentation; use spaces'],
    ['{"a": [1', 'a bracket that is never closed'],
    ["a: 'b", 'a quote that is never closed'],
    ['a: "b', 'a quote that is never closed'],
    ['"b\n---\n', 'a quote that is never closed'],
    ["'b\n---\n", 'a quote that is never closed'],
    ['{"a": 1 "b": 2}', 'a comma or a closing bracket is missing'],
    ['{"a": 1,,}', 'a comma with nothing before it'],
    ['a: 1\nb\n', 'a line without a colon, or a key that goes over several lines'],
    ['a: 1\n"b" c', 'a colon is missing'],
    ['a: 1\n"b":c', 'no space after a colon'],
    ['a: 1\n- b', 'something that does not belong there'],
    ['a: "\\q"', 'an unknown escape in a double-quoted text'],
    ['a: "\\xzz"', 'an unknown escape in a double-quoted text'],
    ['a: \u0007', 'a character that no text may hold'],
    ['a: "\u0007"', 'a character that no text may hold'],
    ['a: \0', 'a character that no text may hold'],
    ['a: !Sub !Ref b', 'two tags on one node'],
    ['a: &x &y b', 'two anchors on one node'],
    ['a: &x b\nc: !Sub *x', 'a tag or an anchor on an alias'],
    ['a: & b', 'an anchor (&) without a name'],
    ['a: *', 'an alias (*) without a name'],
    ['a: | b', 'something behind the mark of a text block (| or >)'],
    ['a: |+-\n b', 'something behind the mark of a text block (| or >)'],
    ['a: |12\n b', 'something behind the mark of a text block (| or >)'],
    ['a: |0\n b', 'something behind the mark of a text block (| or >)'],
    ['%x y\na: 1', 'a line that starts with %, which only a directive may'],
    ['% x\n---\na: 1', 'a line that starts with %, which only a directive may'],
    ['a: 1\n---\nb: 2', 'more than one document in the file'],
    ['a: 1\n---\n', 'more than one document in the file'],
    ['['.repeat(50_000), 'nested too deeply'],
    ['- '.repeat(50_000), 'nested too deeply'],
  ])('%#', (text, trouble) => {
    expect(troubleIn(text)).toBe(trouble)
  })

  it('is not repeated in what is said of it', () => {
    const quoting = ['!<hunter2>>> x', '!hunter2!x y', '%TAG ! hunter2\n%TAG ! hunter2\n---\n', 'a: !hunter2{ x']
    for (const text of quoting) expect(troubleIn(text)).not.toMatch(/none|hunter2/)
  })
})
