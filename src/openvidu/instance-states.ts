/** The states in which an EC2 instance is up or on its way there, and takes of the account's quota. Source: EC2, instance lifecycle. */
export const runningStates: readonly string[] = ['pending', 'running']

/** The states of an EC2 instance from which it never comes back. Source: EC2, instance lifecycle. */
const endedStates: readonly string[] = ['shutting-down', 'terminated']

/** All other states than `runningStates`. */
export const downStates: readonly string[] = ['stopping', 'stopped', ...endedStates]

/** Whether an instance in this state is lost for good. EC2 tells of it for about an hour more. */
export function hasEnded(state: string): boolean {
  return endedStates.includes(state)
}
