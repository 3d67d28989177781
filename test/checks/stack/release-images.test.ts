import {describe, expect, it} from 'vitest'
import check from '../../../checks/stack/release-images.ts'
import {known, unknown} from '../../../src/model/fact.ts'
import {failures, healthyPlan, judgeIn, withChanged} from '../../support/snapshots.ts'

const judged = (version: string | null) =>
  judgeIn(
    check,
    withChanged(healthyPlan(), 'template', template => ({...template, version: known(version)})),
  )

describe('release-images', () => {
  it.each(['3.4.0', '3.8.0'])('passes %s', version => {
    expect(judged(version).status).toBe('pass')
  })

  it.each(['3.2.0', '3.3.0'])('fails %s, naming the image, at the line that tells the version', version => {
    const verdict = judged(version)
    expect(failures(verdict)).toEqual(['withdrawn: OPENVIDU_VERSION'])
    expect(verdict).toMatchObject({findings: [{observed: {version, image: 'bitnami/grafana-mimir', role: 'master'}}]})
  })

  it.each(['3.1.0', 'main', '9.9.9', null])('does not pass %s, whose images nobody knows', version => {
    expect(judged(version)).toMatchObject({status: 'unknown', unseen: {cause: 'unresolved'}})
  })

  it('does not judge a version that was not seen', () => {
    const denied = unknown('denied', 'no policy allows it', 'cloudformation:GetTemplate')
    const unread = withChanged(healthyPlan(), 'template', template => ({...template, version: denied}))
    expect(judgeIn(check, unread)).toMatchObject({status: 'unknown', unseen: {cause: 'denied'}})
  })
})
