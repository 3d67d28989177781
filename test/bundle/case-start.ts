import type {CaseStart} from '../../src/bundle/case-index.ts'
import {LineRedactor} from '../../src/redact/line-redactor.ts'
import {SecretMemory} from '../../src/redact/secret-memory.ts'

export const target = {stackName: 'video', region: 'eu-west-1', accountId: '123456789012', generation: '3.8.0'}

export const start: CaseStart = {
  toolVersion: '0.1.0',
  case: 'case 7',
  startedAt: '2026-11-22T10:00:00.000Z',
  target: {...target, generation: null},
  window: {since: '2026-11-22T08:00:00.000Z', until: null},
  tokens: null,
}

const memory = new SecretMemory()

export const redactor = () => new LineRedactor(memory)
