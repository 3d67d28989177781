import type {LabBackupPlan} from '../account/deployment.ts'
import {AwsError} from '../protocol/aws-error.ts'
import type {Answers, LabCall} from './answers.ts'

export const dlm: Answers<typeof import('@aws-sdk/client-dlm')> = {
  GetLifecyclePolicies: ({PolicyIds, State, ResourceTypes, TargetTags}, {account}) => ({
    Policies: account.lifecyclePolicies
      .filter(policy => PolicyIds === undefined || PolicyIds.length === 0 || PolicyIds.includes(policy.PolicyId ?? ''))
      .filter(policy => State === undefined || policy.State === State)
      .filter(
        ({PolicyDetails}) =>
          ResourceTypes === undefined ||
          ResourceTypes.length === 0 ||
          PolicyDetails?.ResourceTypes?.some(type => ResourceTypes.includes(type)),
      )
      .filter(
        ({PolicyDetails}) =>
          TargetTags === undefined ||
          TargetTags.length === 0 ||
          PolicyDetails?.TargetTags?.some(({Key, Value}) => TargetTags.includes(`${Key}=${Value}`)),
      )
      .map(({PolicyId, Description, State: state, Tags, PolicyDetails, DefaultPolicy}) => ({
        PolicyId,
        Description,
        State: state,
        Tags,
        PolicyType: PolicyDetails?.PolicyType,
        DefaultPolicy,
      })),
  }),

  GetLifecyclePolicy: ({PolicyId}, {account}) => {
    const found = account.lifecyclePolicies.find(policy => policy.PolicyId === PolicyId)
    if (found === undefined) {
      throw new AwsError('ResourceNotFoundException', `The policy with the ID ${PolicyId} could not be found`)
    }
    return {Policy: found}
  },
}

export const backup: Answers<typeof import('@aws-sdk/client-backup')> = {
  ListBackupPlans: (_, {account}) => ({
    BackupPlansList: account.backupPlans.map(({id, arn, plan}) => ({
      BackupPlanId: id,
      BackupPlanArn: arn,
      BackupPlanName: plan.BackupPlanName,
      CreationDate: account.now,
    })),
  }),

  GetBackupPlan: ({BackupPlanId}, call) => {
    const {id, arn, plan} = planOf(call, BackupPlanId)
    return {BackupPlanId: id, BackupPlanArn: arn, BackupPlan: plan}
  },

  ListBackupSelections: ({BackupPlanId}, call) => ({
    BackupSelectionsList: planOf(call, BackupPlanId).selections.map(({id, selection}) => ({
      SelectionId: id,
      SelectionName: selection.SelectionName,
      BackupPlanId,
      IamRoleArn: selection.IamRoleArn,
    })),
  }),

  GetBackupSelection: ({BackupPlanId, SelectionId}, call) => {
    const found = planOf(call, BackupPlanId).selections.find(({id}) => id === SelectionId)
    if (found === undefined) throw missing(`Cannot find Backup selection with ID ${SelectionId}`)
    return {BackupSelection: found.selection, SelectionId: found.id, BackupPlanId}
  },

  DescribeRegionSettings: (_, {account}) => ({ResourceTypeOptInPreference: account.backupOptIn}),

  DescribeProtectedResource: ({ResourceArn = ''}, {account}) => {
    const found = account.recoveryPoints.find(({resourceArn}) => resourceArn === ResourceArn)
    if (found === undefined) throw missing(`Protected resource ${ResourceArn} cannot be found`)
    const newest = found.points.toSorted((one, other) => Number(other.CreationDate) - Number(one.CreationDate))[0]
    return {
      ResourceArn,
      ResourceType: ResourceArn.includes(':instance/') ? 'EC2' : 'EBS',
      LastBackupTime: newest?.CreationDate,
      LastRecoveryPointArn: newest?.RecoveryPointArn,
    }
  },

  ListRecoveryPointsByResource: ({ResourceArn}, {account}) => ({
    RecoveryPoints: account.recoveryPoints.find(({resourceArn}) => resourceArn === ResourceArn)?.points ?? [],
  }),
}

function missing(message: string): AwsError {
  return new AwsError('ResourceNotFoundException', message)
}

function planOf({account}: LabCall, planId: string | undefined): LabBackupPlan {
  const found = account.backupPlans.find(({id}) => id === planId)
  if (found === undefined) throw missing(`Cannot find Backup plan with ID ${planId}`)
  return found
}
