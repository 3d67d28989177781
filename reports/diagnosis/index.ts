import type {Diagnosis} from '../../src/model/diagnosis.ts'
import type {RenderOptions} from '../format.ts'

/** Every format of a diagnosis by its id. Each loads when it is asked for. */
export const diagnosisFormats = {
  table: async () => (await import('./table.ts')).diagnosisTable,
  markdown: async () => (await import('./markdown.ts')).diagnosisMarkdown,
  json: async () => (await import('./json.ts')).diagnosisJson,
} as const satisfies Record<string, () => Promise<(diagnosis: Diagnosis, options: RenderOptions) => string>>

export type DiagnosisFormat = keyof typeof diagnosisFormats

export const diagnosisFormatIds = Object.keys(diagnosisFormats) as readonly DiagnosisFormat[]
