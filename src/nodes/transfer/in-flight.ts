/** The agent of a node runs five commands at the same time; more would wait there, and their time limits run. */
export const mostInFlight = 5

/** What one SendCommand takes. */
export const nodesPerCommand = 50

export function commandBatches<T>(nodes: readonly T[]): readonly (readonly T[])[] {
  return Array.from({length: Math.ceil(nodes.length / nodesPerCommand)}, (_, index) =>
    nodes.slice(index * nodesPerCommand, (index + 1) * nodesPerCommand),
  )
}

/**
 * Performs what `next` hands out, a few at the same time, until it has no more. What is performed may make more to hand out. The
 * first failure ends it, after what is under way has ended.
 */
export async function performAll<T>(next: () => T | null, perform: (task: T) => Promise<void>): Promise<void> {
  const failures: unknown[] = []
  const lane = async (): Promise<void> => {
    for (let task = next(); task !== null && failures.length === 0; task = next()) {
      try {
        await perform(task)
      } catch (error) {
        failures.push(error)
      }
    }
  }
  // A lane that found nothing ends, while another may still make work: that one goes on with it, and then all begin anew.
  for (let task = next(); task !== null && failures.length === 0; task = next()) {
    const first = perform(task).catch((error: unknown) => {
      failures.push(error)
    })
    await Promise.all([first.then(lane), ...Array.from({length: mostInFlight - 1}, lane)])
  }
  if (failures.length > 0) throw failures[0]
}
