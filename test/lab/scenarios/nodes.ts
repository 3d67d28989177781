import {found, idOf, masterIn} from './find.ts'
import type {Scenario} from './index.ts'

export const nodeScenarios: readonly Scenario[] = [
  {
    name: 'a master that fails its status checks',
    fails: ['four-masters'],
    change: account => {
      const {InstanceId} = masterIn(account, 3)
      const status = account.instanceStatuses.find(one => one.InstanceId === InstanceId)
      found(status, 'instance status').InstanceStatus = {
        Status: 'impaired',
        Details: [{Name: 'reachability', Status: 'failed', ImpairedSince: account.now}],
      }
    },
  },
  {
    name: 'a fifth master made by hand',
    fails: ['four-masters'],
    change: account => {
      const model = masterIn(account, 1)
      account.instances.push({
        ...model,
        InstanceId: 'i-0123456789abcdef5',
        PrivateIpAddress: '10.0.0.99',
        Tags: [{Key: 'Name', Value: 'master five'}],
      })
      account.managedInstances.push({InstanceId: 'i-0123456789abcdef5', PingStatus: 'Online'})
    },
  },
  {
    name: 'a master of another size',
    fails: ['master-instance-type'],
    change: account => {
      masterIn(account, 1).InstanceType = 'c6a.2xlarge'
    },
  },
  {
    name: 'a key pair that was deleted',
    fails: ['key-pair'],
    change: account => {
      account.keyPairs = []
    },
  },
  {
    name: 'no room for more media nodes in the quota',
    fails: ['vcpu-quota'],
    change: account => {
      for (const quota of [...account.quotas, ...account.defaultQuotas])
        if (quota.QuotaCode === 'L-1216C47A') quota.Value = 40
    },
  },
  {
    name: 'a node that lost its connection to Systems Manager',
    fails: ['nodes-managed'],
    change: account => {
      const id = masterIn(account, 2).InstanceId
      const managed = account.managedInstances.find(({InstanceId}) => InstanceId === id)
      found(managed, `managed instance ${idOf(account, 'OpenViduMasterNode2')}`).PingStatus = 'ConnectionLost'
    },
  },
]
