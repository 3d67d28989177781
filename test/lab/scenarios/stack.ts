import {prepare} from '../account/change-sets.ts'
import {endedIn} from '../account/stack-states.ts'
import {denied} from '../faults.ts'
import {ago, found, stackIn} from './find.ts'
import type {Scenario} from './index.ts'

export const stackScenarios: readonly Scenario[] = [
  {
    name: 'an update rolled back',
    fails: ['stack-status'],
    change: account =>
      endedIn(account, stackIn(account), 'UPDATE_ROLLBACK_COMPLETE', {
        happenings: [
          {
            resource: 'OpenViduMediaNodeASG',
            status: 'UPDATE_FAILED',
            reason: 'Group did not stabilize. {current/minimum/target/maximum}={1/2/2/4}',
          },
          {resource: 'LoadBalancer', status: 'UPDATE_FAILED', reason: 'Resource update cancelled'},
          {
            status: 'UPDATE_ROLLBACK_IN_PROGRESS',
            reason: 'The following resource(s) failed to update: [OpenViduMediaNodeASG, LoadBalancer].',
          },
        ],
      }),
  },
  {
    name: 'an update that would replace a master',
    fails: ['update-keeps-masters'],
    options: {changeSet: 'bigger-masters'},
    change: account => {
      prepare(stackIn(account), 'bigger-masters', [
        {resource: 'OpenViduMasterNode2', replacement: 'True', properties: ['ImageId']},
        {resource: 'OpenViduMediaNodeASG', properties: ['MaxSize']},
      ])
    },
  },
  {
    name: 'termination protection switched off',
    fails: ['termination-protection'],
    change: account => {
      stackIn(account).stack.EnableTerminationProtection = false
    },
  },
  {
    name: 'a stack whose failures would be rolled back',
    fails: ['failure-keeps-evidence'],
    change: account => {
      stackIn(account).stack.DisableRollback = false
    },
  },
  {
    name: 'a resource that drifted',
    fails: ['stack-drift'],
    change: account => {
      const {stack, resources} = stackIn(account)
      const checked = {LastCheckTimestamp: ago(account, 30)}
      stack.DriftInformation = {StackDriftStatus: 'DRIFTED', ...checked}
      for (const resource of resources) resource.DriftInformation = {StackResourceDriftStatus: 'IN_SYNC', ...checked}
      const changed = resources.find(({LogicalResourceId}) => LogicalResourceId === 'OpenViduMediaNodeASG')
      found(changed, 'media group').DriftInformation = {StackResourceDriftStatus: 'MODIFIED', ...checked}
    },
  },
  {
    name: 'a template that nobody may read',
    fails: [],
    lab: {faults: [{target: 'cloudformation.GetTemplate', fault: denied()}]},
  },
  {
    name: 'outputs that are gone',
    fails: ['outputs-complete'],
    change: account => {
      stackIn(account).stack.Outputs = []
    },
  },
]
