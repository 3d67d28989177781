import {execFileSync} from 'node:child_process'
import fc from 'fast-check'
import {expect, test} from 'vitest'
import {posixExpression, showableExpression} from '../../../src/nodes/probe/posix-expressions.ts'
import {compiledSignatures, type SignatureSource, signatures} from '../../../src/openvidu/signatures.ts'
import {signatureLines, soundLines} from '../signature-lines.ts'

const greps: readonly (readonly [string, readonly string[]])[] = [
  ['grep', []],
  ['busybox', ['grep']],
]

/** Which of the lines match, by their numbers. */
function matched(
  command: string,
  args: readonly string[],
  expression: string,
  lines: readonly string[],
): readonly number[] {
  const input = `${lines.join('\n')}\n`
  try {
    const told = execFileSync(command, [...args, '-aniE', '-e', expression], {
      input,
      encoding: 'utf8',
      env: {...process.env, LC_ALL: 'C'},
    })
    return told.split('\n').flatMap(line => (line === '' ? [] : [Number.parseInt(line, 10) - 1]))
  } catch (error) {
    if ((error as {status?: number}).status === 1) return []
    throw error
  }
}

const nodeSources: readonly SignatureSource[] = ['cloud-init', 'journal', 'container-log', 'nodes-errors', 'drain-log']
const ofNodes = signatures.filter(({where}) => where.some(source => nodeSources.includes(source)))

/** Made from the pieces of patterns and of lines, so that some match nearly. */
const pieces = [...Object.values(signatureLines), ...soundLines].flatMap(line => line.split(/(?=[ :'[(/.])/))
const line = fc
  .array(
    fc.oneof(
      {weight: 5, arbitrary: fc.constantFrom(...pieces)},
      fc.string({maxLength: 5}),
      fc.constant('x'.repeat(130)),
    ),
    {
      maxLength: 9,
    },
  )
  .map(parts => parts.join('').replaceAll(/[^ -~]/g, '?'))
const lines = fc.array(line, {minLength: 100, maxLength: 150})

test.each(greps)('%s %j finds what JavaScript finds, in each signature of a node', (command, args) => {
  const [near = []] = fc.sample(lines, {numRuns: 1, seed: 7})
  const all = [
    ...Object.values(signatureLines),
    ...Object.values(signatureLines).map(text => text.toUpperCase()),
    ...soundLines,
    ...gaps,
    ...near,
  ]
  for (const {id, pattern} of ofNodes) {
    const expression = new RegExp(pattern, 'i')
    const wanted = all.flatMap((text, index) => (expression.test(text) ? [index] : []))
    expect([id, wanted.length > 0]).toEqual([id, true])
    expect([id, matched(command, args, posixExpression(pattern), all)]).toEqual([id, wanted])
    // The number of the line, which the script has before it, changes nothing.
    expect([
      id,
      matched(
        command,
        args,
        posixExpression(pattern),
        all.map(text => `12:${text}`),
      ),
    ]).toEqual([id, wanted])
  }
})

/** At the bounds of the intervals. */
const gaps = [0, 1, 2, 119, 120, 121, 122, 254, 255, 256, 298, 299, 300, 301].flatMap(width => {
  const gap = ' '.repeat(width)
  return [`bitnami/${gap}not found`, `AccessDenied${gap}secretsmanager`, `license${gap}expired`, `failed${gap}licence`]
})

test('any mix of pieces is told alike', () => {
  fc.assert(
    fc.property(lines, fc.constantFrom(...ofNodes), (all, {pattern}) => {
      const expression = new RegExp(pattern, 'i')
      const wanted = all.flatMap((text, index) => (expression.test(text) ? [index] : []))
      expect(matched('grep', [], posixExpression(pattern), all)).toEqual(wanted)
    }),
    {numRuns: 100},
  )
})

test('no interval is longer than POSIX allows', () => {
  expect(posixExpression('a.{1,300}b\\S{0,600}')).toBe(
    'a.{1,255}.{0,45}b[^[:space:]]{0,255}[^[:space:]]{0,255}[^[:space:]]{0,90}',
  )
  expect(posixExpression('(?:a|[\\d.x])\\w\\s\\.\\/')).toBe('(a|[0-9.x])[[:alnum:]_][[:space:]]\\./')
})

test.each(['a*?', 'a{1,2}?', '(?=a)', '(?<!a)', '\\n', '\\u0041', '\\1', '[\\n]'])('%s has no counterpart', pattern => {
  expect(() => posixExpression(pattern)).toThrow('no ')
})

test('what stands in a gap is not shown', () => {
  expect(showableExpression('AccessDenied.{0,300}(a|b)|lost')).toBe('AccessDenied|(a|b)|lost')
  expect(() => showableExpression('(a.{0,3}b)')).toThrow('a gap stands within a group')
  expect(() => showableExpression('a.*b')).toThrow('a gap stands within a group')
  for (const {id, pattern} of ofNodes)
    expect([id, showableExpression(pattern)]).not.toEqual([id, expect.stringMatching(/(^|[^\\])\.[{*+]/)])
})

test('every signature of a node can be asked for', () => {
  expect(ofNodes.length).toBeGreaterThan(25)
  for (const source of nodeSources) expect(compiledSignatures(source).length).toBeGreaterThan(0)
})
