import {describe, expect, it} from 'vitest'
import {cures, ownCauses} from '../../src/openvidu/failure-causes.ts'
import {failureChains} from '../../src/openvidu/failure-chains.ts'
import {signatures} from '../../src/openvidu/signatures.ts'

describe('chains of failures', () => {
  it('lead in no circle on one node', () => {
    const effects = (id: string) =>
      failureChains
        .filter(({causes, reach}) => reach === 'node' && causes.some(one => one === id))
        .flatMap(one => one.effects)
    for (const start of Object.keys(cures)) {
      const seen = new Set<string>()
      const waiting: string[] = [...effects(start)]
      for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
        expect(id, `${start} would explain itself`).not.toBe(start)
        if (seen.has(id)) continue
        seen.add(id)
        waiting.push(...effects(id))
      }
    }
  })

  it('have a cure for every cause, with an official page', () => {
    expect(Object.keys(cures).toSorted()).toEqual(
      [...signatures.map(({id}) => id), ...Object.keys(ownCauses)].toSorted(),
    )
    for (const {url} of Object.values(cures)) expect(url).toMatch(/^https:\/\//)
  })

  it('give their reason in one sentence', () => {
    for (const {why} of failureChains) expect(why).toMatch(/^[A-Z].*\.$/)
  })
})
