import {BackupClient, paginateListRecoveryPointsByResource} from '@aws-sdk/client-backup'
import {required} from '../../../aws/errors.ts'
import type {AwsSession} from '../../../aws/session.ts'
import {known} from '../../../model/fact.ts'
import type {FactMap} from '../../../model/facts.ts'
import type {Subject} from '../../../model/subject.ts'
import {lookFor} from '../../ask.ts'
import {defineCollector, seen} from '../../collector.ts'

type RecoveryPoint = FactMap['recoveryPoints'][number]

const action = 'backup:ListRecoveryPointsByResource'
/** The others are not there yet, not whole, or not for long. */
const usable = ['COMPLETED', 'AVAILABLE']

/** What AWS Backup keeps of the masters: of each volume, and of the instances, whose images hold their volumes. */
export const recoveryPoints = defineCollector({
  id: 'recovery-points',
  title: 'Recovery points',
  tier: 'check',
  provides: ['recoveryPoints'],
  follows: ['masterVolumes'],
  iam: [action],
  async collect({session, known: {masterVolumes}}) {
    const resources = new Map<string, Subject>()
    for (const {subject, details} of masterVolumes) {
      if (details === null) continue
      resources.set(details.arn, subject)
      const {node} = details
      if (node === null) continue
      resources.set(node.arn, {type: 'AWS::EC2::Instance', id: node.id, logicalId: null, location: null})
    }
    // There is no call for several, but there are four masters only.
    const looked = await Promise.all(
      [...resources].map(async ([arn, subject]) => ({subject, arn, newest: await newestOf(session, arn)})),
    )
    return {recoveryPoints: seen(looked, action)}
  },
})

async function newestOf(session: AwsSession, arn: string): Promise<RecoveryPoint['newest']> {
  const found = await lookFor(action, async () => {
    let newest: {id: string; at: string} | null = null
    const pages = paginateListRecoveryPointsByResource(
      {client: session.client(BackupClient)},
      {ResourceArn: arn},
      session.options,
    )
    for await (const {RecoveryPoints} of pages) {
      for (const {RecoveryPointArn, CreationDate, Status} of required(RecoveryPoints, 'list of recovery points')) {
        if (!usable.includes(required(Status, 'status of a recovery point'))) continue
        const at = required(CreationDate, 'time of a recovery point').toISOString()
        if (newest === null || newest.at < at) newest = {id: required(RecoveryPointArn, 'recovery point'), at}
      }
    }
    return newest
  })
  // What AWS Backup has never heard of, it has no copy of.
  return found ?? known(null)
}
