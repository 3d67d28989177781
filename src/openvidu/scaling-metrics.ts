/** The average CPU of a group, as a target tracking policy names it. */
export const averageCpu = 'ASGAverageCPUUtilization'

/** What a metric that somebody wrote out comes to: that of EC2 for CPU is the same as the predefined one. */
export function customizedMetric(namespace: string, name: string): string {
  return namespace === 'AWS/EC2' && name === 'CPUUtilization' ? averageCpu : `${namespace} ${name}`
}
