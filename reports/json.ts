import {jsonDocument} from './escape/json.ts'
import type {ReportFormat} from './format.ts'

/** The report itself, for programs: one document, the same whatever the options. */
export const json: ReportFormat = {
  id: 'json',
  extension: 'json',
  render: report => `${jsonDocument(report)}\n`,
}
