import type {Severity} from '../model/severity.ts'

/** The states of a load balancer in which something ails it, as the reference of Elastic Load Balancing explains them. */
export const balancerAilments: ReadonlyMap<string, {readonly meaning: string; readonly severity: Severity}> = new Map([
  ['active_impaired', {meaning: 'it routes traffic but lacks the resources to scale', severity: 'high'}],
  ['failed', {meaning: 'it could not be set up', severity: 'critical'}],
])
