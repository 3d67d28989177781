import type {ReportFormat} from './format.ts'

/** Every format by its id. Each loads when it is asked for: a run pays only for what it prints. */
export const formats = {
  table: async () => (await import('./table.ts')).table,
  markdown: async () => (await import('./markdown.ts')).markdown,
  json: async () => (await import('./json.ts')).json,
  sarif: async () => (await import('./sarif.ts')).sarif,
  junit: async () => (await import('./junit.ts')).junit,
  github: async () => (await import('./github.ts')).github,
  html: async () => (await import('./html.ts')).html,
} as const satisfies Record<string, () => Promise<ReportFormat>>

export type FormatId = keyof typeof formats

export const formatIds = Object.keys(formats) as readonly FormatId[]
