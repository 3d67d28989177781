import {describe, expect, it} from 'vitest'
import {holdingVolumes, lostWithDisks, templateDeletesDisks} from '../../src/derive/volume-loss.ts'
import {known, unknown} from '../../src/model/fact.ts'
import {healthyStack} from '../support/healthy-stack/index.ts'
import {factOf} from '../support/snapshots.ts'

const volumes = factOf(healthyStack(), 'volumes')

describe('what is lost with the disks of the masters', () => {
  it('is recordings, too, where no bucket takes them', () => {
    expect(lostWithDisks('on disks')).toMatch(/^recordings, the database/)
    expect(lostWithDisks('in buckets')).toMatch(/^the database/)
  })

  it('is on every disk of theirs, and in the first generation on those that the stack made', () => {
    const [first] = volumes.filter(({group}) => group === 'master')
    if (first === undefined) throw new Error('the healthy stack has volumes')
    expect(holdingVolumes(volumes, false)).toHaveLength(volumes.filter(({group}) => group === 'master').length)
    expect(holdingVolumes([first], true)).toEqual([])
    const made = {...first, subject: {...first.subject, logicalId: 'Volume1'}}
    expect(holdingVolumes([made, {...made, group: 'media'}], true)).toEqual([made])
  })

  it('is so by the template only where it says it of a disk of a master', () => {
    const asks = (value: boolean) =>
      volumes.map(volume => ({...volume, deleteOnTermination: {...volume.deleteOnTermination, value: known(value)}}))
    expect(templateDeletesDisks(asks(true))).toBe(true)
    expect(templateDeletesDisks(asks(true).filter(({group}) => group === 'media'))).toBe(false)
    expect(templateDeletesDisks(asks(false))).toBe(false)
    const gap = unknown('unresolved', 'not known')
    const unseen = volumes.map(volume => ({
      ...volume,
      deleteOnTermination: {...volume.deleteOnTermination, value: gap},
    }))
    expect(templateDeletesDisks(unseen)).toBe(false)
  })
})
