/** Where nodes put what is large, instead of handing it out piece by piece. */
export type TransferPlace =
  | {readonly kind: 's3'; readonly bucket: string; readonly prefix: string}
  /** Null for the group that Run Command takes by itself. */
  | {readonly kind: 'logs'; readonly group: string | null}
