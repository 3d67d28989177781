import {Writable} from 'node:stream'
import type {TransferRequest, TransferResult} from '../../src/nodes/transfer/request.ts'
import {transfer} from '../../src/nodes/transfer/transfer.ts'

/** A transfer whose bytes are kept, for tests that look at them. */
export async function bring(
  request: Pick<TransferRequest, 'nodes' | 'commander'> & Partial<TransferRequest>,
): Promise<TransferResult & {readonly arrived: ReadonlyMap<string, Buffer>}> {
  const arrived = new Map<string, Buffer[]>()
  const told = await transfer({
    limits: {bytesPerNode: 10_000_000, totalBytes: 50_000_000, collectSeconds: 20},
    what: 'logs',
    signal: new AbortController().signal,
    sink: node => {
      const blocks: Buffer[] = []
      arrived.set(node, blocks)
      return new Writable({
        write(block: Buffer, _, done) {
          blocks.push(block)
          done()
        },
      })
    },
    ...request,
  })
  return {...told, arrived: new Map([...arrived].map(([node, blocks]) => [node, Buffer.concat(blocks)]))}
}
