import {Listr, ListrLogger, ProcessOutput} from 'listr2'
import type {CollectEvents, Step} from '../collect/collector.ts'

export interface CollectProgress {
  readonly events: CollectEvents
  /** Resolves when every line is drawn for the last time. */
  readonly settled: Promise<void>
}

interface Line {
  readonly finish: () => void
  readonly miss: () => void
  readonly finished: Promise<void>
  say: (text: string) => void
}

/** One line a look-up on the terminal behind `stream`, ticked off as it ends, with what it could not see. */
export function showProgress(steps: readonly Step[], stream: NodeJS.WriteStream): CollectProgress {
  const lines = new Map<string, Line>()
  const tasks = steps.map(({id, title}) => {
    const {promise, resolve, reject} = Promise.withResolvers<void>()
    const miss = () => reject(new Error('could not look'))
    const line: Line = {finish: resolve, miss, finished: promise, say: () => {}}
    lines.set(id, line)
    return {
      title,
      task: (_: unknown, task: {title: string | undefined}) => {
        line.say = text => {
          task.title = text
        }
        return line.finished
      },
    }
  })
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
      ended: ({id, title}, {gaps, count}) => {
        const line = lines.get(id)
        if (count !== null) line?.say(`${title}: ${count}`)
        if (gaps === 0) return line?.finish()
        // A cross, not a tick: what could not be seen is not done.
        line?.say(`${title}: could not look`)
        line?.miss()
      },
    },
    settled: list.run().then(() => {}),
  }
}
