import {ago, found, idOf, stackIn} from './find.ts'
import type {Scenario} from './index.ts'

export const stackScenarios: readonly Scenario[] = [
  {
    name: 'an update rolled back',
    fails: ['stack-status'],
    change: account => {
      const {stack, events} = stackIn(account)
      stack.StackStatus = 'UPDATE_ROLLBACK_COMPLETE'
      stack.LastUpdatedTime = ago(account, 3)
      const common = {StackId: stack.StackId, StackName: stack.StackName}
      const own = {
        ...common,
        LogicalResourceId: stack.StackName,
        PhysicalResourceId: stack.StackId,
        ResourceType: 'AWS::CloudFormation::Stack',
      }
      events.unshift(
        {...own, EventId: 'u5', Timestamp: ago(account, 2.5), ResourceStatus: 'UPDATE_ROLLBACK_COMPLETE'},
        {
          ...own,
          EventId: 'u4',
          Timestamp: ago(account, 2.7),
          ResourceStatus: 'UPDATE_ROLLBACK_IN_PROGRESS',
          ResourceStatusReason: 'The following resource(s) failed to update: [OpenViduMediaNodeASG, LoadBalancer].',
        },
        {
          ...common,
          EventId: 'u3',
          LogicalResourceId: 'LoadBalancer',
          PhysicalResourceId: idOf(account, 'LoadBalancer'),
          ResourceType: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
          Timestamp: ago(account, 2.75),
          ResourceStatus: 'UPDATE_FAILED',
          ResourceStatusReason: 'Resource update cancelled',
        },
        {
          ...common,
          EventId: 'u2',
          LogicalResourceId: 'OpenViduMediaNodeASG',
          PhysicalResourceId: idOf(account, 'OpenViduMediaNodeASG'),
          ResourceType: 'AWS::AutoScaling::AutoScalingGroup',
          Timestamp: ago(account, 2.8),
          ResourceStatus: 'UPDATE_FAILED',
          ResourceStatusReason: 'Group did not stabilize. {current/minimum/target/maximum}={1/2/2/4}',
        },
        {
          ...own,
          EventId: 'u1',
          Timestamp: ago(account, 3),
          ResourceStatus: 'UPDATE_IN_PROGRESS',
          ResourceStatusReason: 'User Initiated',
        },
      )
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
    name: 'outputs that are gone',
    fails: ['outputs-complete'],
    change: account => {
      stackIn(account).stack.Outputs = []
    },
  },
]
