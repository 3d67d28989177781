import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

/** A folder for what nodes of the lab answer, so that all workers of this run ask each only once. */
export default function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'lab-answers-'))
  process.env.LAB_ANSWERS = folder
  return () => rmSync(folder, {recursive: true, force: true})
}
