import {EC2Client, type InstanceStatus, paginateDescribeInstanceStatus} from '@aws-sdk/client-ec2'
import {hasName, required} from '../../../aws/errors.ts'
import type {AwsSession} from '../../../aws/session.ts'
import type {FactMap} from '../../../model/facts.ts'
import {inBatches} from '../../batches.ts'
import {defineCollector, observe} from '../../collector.ts'
import {withoutVanished} from '../vanished.ts'
import {standing} from './live-masters.ts'

/** What EC2's status checks say of the masters, and what it has planned for them. */
export const masterStatus = defineCollector({
  id: 'master-status',
  title: 'Status of the masters',
  tier: 'check',
  provides: ['masterStatus'],
  follows: ['nodes'],
  iam: ['ec2:DescribeInstanceStatus'],
  async collect({session, known: {nodes}}) {
    const masters = new Map(standing(nodes).map(({id, subject}) => [id, subject]))
    return {
      masterStatus: await observe('ec2:DescribeInstanceStatus', async () => {
        const statuses = await inBatches([...masters.keys()], 100, ids =>
          withoutVanished(
            ids,
            some => statusesOf(session, some),
            error => hasName(error, 'InvalidInstanceID.NotFound'),
          ),
        )
        return statuses.flatMap((status): FactMap['masterStatus'] => {
          const id = required(status.InstanceId, 'instance id of a status')
          const subject = masters.get(id)
          return subject === undefined ? [] : [statusOf(status, id, subject)]
        })
      }),
    }
  },
})

async function statusesOf(session: AwsSession, ids: string[]): Promise<readonly InstanceStatus[]> {
  const found: InstanceStatus[] = []
  const pages = paginateDescribeInstanceStatus(
    {client: session.client(EC2Client)},
    // Only running ones are told otherwise.
    {InstanceIds: ids, IncludeAllInstances: true},
    session.options,
  )
  for await (const {InstanceStatuses} of pages) found.push(...required(InstanceStatuses, 'list of statuses'))
  return found
}

type Master = FactMap['masterStatus'][number]

function statusOf(status: InstanceStatus, id: string, subject: Master['subject']): Master {
  return {
    subject,
    id,
    system: required(status.SystemStatus?.Status, 'system status'),
    instance: required(status.InstanceStatus?.Status, 'instance status'),
    // No list where nothing is planned. What is over stays in it for a week, told by its description only.
    events: (status.Events ?? [])
      .filter(({Description}) => !/^\[(Completed|Canceled)\]/.test(Description ?? ''))
      .map(({Code, Description, NotBefore}) => ({
        code: required(Code, 'code of an event'),
        description: Description ?? '',
        notBefore: NotBefore?.toISOString() ?? null,
      })),
  }
}
