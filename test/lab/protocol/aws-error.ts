export interface AwsErrorOptions {
  /** HTTP status; the model's, else 400, where it is not given. */
  readonly status?: number
  /** Further members of a modelled error. */
  readonly members?: Readonly<Record<string, unknown>>
  /** Headers such as the region of a bucket that lives elsewhere. */
  readonly headers?: Readonly<Record<string, string>>
}

/** What a service answers instead of an output. `code` is as on the wire: `InvalidSubnetID.NotFound`. */
export class AwsError extends Error {
  readonly code: string
  readonly options: AwsErrorOptions

  constructor(code: string, message: string, options: AwsErrorOptions = {}) {
    super(message)
    this.name = 'AwsError'
    this.code = code
    this.options = options
  }
}
