import type {Outcome, Step} from '../../collect/collector.ts'

/** Lines of progress of what is under way. */
export interface Steps {
  readonly ended: (id: string, outcome: Outcome) => void
  /** Resolves when every line is drawn for the last time; what has not ended is told as not looked at. */
  readonly settled: () => Promise<void>
}

/** On a terminal; nothing without one. */
export async function stepsOn(stream: NodeJS.WriteStream | null, steps: readonly Step[]): Promise<Steps> {
  if (stream === null || steps.length === 0) return {ended: () => {}, settled: async () => {}}
  const {showProgress} = await import('../../progress/collect-progress.ts')
  const shown = showProgress(steps, stream)
  const open = new Map(steps.map(step => [step.id, step]))
  const ended = (id: string, outcome: Outcome): void => {
    const step = open.get(id)
    if (step === undefined) return
    open.delete(id)
    shown.events.ended?.(step, outcome)
  }
  return {
    ended,
    settled: async () => {
      for (const id of [...open.keys()]) ended(id, {gaps: 1, count: null, looked: true})
      await shown.settled
    },
  }
}
