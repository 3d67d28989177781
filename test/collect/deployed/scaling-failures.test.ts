import {describe, expect, it} from 'vitest'
import {scalingFailures} from '../../../src/collect/deployed/media/scaling-failures.ts'
import {emptyPage, type LabAccount} from '../../lab/index.ts'
import {type DeployedOptions, deployed} from '../../support/deployed.ts'
import {factOf, testTime} from '../../support/snapshots.ts'

const look = async (options: DeployedOptions = {}) => deployed({...options, collectors: [scalingFailures]})
const message = 'You have requested more vCPU capacity than your current vCPU limit of 32 allows'

/** So many launches that failed, the newest now. */
function fail(account: LabAccount, count: number): void {
  const [group] = account.autoScalingGroups.filter(one => one.AutoScalingGroupName?.includes('media'))
  account.scalingActivities.unshift(
    ...Array.from({length: count}, (_, index) => ({
      ActivityId: `failure ${index}`,
      AutoScalingGroupName: group?.AutoScalingGroupName,
      Description: 'Launching a new EC2 instance.  Status Reason: You have requested more vCPU',
      Cause: 'At 2026-11-22T09:00:00Z an instance was started',
      StartTime: new Date(Date.parse(testTime) - index * 60_000),
      StatusCode: 'Failed' as const,
      StatusMessage: message,
    })),
  )
}

const attempt = (change: (account: LabAccount) => void, lab: DeployedOptions['lab'] = {}) => look({change, lab})

describe('the activities of the group', () => {
  it('are two launches and no failure in a healthy stack', async () => {
    const {snapshot, calls} = await look()
    expect(factOf(snapshot, 'scalingActivities')).toMatchObject({
      subject: {logicalId: 'OpenViduMediaNodeASG'},
      failed: [],
      successful: [1, 2].map(() => ({description: expect.stringMatching(/^Launching a new EC2 instance: i-/)})),
    })
    expect(calls.all.filter(({service}) => service === 'autoscaling')).toHaveLength(2)
  })

  it('tell failures with what EC2 said, newest first', async () => {
    const {snapshot} = await attempt(account => fail(account, 2))
    const {failed} = factOf(snapshot, 'scalingActivities')
    expect(failed).toMatchObject([{at: testTime, message, cause: expect.stringContaining('was started')}, {message}])
  })

  it('are the newest hundred of each kind, however many there are and however small the pages', async () => {
    const {snapshot, calls} = await attempt(account => fail(account, 1000))
    expect(factOf(snapshot, 'scalingActivities').failed).toHaveLength(100)
    expect(calls.all.filter(({service}) => service === 'autoscaling')).toHaveLength(2)
    const paged = await attempt(account => fail(account, 20), {pageSize: 5})
    expect(factOf(paged.snapshot, 'scalingActivities').failed).toHaveLength(20)
  })

  it('are read past an empty page, and are unknown where no page ever has any', async () => {
    const target = 'autoscaling.DescribeScalingActivities'
    const once = await attempt(account => fail(account, 1), {faults: [{target, fault: emptyPage(), times: 1}]})
    expect(factOf(once.snapshot, 'scalingActivities').failed).toHaveLength(1)
    const always = await attempt(account => fail(account, 1), {faults: [{target, fault: emptyPage()}]})
    expect(always.snapshot.facts.scalingActivities).toMatchObject({state: 'unknown', cause: 'truncated'})
  })

  it('are absent without the group', async () => {
    const gone = await attempt(account => void account.autoScalingGroups.splice(0))
    expect(gone.snapshot.facts.scalingActivities).toMatchObject({state: 'absent'})
  })
})
