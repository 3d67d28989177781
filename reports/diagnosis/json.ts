import type {Diagnosis} from '../../src/model/diagnosis.ts'
import {jsonDocument} from '../escape/json.ts'

/** The diagnosis itself, for programs. */
export function diagnosisJson(diagnosis: Diagnosis): string {
  return `${jsonDocument(diagnosis)}\n`
}
