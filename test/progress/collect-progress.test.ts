import {PassThrough} from 'node:stream'
import {stripVTControlCharacters} from 'node:util'
import {describe, expect, it} from 'vitest'
import {showProgress} from '../../src/progress/collect-progress.ts'

const steps = [
  {id: 'nodes', title: 'Nodes'},
  {id: 'zones', title: 'Zones'},
  {id: 'secret', title: 'Secret value'},
]

/** The lines as they stand at the end, as a person sees them. */
async function drawn(report: (progress: ReturnType<typeof showProgress>) => void | Promise<void>): Promise<string[]> {
  const terminal = Object.assign(new PassThrough(), {isTTY: true, columns: 80, rows: 40})
  let written = ''
  terminal.on('data', chunk => {
    written += chunk
  })
  const progress = showProgress(steps, terminal as unknown as NodeJS.WriteStream)
  await report(progress)
  await progress.settled
  const lines = stripVTControlCharacters(written).split('\n')
  return steps.map(({title}) => lines.findLast(line => line.includes(title))?.trim() ?? '')
}

describe('the progress of look-ups', () => {
  it('ticks what was seen, with its count, crosses what could not be seen, passes over what nobody looked at', async () => {
    const lines = await drawn(({events}) => {
      events.ended?.({id: 'nodes', title: 'Nodes'}, {gaps: 0, count: 4, looked: true})
      events.ended?.({id: 'zones', title: 'Zones'}, {gaps: 1, count: null, looked: true})
      events.ended?.({id: 'secret', title: 'Secret value'}, {gaps: 0, count: null, looked: false})
    })
    expect(lines).toEqual([
      '✔ Nodes: 4',
      '✖ Zones: could not look',
      expect.stringMatching(/^[^✔✖].*nothing to look at/),
    ])
  })

  it('says the same of look-ups that end after their lines were drawn', async () => {
    const lines = await drawn(async ({events}) => {
      await new Promise(setImmediate)
      for (const step of steps) events.ended?.(step, {gaps: 1, count: null, looked: true})
    })
    expect(lines).toEqual(steps.map(({title}) => `✖ ${title}: could not look`))
  })
})
