import {caseIn} from '../bundle/case-folder.ts'
import {archiveKind} from '../bundle/read/archive-kind.ts'
import {type DiagnoseOptions, diagnose} from '../diagnose/diagnose.ts'
import type {Diagnosis} from '../model/diagnosis.ts'
import {UnusableInput} from '../model/errors.ts'
import {casePaths} from '../model/evidence.ts'

export interface Diagnosed {
  readonly diagnosis: Diagnosis
  /** Why the evidence is not whole, one sentence; null where it is. */
  readonly partial: string | null
}

/** Diagnoses a bundle, sealed or unpacked. Throws UnusableInput for what is none. */
export async function diagnoseSaved(file: string, options: DiagnoseOptions, signal: AbortSignal): Promise<Diagnosed> {
  if (archiveKind(file) === 'folder') {
    const files = await caseIn(file.replace(/(.)\/+$/, '$1'))
    if (files.paths.some(isEvidence)) return {diagnosis: diagnose(files, options), partial: null}
    throw new UnusableInput(
      [{message: 'is no unpacked bundle: nothing in it is evidence', location: {file}}],
      'Give a bundle, or the folder into which one was unpacked.',
    )
  }
  const {openBundle} = await import('../bundle/read/open-bundle.ts')
  const bundle = await openBundle({file, maxBytes: null, signal})
  try {
    return {diagnosis: diagnose(bundle.files, options), partial: bundle.manifest.partial}
  } finally {
    await bundle.close()
  }
}

function isEvidence(path: string): boolean {
  return path === casePaths.snapshot || /^(stack|nodes|media|balancer)\//.test(path)
}
