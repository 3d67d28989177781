import {describe, expect, it} from 'vitest'
import {crowded, fleetParameters} from '../../lab/scale.ts'
import {type Deployed, deployed} from '../../support/deployed.ts'
import {factOf} from '../../support/snapshots.ts'

/** Calls by operation: how many pages or batches each took. */
function callsOf({calls}: Deployed): Readonly<Record<string, number>> {
  const names = calls.all.map(({service, operation}) => `${service}.${operation}`)
  return Object.fromEntries([...Map.groupBy(names, name => name)].map(([name, all]) => [name, all.length]))
}

describe('the number of calls', () => {
  it('grows with batches of media nodes, not with media nodes', async () => {
    const [few, many] = [await deployed(), await deployed({parameters: fleetParameters(400)})]
    expect(factOf(many.snapshot, 'nodes').filter(({group}) => group === 'media')).toHaveLength(400)
    const before = callsOf(few)
    const grown = Object.entries(callsOf(many)).filter(([name, count]) => count !== before[name])
    expect(Object.fromEntries(grown.map(([name, count]) => [name, count - (before[name] ?? 0)]))).toEqual({
      // 404 instances: 50 in a call of Systems Manager, 100 in one for their status, 200 in a filter of EC2.
      'ec2.DescribeInstanceStatus': 4,
      'ssm.DescribeInstanceInformation': 8,
      'ec2.DescribeVolumes': 2,
    })
  })

  it('does not grow with what else is in the account, but for the pages of what must be counted', async () => {
    const [alone, among] = [await deployed(), await deployed({change: account => void crowded(account, 5_000)})]
    const before = callsOf(alone)
    const grown = Object.entries(callsOf(among)).filter(([name, count]) => count !== before[name])
    // Every running instance takes of the quota: a thousand to a page. Nodes are not looked for on all of those pages: two calls.
    expect(Object.fromEntries(grown.map(([name, count]) => [name, count - (before[name] ?? 0)]))).toEqual({
      'ec2.DescribeInstances': 7,
    })
    expect(factOf(among.snapshot, 'nodes')).toEqual(factOf(alone.snapshot, 'nodes'))
  })
})
