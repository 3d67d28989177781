import {Listr, ListrLogger, ProcessOutput} from 'listr2'
import type {CollectEvents, Outcome, Step} from '../collect/collector.ts'

export interface CollectProgress {
  readonly events: CollectEvents
  /** Resolves when every line is drawn for the last time. */
  readonly settled: Promise<void>
}

/** How a look-up's line ends: with a tick, passed over, or with a cross. */
interface End {
  readonly title: string
  readonly how: 'seen' | 'passed' | 'missed'
}

interface Task {
  title: string | undefined
  readonly skip: (message: string) => void
}

/** One line a look-up on the terminal behind `stream`, ticked off as it ends, with what it could not see. */
export function showProgress(steps: readonly Step[], stream: NodeJS.WriteStream): CollectProgress {
  // Kept as promises of ends: a look-up may end before its line is first drawn.
  const ends = new Map(steps.map(({id}) => [id, Promise.withResolvers<End>()]))
  const tasks = steps.map(({id, title}) => ({
    title,
    task: async (_: unknown, task: Task) => {
      const end = await ends.get(id)?.promise
      if (end === undefined) return
      if (end.how === 'passed') return task.skip(end.title)
      task.title = end.title
      // A cross, not a tick: what could not be seen is not done.
      if (end.how === 'missed') throw new Error(end.title)
    },
  }))
  const logger = new ListrLogger({useIcons: false, processOutput: new ProcessOutput(stream, stream)})
  const list = new Listr(tasks, {
    concurrent: true,
    exitOnError: false,
    renderer: 'default',
    // It would look at stdout, which may be a file while somebody watches stderr.
    forceTTY: true,
    rendererOptions: {logger, collapseSubtasks: false, showErrorMessage: false},
    registerSignalListeners: false,
  })
  return {
    events: {
      ended: ({id, title}, outcome) => ends.get(id)?.resolve(endOf(title, outcome)),
    },
    settled: list.run().then(() => {}),
  }
}

function endOf(title: string, {gaps, count, looked}: Outcome): End {
  if (gaps > 0) return {title: `${title}: could not look`, how: 'missed'}
  // No tick for what nobody looked at.
  if (!looked) return {title: `${title}: nothing to look at`, how: 'passed'}
  return {title: count === null ? title : `${title}: ${count}`, how: 'seen'}
}
