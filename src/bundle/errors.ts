import {CannotExamine} from '../model/errors.ts'

/** A case that can't be written or sealed. Exit code 3; the working folder is left as it is, unless it says otherwise. */
export class NotSealed extends CannotExamine {}

/** Nothing more fits on the disk. The case so far is kept, and can be continued. */
export class NoRoom extends NotSealed {
  constructor(folder: string, code: string) {
    super(
      `the disk is full (${code}); no archive was written, and what was collected until now is kept in ${folder}`,
      'Make room there, or move that folder to a larger disk; --resume FOLDER goes on with it.',
    )
    this.name = 'NoRoom'
  }
}

/** Where a known secret was found. Never holds its value. */
export interface Leak {
  /** Relative to the case; `a path` where the secret is in a path, which is then not told. */
  readonly file: string
  /** From 1; null in a path. */
  readonly line: number | null
  /** What the value is known by, such as a rule, or a key of the stack's secret. */
  readonly rule: string
  /** Such as `plain`, `base64` or `url`. */
  readonly form: string
}

/** A secret value stands in what was to be sealed: nothing was. */
export class LeakFound extends NotSealed {
  readonly leaks: readonly Leak[]

  constructor(leaks: readonly Leak[], kept: string | null) {
    const [first] = leaks
    const more = leaks.length > 1 ? `, and in ${leaks.length - 1} more places` : ''
    const where = first === undefined ? '' : ` ${placeOf(first)} (${first.rule}, ${first.form} form)${more}`
    super(
      `a secret that this run knows was found in${where}; no archive was written, and ${
        kept === null
          ? 'the working folder was removed'
          : `the working folder ${kept} was kept as asked: it holds the secret`
      }`,
      kept === null
        ? 'Report which file and rule it is, so that redaction learns it; --keep-working-folder keeps the folder to look into.'
        : 'Report which file and rule it is, so that redaction learns it, and remove the folder.',
    )
    this.name = 'LeakFound'
    this.leaks = leaks
  }
}

function placeOf({file, line}: Leak): string {
  return line === null ? file : `${file}:${line}`
}

/** The codes of a disk, or of a share of it, that is full. */
const fullCodes: readonly unknown[] = ['ENOSPC', 'EDQUOT']

/** Of an error of the file system, as NoRoom where it is one. */
export function asNoRoom(error: unknown, folder: string): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return fullCodes.includes(code) ? new NoRoom(folder, String(code)) : error
}
