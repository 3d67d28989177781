import {randomBytes} from 'node:crypto'
import {mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {Writable} from 'node:stream'
import {afterEach, describe, expect, it} from 'vitest'
import {chunkBytes} from '../../../src/nodes/transfer/chunk-script.ts'
import type {TransferLimits, TransferNode, TransferRequest} from '../../../src/nodes/transfer/request.ts'
import {transfer} from '../../../src/nodes/transfer/transfer.ts'
import {type ShellNodes, shellNodes, shells} from '../../support/shell-nodes.ts'

const limits: TransferLimits = {bytesPerNode: 10_000_000, totalBytes: 50_000_000, collectSeconds: 20}

let nodes: ShellNodes = shellNodes()
afterEach(() => nodes.remove())

/** Puts a file on the node; the script that prints it. */
function holding(id: string, bytes: Buffer, role: TransferNode['role'] = 'media'): TransferNode {
  mkdirSync(join(nodes.rootOf(id), 'var/tmp'), {recursive: true})
  writeFileSync(join(nodes.rootOf(id), 'log'), bytes)
  return {id, role, collect: 'cat "$root/log"'}
}

function bring(asked: readonly TransferNode[], more: Partial<TransferRequest> = {}) {
  const arrived = new Map<string, Buffer>()
  const result = transfer({
    nodes: asked,
    limits,
    what: 'logs',
    commander: nodes.commander,
    signal: new AbortController().signal,
    sink: node =>
      new Writable({
        write(bytes: Buffer, _, done) {
          arrived.set(node, Buffer.concat([arrived.get(node) ?? Buffer.alloc(0), bytes]))
          done()
        },
      }),
    ...more,
  })
  return result.then(told => ({...told, arrived}))
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
    const {outcomes, left, arrived} = await bring(asked)
    for (const [id, bytes] of Object.entries(contents)) {
      expect(outcomes.get(id)).toEqual({state: 'whole', bytes: bytes.length})
      expect((arrived.get(id) ?? Buffer.alloc(0)).equals(bytes)).toBe(true)
      expect(nodes.staged(id)).toEqual([])
    }
    expect(left).toEqual([])
  })

  it('what fits into the answer needs no second command', async () => {
    nodes = shellNodes({shell})
    const {outcomes} = await bring([holding('i-1', Buffer.from('a log\n'.repeat(1000)))])
    expect(outcomes.get('i-1')).toEqual({state: 'whole', bytes: 6000})
    expect(nodes.sent).toHaveLength(1)
  })

  it('tells how much was cut', async () => {
    nodes = shellNodes({shell})
    const {outcomes, arrived} = await bring([holding('i-1', randomBytes(300_000))], {
      limits: {...limits, bytesPerNode: 100_000},
    })
    const outcome = outcomes.get('i-1')
    expect(outcome).toMatchObject({
      state: 'truncated',
      kept: 100_000,
      why: 'no more than 100000 bytes of a node are brought',
    })
    expect(arrived.get('i-1')).toHaveLength(100_000)
    // The head of busybox takes more than it hands on: what follows can't be counted there.
    const seen = outcome?.state === 'truncated' ? outcome.seen : null
    if (shell === 'busybox') expect(seen?.exact).toBe(false)
    else expect(seen).toEqual({bytes: 300_000, exact: true})
  })
})
