import * as z from 'zod'
import {diagnosisSchema} from './diagnosis.ts'
import {manifestSchema} from './manifest.ts'
import {reportSchema} from './report.ts'
import {snapshotSchema} from './snapshot-schema.ts'

/** Documents that other programs read, with the schema of each. */
export const documentSchemas = {
  report: reportSchema,
  snapshot: snapshotSchema,
  manifest: manifestSchema,
  diagnosis: diagnosisSchema,
} as const

export type DocumentName = keyof typeof documentSchemas

/** The JSON Schema (draft 2020-12) of a document. */
export function jsonSchemaOf(name: DocumentName): unknown {
  return z.toJSONSchema(documentSchemas[name])
}
