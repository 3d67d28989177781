import {UnusableInput} from '../model/errors.ts'

const ending = /(\.tar\.gz|\.tgz)(\.age)?$/i

export interface BundleName {
  /** What ended the run early, if anything did, shows in the name already. */
  readonly partial: boolean
  readonly encrypted: boolean
}

/** The final name of a bundle from what `--output` was given, whose ending may be left out: `NAME.partial.tar.gz.age`. */
export function bundleName(output: string, {partial, encrypted}: BundleName): string {
  return `${output.replace(ending, '')}${partial ? '.partial' : ''}.tar.gz${encrypted ? '.age' : ''}`
}

/** Throws UnusableInput for a name that says what the bundle will not be. */
export function refuseWrongEnding(output: string, encrypted: boolean): void {
  if (encrypted || !/\.age$/i.test(output)) return
  throw new UnusableInput(
    [{message: 'ends as an encrypted file, and is not to be encrypted', location: {file: output}}],
    'Give --encrypt-to too, or another name.',
  )
}
