import {describe, expect, it} from 'vitest'
import check from '../../../checks/masters/image-resolves.ts'
import {known, unknown} from '../../../src/model/fact.ts'
import {failures, healthyPlan, judgeIn, offlinePlan, withChanged, withFacts} from '../../support/snapshots.ts'

const image = (logicalId: string, reference: string) => ({
  subject: {type: 'AWS::EC2::LaunchTemplate', id: null, logicalId, location: null},
  reference: known(reference),
  architecture: known('x86_64' as const),
})

const nodes = (master: string, media: string) => {
  const masters = withChanged(healthyPlan(), 'masters', all =>
    all.map(one => ({...one, image: image('OpenViduMasterLaunchTemplate', master)})),
  )
  return withChanged(masters, 'mediaGroup', group => ({
    ...group,
    image: image('OpenViduMediaNodeLaunchTemplate', media),
  }))
}

const found = (reference: string, imageId: string | null = 'ami-1') => ({reference, imageId, architecture: null})

describe('image-resolves', () => {
  it('passes where both images exist', () => {
    const snapshot = withFacts(nodes('/one', '/two'), {images: [found('/one'), found('/two')]})
    expect(judgeIn(check, snapshot).status).toBe('pass')
  })

  it('fails an image that does not, once for all masters', () => {
    const snapshot = withFacts(nodes('/one', '/two'), {images: [found('/one', null), found('/two')]})
    const verdict = judgeIn(check, snapshot)
    expect(failures(verdict)).toEqual(['unresolved: OpenViduMasterLaunchTemplate'])
    expect(verdict).toMatchObject({
      findings: [{severity: 'high', observed: {nodes: 'the master nodes', references: ['/one']}}],
    })
  })

  it('does not pass an image that was not looked up or whose name is open', () => {
    expect(judgeIn(check, offlinePlan())).toMatchObject({status: 'unknown', unseen: {facts: ['images']}})
    const one = withFacts(nodes('/one', '/two'), {images: [found('/one')]})
    expect(judgeIn(check, one)).toMatchObject({status: 'unknown', unseen: {cause: 'not-requested'}})
    const open = unknown('unresolved', 'Image depends on a value known at deploy time')
    const hidden = withChanged(one, 'mediaGroup', group => ({...group, image: {...group.image, reference: open}}))
    expect(judgeIn(check, hidden)).toMatchObject({status: 'unknown', unseen: {cause: 'unresolved'}})
  })
})
