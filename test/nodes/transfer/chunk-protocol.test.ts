import {randomBytes} from 'node:crypto'
import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {unknown} from '../../../src/model/fact.ts'
import {readChunk} from '../../../src/nodes/transfer/chunk-answer.ts'
import {chunkBytes} from '../../../src/nodes/transfer/chunk-script.ts'
import {newRunId} from '../../../src/nodes/transfer/staging-place.ts'
import {bring} from '../../support/arrivals.ts'
import {type Asked, answering, chunkAnswer, heldOf, protocolNodes} from '../../support/protocol-nodes.ts'

const node = {id: 'i-1', role: 'media', collect: 'cat /log'} as const

/** Bytes that gzip can't make smaller, so that their packed size is near their own. */
function packedOf(size: number): {readonly bytes: Buffer; readonly packed: Buffer} {
  // A gzip header has an optional comment of any length: packed sizes can be made to the byte.
  const bytes = Buffer.from('content')
  const plain = heldOf(bytes).chunk(0)
  const missing = size - plain.length
  if (missing <= 0) return {bytes, packed: plain}
  const head = Buffer.from(plain.subarray(0, 10))
  head[3] = 0x10
  const comment = Buffer.concat([Buffer.alloc(missing - 1, 'c'), Buffer.alloc(1)])
  return {bytes, packed: Buffer.concat([head, comment, plain.subarray(10)])}
}

/** What may happen to an answer on its way, or be made up by a hostile node. */
const faults: Readonly<Record<string, (output: string, asked: Asked) => readonly string[]>> = {
  lost: () => [],
  empty: () => [''],
  duplicated: output => [output, output],
  'then contradicted': (output, {run, index}) => [output, chunkAnswer(run, index, randomBytes(chunkBytes))],
  'of another run': output => [output.replace(/ [0-9a-f]{32} /, ` ${'0'.repeat(32)} `)],
  'of the next chunk': output => [
    output.replace(/^(\S+ 1 \S+) (\d+)/, (_, mark, index) => `${mark} ${Number(index) + 1}`),
  ],
  'with another hash': output => [output.replace(/[0-9a-f]{64}/, 'f'.repeat(64))],
  'with another length': (_, {run, index}) => [chunkAnswer(run, index, Buffer.from('short'))],
  'longer than asked': (_, {run, index}) => [chunkAnswer(run, index, randomBytes(chunkBytes + 1))],
  'with spoilt content': output => [`${output.slice(0, -6)}@@@@@\n`],
  'cut short': output => [output.slice(0, output.length / 2)],
  'with another line': output => [`${output}more\n`],
  'with a huge number': output => [output.replace(/ (\d+) ([0-9a-f]{64})/, ' 99999999999999999999 $2')],
}

const anyFault = fc.constantFrom(...Object.keys(faults))

describe('the protocol of chunks', () => {
  it.each([
    chunkBytes - 1,
    chunkBytes,
    chunkBytes + 1,
    2 * chunkBytes - 1,
    2 * chunkBytes,
    2 * chunkBytes + 1,
    100 * chunkBytes,
  ])('brings %i packed bytes', async size => {
    const {bytes, packed} = packedOf(size)
    expect(packed).toHaveLength(size)
    const nodes = protocolNodes(new Map([['i-1', heldOf(bytes, packed)]]))
    const {outcomes, arrived} = await bring({nodes: [node], commander: nodes.commander})
    expect(outcomes.get('i-1')).toEqual({state: 'whole', bytes: bytes.length})
    expect(arrived.get('i-1')).toEqual(bytes)
    expect(nodes.asked.filter(({kind}) => kind === 'chunk')).toHaveLength(
      size <= chunkBytes ? 0 : Math.ceil(size / chunkBytes),
    )
  })

  it('brings any bytes of several nodes as they are', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({maxLength: 100_000, size: 'max'}), {minLength: 1, maxLength: 4}),
        async contents => {
          const held = new Map(contents.map((bytes, index) => [`i-${index}`, Buffer.from(bytes)]))
          const nodes = protocolNodes(new Map([...held].map(([id, bytes]) => [id, heldOf(bytes)])))
          const asked = [...held.keys()].map(id => ({...node, id}))
          const {outcomes, arrived} = await bring({nodes: asked, commander: nodes.commander})
          for (const [id, bytes] of held) {
            expect(outcomes.get(id)).toEqual({state: 'whole', bytes: bytes.length})
            expect((arrived.get(id) ?? Buffer.alloc(0)).equals(bytes)).toBe(true)
          }
        },
      ),
      {numRuns: 25},
    )
  })

  it.each(Object.keys(faults))('fetches again, alone, what came %s', async fault => {
    const bytes = randomBytes(60_000)
    let struck = false
    const nodes = protocolNodes(
      new Map([
        ['i-1', heldOf(bytes)],
        ['i-2', heldOf(bytes)],
      ]),
      (output, asked, id) => {
        if (struck || asked.kind !== 'chunk' || asked.index !== 1 || id !== 'i-1') return [output]
        struck = true
        return faults[fault]?.(output, asked) ?? []
      },
    )
    const {outcomes, arrived} = await bring({nodes: [node, {...node, id: 'i-2'}], commander: nodes.commander})
    expect(outcomes.get('i-1')).toEqual({state: 'whole', bytes: 60_000})
    expect(arrived.get('i-1')?.equals(bytes)).toBe(true)
    const chunks = nodes.asked.filter(({kind, index}) => kind === 'chunk' && index === 1)
    const harmless = ['duplicated', 'then contradicted'].includes(fault)
    expect(chunks.map(({command}) => command.nodes)).toEqual(harmless ? [['i-1', 'i-2']] : [['i-1', 'i-2'], ['i-1']])
  })

  it('never hands over a byte that the node did not stage, nor calls a part whole', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.option(anyFault), {minLength: 5, maxLength: 40}), async struck => {
        const bytes = randomBytes(80_000)
        const left = [...struck]
        const nodes = protocolNodes(new Map([['i-1', heldOf(bytes)]]), (output, asked) => {
          const fault = asked.kind === 'chunk' ? left.shift() : null
          return (fault == null ? undefined : faults[fault]?.(output, asked)) ?? [output]
        })
        const {outcomes, arrived} = await bring({nodes: [node], commander: nodes.commander})
        const outcome = outcomes.get('i-1')
        const got = arrived.get('i-1') ?? Buffer.alloc(0)
        expect(bytes.subarray(0, got.length).equals(got)).toBe(true)
        if (outcome?.state === 'whole') expect(got).toHaveLength(bytes.length)
        else if (outcome?.state === 'truncated') expect(got).toHaveLength(outcome.kept)
        else expect(got).toHaveLength(0)
        // It ends: no chunk is asked for more than three times.
        expect(nodes.asked.length).toBeLessThanOrEqual(3 * 5 + 2)
      }),
      {numRuns: 60},
    )
  })

  it('keeps what has arrived before the first gap, and tells why it is not all', async () => {
    const bytes = randomBytes(80_000)
    const nodes = protocolNodes(new Map([['i-1', heldOf(bytes)]]), (output, {kind, index}) =>
      kind === 'chunk' && index === 3 ? [] : [output],
    )
    const {outcomes, arrived} = await bring({nodes: [node], commander: nodes.commander})
    const outcome = outcomes.get('i-1')
    expect(outcome).toMatchObject({
      state: 'truncated',
      seen: {bytes: 80_000, exact: true},
      why: 'no answer was handed over for the node',
    })
    expect(arrived.get('i-1')?.length).toBeGreaterThan(3 * chunkBytes - 1000)
    expect(bytes.subarray(0, arrived.get('i-1')?.length).equals(arrived.get('i-1') ?? bytes)).toBe(true)
  })

  it('takes nothing from an answer that Run Command cut, nor from one that never came', () => {
    const run = newRunId()
    const bytes = randomBytes(100)
    const cut = readChunk(answering(chunkAnswer(run, 0, bytes), false), run, 0, 100)
    expect(cut).toMatchObject({state: 'missing', final: false, why: {detail: 'the node sent an answer that was cut'}})
    const causes = ['denied', 'unreachable', 'timed-out', 'throttled'] as const
    const final = causes.map(cause => readChunk(unknown(cause, 'told elsewhere'), run, 0, 100))
    expect(final.map(reading => reading.state === 'missing' && reading.final)).toEqual([true, true, false, false])
  })

  it('has five commands under way at most, of fifty nodes each', async () => {
    const held = heldOf(randomBytes(200_000))
    const ids = Array.from({length: 120}, (_, index) => `i-${index}`)
    const nodes = protocolNodes(new Map(ids.map(id => [id, held])))
    const {outcomes} = await bring({nodes: ids.map(id => ({...node, id})), commander: nodes.commander})
    expect([...outcomes.values()].every(({state}) => state === 'whole')).toBe(true)
    expect(nodes.mostInFlight()).toBe(5)
    const chunks = nodes.asked.filter(({kind}) => kind === 'chunk')
    expect(chunks).toHaveLength(3 * 12)
    expect(chunks.every(({command}) => command.nodes.length <= 50)).toBe(true)
  })
})
