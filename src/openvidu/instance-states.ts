/** The states of an EC2 instance from which it never comes back. Source: EC2, instance lifecycle. */
export const endedStates: readonly string[] = ['shutting-down', 'terminated']

/** Whether an instance in this state is lost for good. EC2 tells of it for about an hour more. */
export function hasEnded(state: string): boolean {
  return endedStates.includes(state)
}
