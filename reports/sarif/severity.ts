import type {ReportingConfiguration} from 'sarif'
import type {Severity} from '../../src/model/severity.ts'

/** SARIF has three levels for our five severities. */
export const levels = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
  info: 'note',
} as const satisfies Record<Severity, ReportingConfiguration.level>

/**
 * Code scanning shows critical, high, medium and low only by a number from 0 to 10 under this name: above 9 is critical, from 7
 * high, from 4 medium. Ours are the middles of its spans. Availability is weighed here, not only security.
 */
export const securitySeverities = {
  critical: '9.5',
  high: '8.0',
  medium: '5.5',
  low: '2.0',
  info: '0.1',
} as const satisfies Record<Severity, string>
