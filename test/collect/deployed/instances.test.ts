import type {Filter} from '@aws-sdk/client-ec2'
import {describe, expect, it} from 'vitest'
import {nodes} from '../../../src/collect/deployed/nodes/nodes.ts'
import {vcpuQuota} from '../../../src/collect/plan/vcpu-quota.ts'
import {crowded} from '../../lab/scale.ts'
import {type Deployed, deployed} from '../../support/deployed.ts'

/** Each call for instances: its first filter, and the states that it asks for. */
function askedBy(calls: Deployed['calls']): readonly string[] {
  const asked = calls.of('ec2.DescribeInstances').map(({input}) => {
    const filters = input.Filters as Filter[]
    return `${filters[0]?.Name} ${filters.at(-1)?.Values}`
  })
  return asked.toSorted()
}

describe('the calls for instances', () => {
  it('list no fleet twice: the quota is counted by the list on which the nodes are', async () => {
    const {calls} = await deployed({collectors: [nodes, vcpuQuota]})
    expect(askedBy(calls)).toEqual([
      'instance-id stopping,stopped,shutting-down,terminated',
      'instance-state-name pending,running',
      'instance.group-id stopping,stopped,shutting-down,terminated',
      'tag:aws:autoscaling:groupName stopping,stopped,shutting-down,terminated',
    ])
  })

  it('list no fleet twice in an account of many pages: what runs of a group is not asked for by its tag', async () => {
    const {calls} = await deployed({
      collectors: [nodes],
      lab: {pageSize: 500},
      change: account => void crowded(account, 501),
    })
    expect(askedBy(calls).filter(asked => asked.endsWith('running'))).toEqual([
      'instance-id pending,running',
      'instance-state-name pending,running',
      'instance.group-id pending,running',
    ])
  })
})
