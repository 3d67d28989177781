import {gzipSync} from 'node:zlib'
import fc from 'fast-check'
import {expect, test} from 'vitest'
import type {NodeAnswer, PartName} from '../../../src/derive/node-answers.ts'
import {unknown} from '../../../src/model/fact.ts'
import {probedNodeFacts} from '../../../src/model/facts/probed-nodes.ts'
import {readAnswer} from '../../../src/nodes/probe/answer.ts'
import {allParts} from '../../../src/nodes/probe/parts/index.ts'
import {between} from '../run-probe.ts'

const ids = allParts.map(({id}) => id)
const mark = 'openvidu-doctor-probe 1'

function answered(output: string, whole = true) {
  return readAnswer({state: 'answered', output, whole, between}, 'master')
}

function packed(text: string): string {
  const body = gzipSync(text).toString('base64')
  return `${mark} gzip ${body.length}\n${body}\n`
}

const plain = (text: string) => `${mark} plain ${text.length}\n${text}\n`

test.each([
  ['', 'the probe printed nothing'],
  ['\n', 'the probe printed nothing'],
  ['sh: not found\n', 'what the node printed is no answer of the probe'],
  [`${mark} zip 3\nabc\n`, 'what the node printed is no answer of the probe'],
  [`${mark} gzip 3\nabc\n`, 'the answer of the probe cannot be unpacked'],
  [`${mark} plain 3\nabcd\n`, 'the answer of the probe is longer than it says'],
  [plain('@part unit 0\n|x'), 'the answer of the probe is not in its form'],
  [plain('@part unit 0\nx\n@end'), 'the answer of the probe is not in its form'],
  [plain('|x\n@end'), 'the answer of the probe is not in its form'],
  [plain('@part unit 0\n@part unit 0\n@end'), 'the answer of the probe is not in its form'],
  [plain('@end\n@part unit 0'), 'the answer of the probe is not in its form'],
])('%j is no answer', (output, detail) => {
  expect(answered(output)).toEqual({state: 'unknown', cause: 'failed', detail})
})

test('what was cut on its way is truncated', () => {
  const output = packed('@end')
  const truncated = {state: 'unknown', cause: 'truncated', detail: expect.stringMatching(/^of \d+ characters/)}
  expect(answered(output, false)).toEqual(truncated)
  expect(answered(output.slice(0, -5))).toEqual(truncated)
})

test('an answer that unpacks to more than any of ours is none', () => {
  expect(answered(packed(`@end${' '.repeat(300_000)}`))).toMatchObject({
    detail: 'the answer of the probe cannot be unpacked',
  })
})

test('how a part ended is told', () => {
  const parts = [
    'unit 124',
    'clock 137',
    'system cut',
    'memory 7',
    'cloudInit nonsense',
    'constructor 0',
    'unheardOf 0',
  ]
  const answer = answered(packed(`${parts.map(part => `@part ${part}`).join('\n')}\n@end\n`))
  expect(answer).toMatchObject({
    value: {
      unit: {cause: 'timed-out', detail: 'unit was not told in time (10 seconds)'},
      clock: {cause: 'timed-out'},
      system: {cause: 'truncated', detail: 'system is longer than 200 bytes'},
      memory: {cause: 'failed', detail: 'the probe of memory ended with code 7'},
      cloudInit: {cause: 'failed', detail: 'the probe of cloudInit ended with code unknown'},
      egress: {cause: 'not-requested'},
      installation: {cause: 'failed', detail: 'the answer of the probe has no part installation'},
    },
  })
})

test('a node that gave no answer keeps its reason', () => {
  const reason = unknown('unreachable', 'no agent')
  expect(readAnswer(reason, 'media')).toBe(reason)
})

test('arbitrary text and bytes never throw and are never an answer', () => {
  const text = fc.oneof(
    fc.string({unit: 'binary'}),
    fc.string({unit: 'grapheme'}),
    fc.uint8Array().map(bytes => Buffer.from(bytes).toString('base64')),
  )
  fc.assert(
    fc.property(text, fc.boolean(), fc.constantFrom('', 'gzip', 'plain'), (body, whole, encoding) => {
      const output = encoding === '' ? body : `${mark} ${encoding} ${body.length}\n${body}`
      expect(answered(output, whole).state).toBe('unknown')
    }),
    {numRuns: 300},
  )
})

/** What lines of parts are made of. */
const word = fc.oneof(
  fc.constantFrom(
    ...'ID=ubuntu now=1 uptime=1 kernel=6 btime=1 F1 F15 unseen status done output absent bytes inodes @ keys cluster file=cluster/openvidu.env DOMAIN_NAME=a.b backup_storage tmp 1 0 -1 99999999999999999999 NaN Infinity __proto__ = : . / journal 10.0.0.1 ::1 LoadState=loaded'.split(
      ' ',
    ),
  ),
  fc.string({maxLength: 8}),
  fc.stringMatching(/^\d{1,20}$/),
)
const line = fc.oneof(
  fc.array(word, {maxLength: 6}).map(words => words.join(' ')),
  fc.constantFrom('@end', '@part unit 0', '|@part clock 0', '@part system 0|'),
)
const unseenParts: Readonly<Record<string, unknown>> = Object.fromEntries(
  (['docker', 'containers', 'health', 'reach', 'redis', 'mongo'] satisfies PartName[]).map(id => [
    id,
    unknown('failed', ''),
  ]),
)

test('whatever lines a part has, nothing throws, and what is known has the form of a fact', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...ids),
      fc.array(
        line.map(text => text.replaceAll('\n', ' ')),
        {maxLength: 12},
      ),
      (id, lines) => {
        const answer = answered(packed(`@part ${id} 0\n${lines.map(text => `|${text}\n`).join('')}@end\n`))
        if (answer.state === 'unknown') throw new Error(answer.detail)
        holdsForm(answer.value)
        // Nothing in the lines of one part makes another.
        for (const other of ids)
          if (other !== id) expect([other, answer.value[other].state]).toEqual([other, 'unknown'])
      },
    ),
    {numRuns: 1500},
  )
})

test('lines that were not put behind bars are no frames', () => {
  fc.assert(
    fc.property(fc.array(line, {minLength: 1, maxLength: 6}), lines => {
      const answer = answered(packed(`@part memory 1\n${lines.map(text => `${text}\n`).join('')}@end\n`))
      if (answer.state === 'unknown') return
      for (const id of ids) if (answer.value[id].state === 'known') holdsForm(answer.value)
      expect(answer.value.memory.state).toBe('unknown')
    }),
    {numRuns: 1000},
  )
})

function holdsForm(value: NodeAnswer): void {
  const subject = {type: 'AWS::EC2::Instance', id: 'i-1', logicalId: null, location: null}
  const answer = {state: 'known', value: {...unseenParts, ...value}}
  const probe = {subject, id: 'i-1', group: 'master', slot: 1, privateAddress: null, answer}
  expect(probedNodeFacts.nodeProbes.safeParse([probe]).error).toBeUndefined()
}
