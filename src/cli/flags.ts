import * as Flags from '@oclif/core/flags'

/** A list of checks or areas, with commas or repeated. */
export function checkList(summary: string) {
  return Flags.string({helpValue: 'IDS', summary, multiple: true, multipleNonGreedy: true, delimiter: ','})
}
