import {describe, expect, it} from 'vitest'
import {nodes} from '../../../src/collect/deployed/nodes/nodes.ts'
import {backupPolicies} from '../../../src/collect/deployed/storage/backup-policies.ts'
import {recoveryPoints} from '../../../src/collect/deployed/storage/recovery-points.ts'
import {volumes} from '../../../src/collect/deployed/storage/volumes.ts'
import {coverageOf} from '../../../src/derive/snapshot-coverage.ts'
import {denied, errorOf, type LabAccount} from '../../lab/index.ts'
import {type DeployedOptions, deployed} from '../../support/deployed.ts'
import {factOf} from '../../support/snapshots.ts'

const seen = async (options: DeployedOptions = {}) =>
  deployed({...options, collectors: [nodes, volumes, backupPolicies, recoveryPoints]})

const withPlan = (account: LabAccount, selections: LabAccount['backupPlans'][number]['selections']) => {
  account.backupPlans.push({
    id: 'plan-1',
    arn: 'arn:aws:backup:us-east-1:123456789012:backup-plan:plan-1',
    plan: {
      BackupPlanName: 'daily',
      Rules: [
        {RuleName: 'nightly', TargetBackupVaultName: 'Default', ScheduleExpression: 'cron(0 3 * * ? *)'},
        {RuleName: 'usual', TargetBackupVaultName: 'Default'},
      ],
    },
    selections,
  })
}

describe('the look-up of snapshot policies', () => {
  it('finds the policy that covers the volumes of the masters by the names of their instances', async () => {
    const {snapshot, account, calls} = await seen()
    const policies = factOf(snapshot, 'backupPolicies')
    expect(policies).toMatchObject({
      lifecycle: {value: [{value: {state: 'ENABLED', resourceTypes: ['INSTANCE'], schedules: ['rate(24 hours)']}}]},
      plans: {state: 'known', value: []},
      optedIn: {value: {volumes: true, instances: true}},
    })
    const masterVolumes = factOf(snapshot, 'masterVolumes')
    expect(masterVolumes).toHaveLength(4)
    for (const {details} of masterVolumes) {
      if (details === null) throw new Error('no volume')
      const name = account.lifecyclePolicies[0]?.PolicyId
      expect(coverageOf(details, policies)).toEqual({by: [{name, intervalHours: 24}], idle: [], open: []})
    }
    expect(calls.actions().filter(action => /^(dlm|backup):/.test(action))).toEqual(
      [...backupPolicies.iam, ...recoveryPoints.iam].filter(action => !/GetBackup|Selections/.test(action)).toSorted(),
    )
  })

  it('reads default policies, images and errors, and leaves out what copies others', async () => {
    const {snapshot} = await seen({
      change: account => {
        const [policy] = account.lifecyclePolicies
        account.lifecyclePolicies = [
          {...policy, PolicyId: 'policy-error', State: 'ERROR', StatusMessage: 'the role may not create snapshots'},
          {
            PolicyId: 'policy-default',
            State: 'ENABLED',
            DefaultPolicy: true,
            PolicyDetails: {
              PolicyLanguage: 'SIMPLIFIED',
              ResourceType: 'VOLUME',
              CreateInterval: 7,
              Exclusions: {
                ExcludeBootVolumes: true,
                ExcludeVolumeTypes: ['io2'],
                ExcludeTags: [{Key: 'a', Value: 'b'}],
              },
            },
          },
          {PolicyId: 'policy-event', State: 'ENABLED', PolicyDetails: {PolicyType: 'EVENT_BASED_POLICY'}},
        ]
      },
    })
    const {lifecycle} = factOf(snapshot, 'backupPolicies')
    expect(lifecycle).toMatchObject({
      value: [
        {value: {id: 'policy-error', state: 'ERROR', statusMessage: 'the role may not create snapshots'}},
        {
          value: {
            id: 'policy-default',
            isDefault: true,
            resourceTypes: ['VOLUME'],
            excludesRoot: true,
            excludedVolumeTypes: ['io2'],
            excludedTags: [{key: 'a', value: 'b'}],
            schedules: ['rate(7 days)'],
          },
        },
      ],
    })
    expect(lifecycle.state === 'known' && lifecycle.value).toHaveLength(2)
  })

  it('reads plans with their rules and selections', async () => {
    const {snapshot} = await seen({
      change: account =>
        withPlan(account, [
          {
            id: 'selection-1',
            selection: {
              SelectionName: 'masters',
              IamRoleArn: 'arn:aws:iam::123456789012:role/backup',
              Resources: ['arn:aws:ec2:*:*:instance/*'],
              ListOfTags: [{ConditionType: 'STRINGEQUALS', ConditionKey: 'backup', ConditionValue: 'daily'}],
              Conditions: {StringLike: [{ConditionKey: 'aws:ResourceTag/Name', ConditionValue: '*Master*'}]},
            },
          },
        ]),
    })
    expect(factOf(snapshot, 'backupPolicies').plans).toMatchObject({
      value: [
        {
          name: 'daily',
          schedules: {value: ['cron(0 3 * * ? *)', 'cron(0 5 ? * * *)']},
          selections: {
            value: [
              {
                value: {
                  name: 'masters',
                  resources: ['arn:aws:ec2:*:*:instance/*'],
                  notResources: [],
                  anyTag: [{key: 'backup', value: 'daily'}],
                  conditions: {equals: [], like: [{key: 'Name', value: '*Master*'}]},
                },
              },
            ],
          },
        },
      ],
    })
  })

  it.each([
    ['dlm', 'lifecycle', 'dlm:GetLifecyclePolicies'],
    ['backup.ListBackupPlans', 'plans', 'backup:ListBackupPlans'],
    ['backup.DescribeRegionSettings', 'optedIn', 'backup:DescribeRegionSettings'],
  ] as const)('where %s is denied the rest is seen', async (target, part, action) => {
    const {snapshot} = await seen({lab: {faults: [{target, fault: denied()}]}})
    const policies = factOf(snapshot, 'backupPolicies')
    for (const key of ['lifecycle', 'plans', 'optedIn'] as const) {
      expect(policies[key]).toMatchObject(key === part ? {state: 'unknown', cause: 'denied', action} : {state: 'known'})
    }
  })

  it('loses one policy, plan or selection alone', async () => {
    const {snapshot} = await seen({
      change: account => withPlan(account, [{id: 's', selection: {SelectionName: 's', IamRoleArn: 'r'}}]),
      lab: {
        faults: [
          {target: 'dlm.GetLifecyclePolicy', fault: denied()},
          {target: 'backup.GetBackupPlan', fault: denied()},
          {target: 'backup.GetBackupSelection', fault: denied()},
        ],
      },
    })
    expect(factOf(snapshot, 'backupPolicies')).toMatchObject({
      lifecycle: {value: [{state: 'unknown', action: 'dlm:GetLifecyclePolicy'}]},
      plans: {
        value: [
          {
            schedules: {state: 'unknown', action: 'backup:GetBackupPlan'},
            selections: {value: [{state: 'unknown', action: 'backup:GetBackupSelection'}]},
          },
        ],
      },
    })
  })

  it('leaves out what was deleted in the meantime', async () => {
    const {snapshot} = await seen({
      change: account => withPlan(account, [{id: 's', selection: {SelectionName: 's', IamRoleArn: 'r'}}]),
      lab: {
        faults: ['dlm.GetLifecyclePolicy', 'backup.GetBackupPlan', 'backup.ListBackupSelections'].map(target => ({
          target: target as 'dlm.GetLifecyclePolicy',
          fault: errorOf('ResourceNotFoundException', 'gone'),
        })),
      },
    })
    expect(factOf(snapshot, 'backupPolicies')).toMatchObject({
      lifecycle: {state: 'known', value: []},
      plans: {value: [{schedules: {value: []}, selections: {value: []}}]},
    })
  })
})

describe('the look-up of recovery points', () => {
  it('finds the newest usable one of volumes and instances, and tells none from not seen', async () => {
    const {snapshot} = await seen({
      change: account => {
        const [volume] = account.volumes.filter(({Attachments}) =>
          account.instances.some(
            ({InstanceId, Tags}) =>
              InstanceId === Attachments?.[0]?.InstanceId && Tags?.some(({Value}) => Value?.includes('Master Node')),
          ),
        )
        account.recoveryPoints.push({
          resourceArn: `arn:aws:ec2:us-east-1:123456789012:volume/${volume?.VolumeId}`,
          points: [
            {RecoveryPointArn: 'point-old', CreationDate: new Date('2026-11-20T00:00:00Z'), Status: 'COMPLETED'},
            {RecoveryPointArn: 'point-new', CreationDate: new Date('2026-11-21T00:00:00Z'), Status: 'AVAILABLE'},
            {RecoveryPointArn: 'point-partial', CreationDate: new Date('2026-11-22T00:00:00Z'), Status: 'PARTIAL'},
          ],
        })
      },
    })
    const points = factOf(snapshot, 'recoveryPoints')
    expect(points).toHaveLength(8)
    const found = points.filter(({newest}) => newest.state === 'known' && newest.value !== null)
    expect(found).toMatchObject([{newest: {value: {id: 'point-new', at: '2026-11-21T00:00:00.000Z'}}}])
    const refused = await seen({lab: {faults: [{target: 'backup.ListRecoveryPointsByResource', fault: denied()}]}})
    for (const {newest} of factOf(refused.snapshot, 'recoveryPoints'))
      expect(newest).toMatchObject({state: 'unknown', action: 'backup:ListRecoveryPointsByResource'})
  })
})
