import * as z from 'zod'
import {comparisonSchema} from './comparison.ts'
import {configurationSchema} from './configuration-schema.ts'
import {diagnosisSchema} from './diagnosis.ts'
import type {DocumentName} from './documents.ts'
import {manifestSchema} from './manifest.ts'
import {reportSchema} from './report.ts'
import {snapshotSchema} from './snapshot-schema.ts'

/** The schema of each document that other programs read. */
export const documentSchemas = {
  report: reportSchema,
  snapshot: snapshotSchema,
  config: configurationSchema,
  comparison: comparisonSchema,
  manifest: manifestSchema,
  diagnosis: diagnosisSchema,
} as const satisfies Readonly<Record<DocumentName, z.ZodType>>

/** The JSON Schema (draft 2020-12) of a document. */
export function jsonSchemaOf(name: DocumentName): unknown {
  return z.toJSONSchema(documentSchemas[name])
}
