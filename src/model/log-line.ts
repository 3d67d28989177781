/** One line of a log as it is shown. Its text is hostile. */
export interface LogLine {
  /** ISO 8601 with milliseconds; null where the line has no time of its own. */
  readonly time: string | null
  /** `master-1`. */
  readonly node: string
  /** Instance id. */
  readonly id: string
  /** Service, `journal`, or the short name of a file. */
  readonly source: string
  readonly text: string
  /** How many bytes of a long line are not shown. */
  readonly left: number
}
