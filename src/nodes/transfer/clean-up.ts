import {type Unknown, unknown} from '../../model/fact.ts'
import {cleanScript, cleanSeconds, toldGone} from './clean-script.ts'
import type {TransferRequest} from './request.ts'
import type {RunId} from './staging-place.ts'

/** From Ctrl-C to the end of the process somebody waits. */
export const usualMilliseconds = 20_000

/**
 * Removes what a run staged, whatever ended it: with a signal of its own. Tells why for each node that did not say that it is gone.
 */
export async function cleanUp(
  {commander, cleanUpMilliseconds = usualMilliseconds}: Pick<TransferRequest, 'commander' | 'cleanUpMilliseconds'>,
  run: RunId,
  nodes: readonly string[],
  comment: string,
): Promise<ReadonlyMap<string, Unknown>> {
  const left = new Map(nodes.map(node => [node, unknown('timed-out', 'the node did not answer in time')]))
  if (nodes.length === 0) return left
  const ending = new AbortController()
  const late = Promise.withResolvers<void>()
  // Not by AbortSignal.timeout, which lets the process end before it.
  const timer = setTimeout(() => {
    ending.abort()
    late.resolve()
  }, cleanUpMilliseconds)
  try {
    const removed = commander(ending.signal).run(
      {script: cleanScript(run), nodes, comment, seconds: cleanSeconds},
      (node, answer) => {
        if (answer.state === 'unknown') left.set(node, answer)
        else if (toldGone(answer.output, run)) left.delete(node)
        else left.set(node, unknown('failed', 'the node did not say that it is removed'))
      },
    )
    await Promise.race([removed, late.promise])
  } finally {
    clearTimeout(timer)
  }
  return new Map(left)
}
