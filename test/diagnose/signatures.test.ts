import {describe, expect, it} from 'vitest'
import {signatures} from '../../src/openvidu/signatures.ts'
import {diagnosed} from '../support/incidents/diagnosed.ts'
import {troubles} from '../support/incidents/troubles/index.ts'

describe('each failure signature in realistic surroundings', () => {
  it('all have an incident, but the one that is harmless', () => {
    const harmless = signatures.filter(({benign}) => benign === true).map(({id}) => id)
    expect(harmless).toEqual(['F28'])
    expect(troubles.map(({id}) => id)).toEqual(signatures.map(({id}) => id).filter(id => !harmless.includes(id)))
  })

  it.each(troubles.map(trouble => [trouble.id, trouble.name, trouble] as const))(
    '%s: %s',
    async (_, __, {change, first, explains}) => {
      const {causes} = await diagnosed(change)
      expect(causes.map(({id}) => id)).toEqual([first])
      expect(causes[0]?.explains).toEqual(expect.arrayContaining([...explains]))
      const evidence = causes[0]?.evidence ?? []
      expect(evidence.length).toBeGreaterThan(0)
      if (first !== 'F40') expect(evidence.some(({signature}) => signature === first)).toBe(true)
    },
  )
})
