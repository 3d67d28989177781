import type {Redactor} from './redactor.ts'
import {mark} from './rules.ts'
import type {SecretMemory} from './secret-memory.ts'

/** Takes out what is known and learns nothing: for what was redacted already, or was made of what was. */
export class KnownValues implements Redactor {
  readonly #memory: SecretMemory
  #count = 0

  constructor(memory: SecretMemory) {
    this.#memory = memory
  }

  get counts(): ReadonlyMap<string, number> {
    return new Map(this.#count === 0 ? [] : [['known-value', this.#count]])
  }

  redacted(lines: string): string {
    return this.#memory.without(lines, mark, () => {
      this.#count += 1
    })
  }
}
