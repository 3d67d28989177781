/** Documents that other programs read or write; each has a JSON Schema. */
export const documents = ['report', 'snapshot', 'config', 'comparison', 'manifest', 'diagnosis'] as const

export type DocumentName = (typeof documents)[number]
