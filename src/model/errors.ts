import type {Location} from './subject.ts'

/** One thing wrong with what the user gave, and where. Never holds a value that may be secret. */
export interface Problem {
  readonly message: string
  readonly location: (Location & {readonly column?: number | undefined}) | {readonly file: string} | null
}

/** Input that can't be examined: all its problems at once, and the next step. Exit code 2. */
export class UnusableInput extends Error {
  readonly problems: readonly Problem[]
  readonly next: string

  constructor(problems: readonly Problem[], next: string) {
    super(problems.map(problem => problem.message).join('; '))
    this.name = 'UnusableInput'
    this.problems = problems
    this.next = next
  }
}

/** Input that is read well, and is of something else than OpenVidu High Availability. */
export class NotHighAvailability extends UnusableInput {}

/** What was to be examined can't be: no such stack, or AWS can't be asked for it. Exit code 3. */
export class CannotExamine extends Error {
  readonly next: string

  constructor(message: string, next: string) {
    super(message)
    this.name = 'CannotExamine'
    this.next = next
  }
}

/** A check pack, or a check of one, that is not as it has to be: its message is told, and the run goes on with the rest. */
export class PackTrouble extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'PackTrouble'
  }
}

/** Gathers problems over several steps and files, so that all are told at once. */
export class Problems {
  readonly #found: Problem[] = []
  /** A parser may stumble several times over one place. */
  readonly #told = new Set<string>()

  add(problem: Problem): void {
    const told = JSON.stringify(problem)
    if (this.#told.has(told)) return
    this.#told.add(told)
    this.#found.push(problem)
  }

  /** Throws UnusableInput where there is any problem; of very many the first ones are what helps. */
  throwIfAny(next: string): void {
    if (this.#found.length > 0) throw new UnusableInput(this.#found.slice(0, problemLimit), next)
  }

  get found(): readonly Problem[] {
    return this.#found
  }

  get any(): boolean {
    return this.#found.length > 0
  }

  /** Whether there are so many that looking further only costs time. */
  get full(): boolean {
    return this.#found.length >= problemLimit
  }
}

const problemLimit = 50
