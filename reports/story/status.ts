import type {Requirement} from '../../src/model/report.ts'

type AnyStatus = Requirement['status']

/** Told apart without colour. */
export const marks = {
  fail: '✗',
  waived: '~',
  error: '☠',
  unknown: '?',
  pass: '✓',
  'not-applicable': '–',
  'not-checked': '·',
} as const satisfies Record<AnyStatus, string>

/** One word or two, the same in every format. */
export const statusWords = {
  fail: 'failed',
  waived: 'waived',
  error: 'broke',
  unknown: 'unknown',
  pass: 'passed',
  'not-applicable': 'not applicable',
  'not-checked': 'not checked',
} as const satisfies Record<AnyStatus, string>
