import {BadArchive} from './bad-archive.ts'

/** Blocks that come as they come, taken in the pieces that are needed. */
export class ByteFlow {
  readonly #blocks: AsyncGenerator<Buffer, void>
  #rest: Buffer = Buffer.alloc(0)
  #ended = false

  constructor(blocks: AsyncGenerator<Buffer, void>) {
    this.#blocks = blocks
  }

  /** Exactly so many bytes, which are few. Throws BadArchive where it ends before. */
  async exactly(count: number): Promise<Buffer> {
    const parts: Buffer[] = []
    for await (const part of this.pieces(count)) parts.push(part)
    const [first] = parts
    return parts.length === 1 && first !== undefined ? first : Buffer.concat(parts)
  }

  /** So many bytes, in pieces as they come. Throws BadArchive where it ends before. */
  async *pieces(count: number): AsyncGenerator<Buffer, void> {
    for (let left = count; left > 0; ) {
      if (!(await this.#filled())) throw new BadArchive('is cut short')
      const piece = this.#rest.subarray(0, left)
      this.#rest = this.#rest.subarray(piece.length)
      left -= piece.length
      yield piece
    }
  }

  /** Throws BadArchive where there still is something. */
  async end(): Promise<void> {
    if (await this.#filled()) throw new BadArchive('has something behind its end')
  }

  /** Lets go of where the blocks come from, wherever it is. */
  async close(): Promise<void> {
    await this.#blocks.return()
  }

  async #filled(): Promise<boolean> {
    while (!this.#ended && this.#rest.length === 0) {
      const {done, value} = await this.#blocks.next()
      if (done) this.#ended = true
      else this.#rest = value
    }
    return this.#rest.length > 0
  }
}
