import type {Report} from '../src/model/report.ts'

/** How a report is to be written; a format ignores what does not concern it. */
export interface RenderOptions {
  /** Columns of the terminal. Prose is wrapped to it; commands and URLs never are, so that they can be copied. */
  readonly width: number
  readonly colour: boolean
  /** Whether passed and not-applicable checks are listed one by one instead of counted. */
  readonly verbose: boolean
}

/** One way to write a report: a pure function of it. */
export interface ReportFormat {
  readonly id: string
  /** Of a file that holds it, without the dot. */
  readonly extension: string
  readonly render: (report: Report, options: RenderOptions) => string
}
