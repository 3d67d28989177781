import {createHash} from 'node:crypto'
import {constants, createReadStream} from 'node:fs'
import {open} from 'node:fs/promises'
import {chunkBytes} from './chunk-script.ts'

/**
 * What of a node's packed bytes has arrived, in a private file: chunks in any order, none of them kept in memory. No file stays
 * open, since there may be hundreds of nodes.
 */
export class PackedFile {
  readonly #path: string
  /** Of all bytes that the node has. */
  readonly size: number
  #wanted: number
  readonly #begun = new Set<number>()
  /** On the disk. */
  readonly #arrived = new Set<number>()

  constructor(path: string, size: number) {
    this.#path = path
    this.size = size
    this.#wanted = size
  }

  /** How many bytes from the first on are wanted. */
  get wanted(): number {
    return this.#wanted
  }

  /** Whole chunks only, or all. */
  wantOnly(bytes: number): void {
    this.#wanted = Math.min(bytes, this.size)
  }

  get chunks(): number {
    return Math.ceil(this.#wanted / chunkBytes)
  }

  /** How many chunks have arrived. */
  get arrived(): number {
    return this.#arrived.size
  }

  get complete(): boolean {
    return this.#arrived.size >= this.chunks
  }

  has(index: number): boolean {
    return this.#arrived.has(index)
  }

  lengthOf(index: number): number {
    return Math.min(chunkBytes, this.size - index * chunkBytes)
  }

  /** How many bytes have arrived before the first gap. */
  get leading(): number {
    let index = 0
    while (this.#arrived.has(index)) index += 1
    return Math.min(index * chunkBytes, this.size)
  }

  /** A chunk that is there already stays as it is. */
  async write(index: number, bytes: Buffer): Promise<void> {
    if (this.#begun.has(index)) return
    this.#begun.add(index)
    const file = await open(this.#path, constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW, 0o600)
    try {
      // A single write may write less than it is given.
      for (let done = 0; done < bytes.length; ) {
        done += (await file.write(bytes, done, bytes.length - done, index * chunkBytes + done)).bytesWritten
      }
    } finally {
      await file.close()
    }
    this.#arrived.add(index)
  }

  /** Takes what is wanted at once, and no byte more: it is complete only where just so much came. */
  async fill(content: AsyncIterable<Buffer>, seen: (block: Buffer) => void): Promise<void> {
    const file = await open(this.#path, 'wx', 0o600)
    let length = 0
    try {
      for await (const block of content) {
        length += block.length
        if (length > this.#wanted) return
        seen(block)
        await file.appendFile(block)
      }
    } finally {
      await file.close()
    }
    if (length === this.#wanted) for (let index = 0; index < this.chunks; index += 1) this.#arrived.add(index)
  }

  /** What arrived counts for nothing. */
  forget(): void {
    this.#arrived.clear()
  }

  /** The first bytes, at least one of them. */
  read(bytes: number): NodeJS.ReadableStream {
    return createReadStream(this.#path, {end: bytes - 1})
  }

  async sha256(): Promise<string> {
    const hash = createHash('sha256')
    const file = await open(this.#path, 'r')
    try {
      // One buffer for all: what a stream makes for each read is garbage that piles up before it is collected.
      const buffer = Buffer.alloc(64 * 1024)
      for (;;) {
        const {bytesRead} = await file.read(buffer, 0, buffer.length)
        if (bytesRead === 0) return hash.digest('hex')
        hash.update(buffer.subarray(0, bytesRead))
      }
    } finally {
      await file.close()
    }
  }
}
