import {describe, expect, it} from 'vitest'
import {managedNodes} from '../../../src/collect/deployed/nodes/managed-nodes.ts'
import {masterStatus} from '../../../src/collect/deployed/nodes/master-status.ts'
import {nodes} from '../../../src/collect/deployed/nodes/nodes.ts'
import type {Snapshot} from '../../../src/model/snapshot.ts'
import {denied, type Lab} from '../../lab/index.ts'
import {type DeployedOptions, deployed} from '../../support/deployed.ts'
import {factOf} from '../../support/snapshots.ts'

const status = (options: DeployedOptions = {}) => deployed({collectors: [nodes, masterStatus], ...options})
const managed = (options: DeployedOptions = {}) => deployed({collectors: [nodes, managedNodes], ...options})

const idsOf = (snapshot: Snapshot, group: 'master' | 'media') =>
  factOf(snapshot, 'nodes').flatMap(node => (node.group === group ? [node.id] : []))
const masterIds = (account: Lab['account']) =>
  account.instances.flatMap(({InstanceId, Tags}) =>
    Tags?.some(({Value}) => Value?.startsWith('OpenViduMasterNode')) ? [InstanceId ?? ''] : [],
  )

describe('the status of the nodes', () => {
  it('is ok for all four, of which nothing is planned, in one call', async () => {
    const {snapshot, calls} = await status()
    expect(
      factOf(snapshot, 'masterStatus').map(({subject, system, instance, events}) => [
        subject.logicalId,
        system,
        instance,
        events,
      ]),
    ).toEqual([1, 2, 3, 4].map(slot => [`OpenViduMasterNode${slot}`, 'ok', 'ok', []]))
    expect(factOf(snapshot, 'mediaStatus').map(({id, system, instance}) => [id, system, instance])).toEqual(
      idsOf(snapshot, 'media').map(id => [id, 'ok', 'ok']),
    )
    expect(calls.all.filter(({operation}) => operation === 'DescribeInstanceStatus')).toHaveLength(1)
  })

  it('tells what is impaired, what is stopped, and what is planned and not over', async () => {
    const {snapshot} = await status({
      change: account => {
        const [first, second] = masterIds(account)
        const one = account.instanceStatuses.find(({InstanceId}) => InstanceId === first)
        Object.assign(one ?? {}, {
          SystemStatus: {Status: 'impaired'},
          AttachedEbsStatus: {Status: 'impaired'},
          Events: [
            {
              Code: 'instance-retirement',
              Description: 'The hardware fails',
              NotBefore: new Date('2026-12-01T00:00:00Z'),
            },
            {Code: 'system-reboot', Description: '[Completed] over'},
            {Code: 'system-reboot', Description: '[Canceled] called off'},
            {Code: 'system-maintenance'},
          ],
        })
        const other = account.instanceStatuses.find(({InstanceId}) => InstanceId === second)
        Object.assign(other ?? {}, {
          InstanceState: {Code: 80, Name: 'stopped'},
          SystemStatus: {Status: 'not-applicable'},
          InstanceStatus: {Status: 'not-applicable'},
          AttachedEbsStatus: undefined,
          Events: undefined,
        })
      },
    })
    const [first, second] = factOf(snapshot, 'masterStatus')
    expect(first).toMatchObject({
      system: 'impaired',
      instance: 'ok',
      ebs: 'impaired',
      events: [
        {code: 'instance-retirement', description: 'The hardware fails', notBefore: '2026-12-01T00:00:00.000Z'},
        {code: 'system-maintenance', description: '', notBefore: null},
      ],
    })
    expect(second).toMatchObject({system: 'not-applicable', instance: 'not-applicable', ebs: null, events: []})
  })

  it('asks again without an instance that has vanished since', async () => {
    const {snapshot, calls} = await status({
      change: account => {
        const [, , third] = masterIds(account)
        account.instanceStatuses = account.instanceStatuses.filter(({InstanceId}) => InstanceId !== third)
      },
    })
    expect(factOf(snapshot, 'masters')).toHaveLength(4)
    expect(factOf(snapshot, 'masterStatus').map(({subject}) => subject.logicalId)).toEqual(
      [1, 2, 4].map(slot => `OpenViduMasterNode${slot}`),
    )
    expect(calls.all.filter(({operation}) => operation === 'DescribeInstanceStatus')).toHaveLength(5)
  })

  it('follows the nodes into the dark', async () => {
    const {snapshot} = await status({lab: {faults: [{target: 'ec2.DescribeInstances', fault: denied()}]}})
    const gap = {state: 'unknown', cause: 'denied', action: 'ec2:DescribeInstances'}
    expect(snapshot.facts).toMatchObject({masterStatus: gap, mediaStatus: gap})
  })
})

describe('who Systems Manager manages', () => {
  it('of a stock template are the media nodes alone', async () => {
    const {snapshot} = await managed({template: {}})
    expect(factOf(snapshot, 'managedNodes').map(({id}) => id)).toEqual(idsOf(snapshot, 'media'))
  })

  it('with default host management are all', async () => {
    const {snapshot} = await managed({template: {}, defaultHostManagement: true})
    const all = [...idsOf(snapshot, 'master'), ...idsOf(snapshot, 'media')]
    expect(
      factOf(snapshot, 'managedNodes')
        .map(({id}) => id)
        .toSorted(),
    ).toEqual(all.toSorted())
    expect(factOf(snapshot, 'managedNodes')[0]).toMatchObject({
      ping: 'Online',
      lastPingAt: expect.stringMatching(/^2026-11-22T/),
      agentVersion: '3.3.987.0',
    })
  })

  it('tells a lost connection', async () => {
    const {snapshot} = await managed({
      change: account => {
        for (const node of account.managedInstances) node.PingStatus = 'ConnectionLost'
      },
    })
    expect(new Set(factOf(snapshot, 'managedNodes').map(({ping}) => ping))).toEqual(new Set(['ConnectionLost']))
  })

  it('asks for 400 media nodes in a few calls, whole although one has vanished', async () => {
    const gone = 'i-000000000000000a7'
    const {snapshot, calls} = await managed({
      change: account => {
        const one = account.instances.find(({Tags}) => Tags?.some(({Value}) => Value?.includes('media-asg')))
        const [information] = account.managedInstances
        for (let index = 0; index < 400; index += 1) {
          const InstanceId = `i-${index.toString(16).padStart(17, '0')}`
          account.instances.push({...one, InstanceId})
          account.managedInstances.push({...information, InstanceId})
        }
      },
      lab: {
        faults: [
          {
            target: 'ssm.DescribeInstanceInformation',
            fault: {kind: 'error', code: 'InvalidInstanceId', message: `Instance ${gone} does not exist`, status: 400},
            when: input => JSON.stringify(input).includes(gone),
          },
        ],
      },
    })
    const seen = factOf(snapshot, 'managedNodes').map(({id}) => id)
    expect(seen).not.toContain(gone)
    expect(seen.filter(id => id.startsWith('i-00000000000000'))).toHaveLength(399)
    expect(calls.all.filter(({operation}) => operation === 'DescribeInstanceInformation').length).toBeLessThan(25)
  })

  it('is empty where nobody is', async () => {
    const none = await managed({change: account => void account.managedInstances.splice(0)})
    expect(factOf(none.snapshot, 'managedNodes')).toEqual([])
  })
})
