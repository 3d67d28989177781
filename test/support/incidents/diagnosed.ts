import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {caseIn} from '../../../src/bundle/case-folder.ts'
import {type DiagnoseOptions, diagnose} from '../../../src/diagnose/diagnose.ts'
import {type Diagnosis, diagnosisSchema} from '../../../src/model/diagnosis.ts'
import {IncidentCase} from './incident-case.ts'

export const diagnoseOptions: DiagnoseOptions = {toolVersion: '0.0.0', now: '2026-11-30T00:00:00.000Z', window: null}

/** What comes out of a case of a healthy deployment that somebody changed, written to real files and read from them. */
export async function diagnosed(
  change: (incident: IncidentCase) => void,
  options: Partial<DiagnoseOptions> = {},
): Promise<Diagnosis> {
  return inFolder(async folder => {
    const incident = new IncidentCase()
    change(incident)
    return ofFolder(incident.write(folder), options)
  })
}

/** The diagnosis of what lies in a folder, held against its schema. */
export async function ofFolder(folder: string, options: Partial<DiagnoseOptions> = {}): Promise<Diagnosis> {
  return diagnosisSchema.parse(diagnose(await caseIn(folder), {...diagnoseOptions, ...options}))
}

export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'incident-'))
  try {
    return await work(folder)
  } finally {
    rmSync(folder, {recursive: true, force: true})
  }
}
