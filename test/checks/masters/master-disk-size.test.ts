import {describe, expect, it} from 'vitest'
import check from '../../../checks/masters/master-disk-size.ts'
import {known, unknown} from '../../../src/model/fact.ts'
import type {FactMap} from '../../../src/model/facts.ts'
import {healthyStack} from '../../support/healthy-stack/index.ts'
import {failures, healthyPlan, judgeIn, withChanged, withFacts} from '../../support/snapshots.ts'

type Volume = FactMap['volumes'][number]

const volume = (name: string, size: number, part: Partial<Volume> = {}): Volume => ({
  subject: {type: 'AWS::EC2::LaunchTemplate', id: '/dev/sda1', logicalId: name, location: null},
  nodes: [],
  group: 'master',
  root: true,
  sizeGiB: {subject: {type: 'Parameter', id: name, logicalId: null, location: null}, value: known(size)},
  encryption: known('on'),
  deleteOnTermination: {
    subject: {type: 'Parameter', id: name, logicalId: null, location: null},
    value: known(true),
  },
  ...part,
})

const judged = (...volumes: Volume[]) => judgeIn(check, withFacts(healthyPlan(), {volumes}))

describe('master-disk-size', () => {
  it('passes 100 GB and more, whatever the media nodes have', () => {
    expect(judgeIn(check, healthyPlan()).status).toBe('pass')
    expect(judged(volume('Masters', 100), volume('Media', 8, {group: 'media'})).status).toBe('pass')
  })

  it.each([
    [99, 'tight', 'low', 100],
    [50, 'tight', 'low', 100],
    [49, 'tooSmall', 'medium', 50],
  ])('reports %i GB as %s', (size, phrase, severity, expected) => {
    const verdict = judged(volume('MasterNodesDiskSize', size))
    expect(failures(verdict)).toEqual([`${phrase}: MasterNodesDiskSize`])
    expect(verdict).toMatchObject({findings: [{severity, observed: {sizeGB: size}, expected: {sizeGB: expected}}]})
  })

  it('reports the odd one out', () => {
    const verdict = judged(volume('One', 100), volume('Two', 200), volume('Three', 100), volume('Four', 100))
    expect(failures(verdict)).toEqual(['unequal: Two'])
    expect(verdict).toMatchObject({findings: [{observed: {sizeGB: 200}, expected: {sizeGB: 100}}]})
  })

  it('judges the separate volumes of the first generation, not the root', () => {
    expect(judged(volume('Root', 10), volume('Data', 100, {root: false})).status).toBe('pass')
    expect(failures(judged(volume('Root', 100), volume('Data', 10, {root: false})))).toEqual(['tooSmall: Data'])
  })

  it('does not pass a size that nobody states', () => {
    const size = {subject: volume('Root', 0).subject, value: unknown('unresolved', 'the size of the image decides')}
    expect(judged(volume('Root', 0, {sizeGiB: size})).status).toBe('unknown')
    expect(judged().status).toBe('unknown')
  })

  it('judges the volumes themselves on a deployed stack, and not what was attached by hand', () => {
    expect(judgeIn(check, healthyStack()).status).toBe('pass')
    const sized = (size: number) =>
      withChanged(healthyStack(), 'volumes', volumes =>
        volumes.map((own, index) => (index === 0 ? {...own, sizeGiB: {...own.sizeGiB, value: known(size)}} : own)),
      )
    expect(failures(judgeIn(check, sized(20)))).toEqual(['smallVolume: vol-0aaaaaaaaaaaaaaa1'])
    expect(judgeIn(check, sized(20))).toMatchObject({
      findings: [{message: 'vol-0aaaaaaaaaaaaaaa1 of OpenViduMasterNode1 has 20 GB; expected at least 50 GB'}],
    })
    expect(failures(judgeIn(check, sized(200)))).toEqual(['unequal: vol-0aaaaaaaaaaaaaaa1'])
    const extra = withChanged(healthyStack(), 'volumes', volumes => {
      const [first] = volumes
      if (first === undefined) throw new Error('no volume')
      const subject = {...first.subject, id: 'vol-extra'}
      return [...volumes, {...first, subject, root: false, sizeGiB: {subject, value: known(8)}}]
    })
    expect(judgeIn(check, extra).status).toBe('pass')
  })
})
