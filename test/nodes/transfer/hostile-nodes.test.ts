import {randomBytes} from 'node:crypto'
import {Writable} from 'node:stream'
import {gzipSync} from 'node:zlib'
import {describe, expect, it} from 'vitest'
import {bring} from '../../support/arrivals.ts'
import {heldOf, protocolNodes} from '../../support/protocol-nodes.ts'

const good = {id: 'i-good', role: 'media', collect: 'cat /log'} as const
const hostile = {...good, id: 'i-hostile'}
const content = randomBytes(50_000)

/** A sound node beside one whose answer to staging is another. */
function beside(held: ReturnType<typeof heldOf>, told: (answer: string) => string = answer => answer) {
  const nodes = protocolNodes(
    new Map([
      ['i-good', heldOf(content)],
      ['i-hostile', held],
    ]),
    (output, {kind}, node) => [kind === 'stage' && node === 'i-hostile' ? told(output) : output],
  )
  return bring({nodes: [good, hostile], commander: nodes.commander})
}

describe('a hostile node', () => {
  it.each([
    ['a bomb that it tells to be small', heldOf(Buffer.alloc(1000), gzipSync(Buffer.alloc(300_000_000))), 1000],
    ['a bomb that fits into the answer', heldOf(Buffer.alloc(5), gzipSync(Buffer.alloc(5_000_000))), 5],
  ])('sends %s: nothing beyond what it told gets through', async (_, held, most) => {
    const {outcomes, arrived} = await beside(held)
    expect(outcomes.get('i-hostile')).toMatchObject({
      state: 'unknown',
      detail: expect.stringMatching(/unpacks to more than/),
    })
    expect(arrived.get('i-hostile')?.length ?? 0).toBeLessThanOrEqual(most)
    expect(outcomes.get('i-good')).toEqual({state: 'whole', bytes: 50_000})
  })

  it('tells of more than it sends: not whole', async () => {
    const {outcomes} = await beside({...heldOf(content), raw: 60_000})
    expect(outcomes.get('i-hostile')).toMatchObject({
      state: 'unknown',
      cause: 'failed',
      detail: expect.stringMatching(/told 60000/),
    })
  })

  it('sends what is not packed', async () => {
    const {outcomes} = await beside(heldOf(content, randomBytes(40_000)))
    expect(outcomes.get('i-hostile')).toMatchObject({
      state: 'unknown',
      detail: expect.stringMatching(/cannot be unpacked/),
    })
  })

  it('changes what it staged while it is fetched', async () => {
    const {outcomes} = await beside({...heldOf(content), sha256: 'a'.repeat(64)})
    expect(outcomes.get('i-hostile')).toMatchObject({state: 'unknown', detail: expect.stringMatching(/another hash/)})
    expect(outcomes.get('i-good')).toMatchObject({state: 'whole'})
  })

  it.each([
    ['nothing', () => ''],
    ['another run', (answer: string) => answer.replace(/[0-9a-f]{32}/, '0'.repeat(32))],
    ['more than it was asked for', (answer: string) => answer.replace(/staged \d+/, 'staged 99999999999')],
    ['more packed bytes than may be', (answer: string) => answer.replace(/whole \d+/, 'whole 999999999')],
    ['no packed bytes', (answer: string) => answer.replace(/whole \d+/, 'whole 0')],
    ['to have kept nothing', (answer: string) => answer.replace(/timer/, 'gone')],
    ['a property of every object', (answer: string) => answer.replace(/timer/, 'constructor')],
    ['an unknown refusal', (answer: string) => answer.replace(/staged.*/, 'refused toString 0')],
    ['negative sizes', (answer: string) => answer.replace(/whole \d+/, 'whole -1')],
    ['an escape sequence', (answer: string) => `\u001b[2J${answer}`],
  ])('claims %s: unknown, with nothing of its words in the reason', async (_, told) => {
    const {outcomes} = await beside(heldOf(content), told)
    const outcome = outcomes.get('i-hostile')
    expect(outcome).toMatchObject({state: 'unknown', cause: 'failed'})
    expect(JSON.stringify(outcome)).not.toMatch(/u001b|constructor|99999/)
    expect(outcomes.get('i-good')).toEqual({state: 'whole', bytes: 50_000})
  })

  it('answers for others: nobody hears it', async () => {
    const nodes = protocolNodes(new Map([['i-good', heldOf(content)]]))
    const {outcomes} = await bring({
      nodes: [good],
      commander: signal => ({
        run: async (command, answered) => {
          await answered('i-stranger', {state: 'unknown', cause: 'failed', detail: 'made up'})
          await nodes.commander(signal).run(command, answered)
        },
      }),
    })
    expect([...outcomes.keys()]).toEqual(['i-good'])
    expect(outcomes.get('i-good')).toMatchObject({state: 'whole'})
  })

  it('has its share of the budget and no more', async () => {
    const large = randomBytes(2_000_000)
    const nodes = protocolNodes(
      new Map([
        ['i-good', heldOf(content)],
        ['i-hostile', heldOf(large)],
      ]),
    )
    const estimates: unknown[] = []
    const {outcomes, arrived} = await bring({
      nodes: [good, hostile],
      commander: nodes.commander,
      limits: {bytesPerNode: 10_000_000, totalBytes: 600_000, collectSeconds: 5},
      onEstimate: estimate => {
        estimates.push(estimate)
      },
    })
    expect(outcomes.get('i-good')).toEqual({state: 'whole', bytes: 50_000})
    const outcome = outcomes.get('i-hostile')
    expect(outcome).toMatchObject({
      state: 'truncated',
      seen: {bytes: 2_000_000, exact: true},
      why: expect.stringMatching(/budget/),
    })
    const got = arrived.get('i-hostile') ?? Buffer.alloc(0)
    expect(got.length).toBeGreaterThan(500_000)
    expect(large.subarray(0, got.length).equals(got)).toBe(true)
    expect(estimates).toEqual([{bytes: expect.any(Number), seconds: expect.any(Number), nodes: 2, cut: 1}])
  })

  it('what cannot be taken in here is no fault of a node, and its stream is destroyed', async () => {
    const nodes = protocolNodes(new Map([['i-good', heldOf(content)]]))
    let destroyed: Error | null = null
    const {outcomes} = await bring({
      nodes: [good],
      commander: nodes.commander,
      sink: () =>
        new Writable({
          write: (_block, _encoding, done) => done(Object.assign(new Error('no space'), {code: 'ENOSPC'})),
          destroy(error, done) {
            destroyed = error
            done(null)
          },
        }),
    })
    expect(outcomes.get('i-good')).toMatchObject({
      state: 'unknown',
      detail: expect.stringMatching(/taken in here \(ENOSPC\)/),
    })
    expect(destroyed).toBeInstanceOf(Error)
  })
})
