import {randomBytes} from 'node:crypto'

/** Lines as LiveKit writes them, with random ids: of the ratio that such logs have. */
export function* logLines(bytes: number): Generator<Buffer> {
  for (let made = 0; made < bytes; ) {
    const lines = Array.from({length: 500}, (_, index) => {
      const id = randomBytes(12).toString('hex')
      return `{"level":"info","ts":${made + index},"logger":"livekit","msg":"participant active","room":"room-${index % 50}","participant":"${id}","remote":false,"connectionType":"udp"}\n`
    })
    const block = Buffer.from(lines.join('')).subarray(0, bytes - made)
    made += block.length
    yield block
  }
}
