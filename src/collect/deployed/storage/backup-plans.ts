import {
  BackupClient,
  type BackupSelection,
  type ConditionParameter,
  DescribeRegionSettingsCommand,
  GetBackupPlanCommand,
  GetBackupSelectionCommand,
  paginateListBackupPlans,
  paginateListBackupSelections,
} from '@aws-sdk/client-backup'
import {required} from '../../../aws/errors.ts'
import type {AwsSession} from '../../../aws/session.ts'
import {known, type Seen} from '../../../model/fact.ts'
import type {FactMap} from '../../../model/facts.ts'
import {ask, lookFor} from '../../ask.ts'

type Policies = FactMap['backupPolicies']
type Plan = Extract<Policies['plans'], {state: 'known'}>['value'][number]
type Selection = Extract<Extract<Plan['selections'], {state: 'known'}>['value'][number], {state: 'known'}>['value']

/** A rule without a time runs daily at five. Source: API reference, BackupRule. */
const usualSchedule = 'cron(0 5 ? * * *)'

/** The plans of AWS Backup in the region, with what each takes in. */
export async function backupPlans(session: AwsSession): Promise<Policies['plans']> {
  return ask('backup:ListBackupPlans', async () => {
    const plans: {id: string; name: string}[] = []
    const pages = paginateListBackupPlans({client: session.client(BackupClient)}, {}, session.options)
    for await (const {BackupPlansList} of pages) {
      for (const {BackupPlanId, BackupPlanName} of required(BackupPlansList, 'list of backup plans')) {
        const id = required(BackupPlanId, 'id of a backup plan')
        plans.push({id, name: BackupPlanName ?? id})
      }
    }
    return Promise.all(
      plans.map(async ({id, name}): Promise<Plan> => {
        const [schedules, selections] = await Promise.all([schedulesOf(session, id), selectionsOf(session, id)])
        const subject = {type: 'AWS::Backup::BackupPlan', id, logicalId: null, location: null}
        return {subject, id, name, schedules, selections}
      }),
    )
  })
}

/** Which kinds of resource AWS Backup may touch in the region. */
export async function optedIn(session: AwsSession): Promise<Policies['optedIn']> {
  return ask('backup:DescribeRegionSettings', async () => {
    const command = new DescribeRegionSettingsCommand({})
    const {ResourceTypeOptInPreference: preference} = await session.client(BackupClient).send(command, session.options)
    const of = (type: string) => required(required(preference, 'opt-in of AWS Backup')[type], `opt-in for ${type}`)
    return {volumes: of('EBS'), instances: of('EC2')}
  })
}

async function schedulesOf(session: AwsSession, id: string): Promise<Plan['schedules']> {
  const found = await lookFor('backup:GetBackupPlan', async () => {
    const command = new GetBackupPlanCommand({BackupPlanId: id})
    const {BackupPlan} = await session.client(BackupClient).send(command, session.options)
    const rules = required(required(BackupPlan, 'backup plan').Rules, 'rules of a backup plan')
    return rules.map(({ScheduleExpression}) => ScheduleExpression ?? usualSchedule)
  })
  // Deleted in the meantime: it makes nothing any more.
  return found ?? known([])
}

async function selectionsOf(session: AwsSession, id: string): Promise<Plan['selections']> {
  const found = await lookFor('backup:ListBackupSelections', async () => {
    const ids: string[] = []
    const pages = paginateListBackupSelections(
      {client: session.client(BackupClient)},
      {BackupPlanId: id},
      session.options,
    )
    for await (const {BackupSelectionsList} of pages) {
      for (const {SelectionId} of required(BackupSelectionsList, 'list of backup selections'))
        ids.push(required(SelectionId, 'id of a backup selection'))
    }
    const looked = await Promise.all(ids.map(selection => selectionOf(session, id, selection)))
    return looked.filter(selection => selection !== null)
  })
  return found ?? known([])
}

async function selectionOf(session: AwsSession, planId: string, id: string): Promise<Seen<Selection> | null> {
  return lookFor('backup:GetBackupSelection', async () => {
    const command = new GetBackupSelectionCommand({BackupPlanId: planId, SelectionId: id})
    const {BackupSelection: selection} = await session.client(BackupClient).send(command, session.options)
    return asSelection(id, required(selection, 'backup selection'))
  })
}

/** Each way to select is optional, and left out where it is not used. */
function asSelection(id: string, selection: BackupSelection): Selection {
  const {Resources, NotResources, ListOfTags, Conditions: conditions} = selection
  return {
    name: selection.SelectionName ?? id,
    resources: [...(Resources ?? [])],
    notResources: [...(NotResources ?? [])],
    anyTag: conditionsOf(ListOfTags),
    conditions: {
      equals: conditionsOf(conditions?.StringEquals),
      notEquals: conditionsOf(conditions?.StringNotEquals),
      like: conditionsOf(conditions?.StringLike),
      notLike: conditionsOf(conditions?.StringNotLike),
    },
  }
}

function conditionsOf(conditions: readonly ConditionParameter[] | undefined): Selection['anyTag'] {
  return (conditions ?? []).map(({ConditionKey, ConditionValue}) => ({
    // The one list writes the tag's name, the other the condition key of IAM; both are met in either.
    key: required(ConditionKey, 'key of a condition').replace(/^aws:ResourceTag\//, ''),
    value: required(ConditionValue, 'value of a condition'),
  }))
}
