import {describe, expect, it} from 'vitest'
import {deployedCollectors} from '../../src/collect/deployed/index.ts'
import {insideCollectors} from '../../src/collect/inside/index.ts'
import {neededFor} from '../../src/collect/needed.ts'

const all = [...deployedCollectors, ...insideCollectors]
const idsFor = (...facts: Parameters<typeof neededFor>[0][]) =>
  neededFor(
    facts.flatMap(list => [...list]),
    all,
  ).map(({id}) => id)

describe('the look-ups that some facts need', () => {
  it('are those that provide them, and what these follow or wait for, in their order', () => {
    expect(idsFor(['nodeProbes'])).toEqual(['nodes', 'managed-nodes', 'node-probes'])
    expect(idsFor(['nodeProbes'])).not.toContain('console-outputs')
    expect(idsFor(['consoleOutputs'])).toContain('node-probes')
  })

  it('are none for facts that no look-up provides', () => {
    expect(idsFor(['template', 'stack'])).toEqual([])
  })

  it('are all of them for all facts', () => {
    expect(
      neededFor(
        all.flatMap(({provides}) => provides),
        all,
      ),
    ).toEqual(all)
  })
})
