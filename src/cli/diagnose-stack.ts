import {mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {caseIn} from '../bundle/case-folder.ts'
import {NoRoom} from '../bundle/errors.ts'
import {diagnose} from '../diagnose/diagnose.ts'
import {CannotExamine} from '../model/errors.ts'
import {gatherForDiagnosis} from './case/gather-for-diagnosis.ts'
import type {DiagnoseFlags} from './diagnose-flags.ts'
import type {DiagnoseRequest} from './diagnose-request.ts'
import type {Diagnosed} from './diagnose-run.ts'
import type {Running} from './running.ts'

/**
 * Diagnoses a deployed stack. Its evidence lies, redacted, in a folder of this user alone for as long as it is read. Throws
 * CannotExamine where there is no such stack.
 */
export async function diagnoseStack(
  stack: string,
  {window, since}: DiagnoseRequest,
  running: Running<DiagnoseFlags>,
): Promise<Diagnosed> {
  const root = await mkdtemp(join(tmpdir(), 'openvidu-doctor-'))
  try {
    const folder = join(root, 'case')
    const logs = {since, until: window?.to ?? null}
    const {notCollected, partial} = await gatherForDiagnosis(stack, folder, logs, running)
    const now = new Date().toISOString()
    const options = {toolVersion: running.toolVersion, now, window, notCollected}
    return {diagnosis: diagnose(await caseIn(folder), options), partial}
  } catch (error) {
    // Nobody goes on with this folder.
    if (error instanceof NoRoom) throw temporaryFolderFull()
    throw error
  } finally {
    await rm(root, {recursive: true, force: true})
  }
}

function temporaryFolderFull(): CannotExamine {
  return new CannotExamine(
    `the disk of ${tmpdir()} is full, where the evidence lies while it is read`,
    'Make room there, or name another folder in TMPDIR; --since with a shorter time takes less of it.',
  )
}
