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
