import {EC2Client, type InstanceStatus, paginateDescribeInstanceStatus} from '@aws-sdk/client-ec2'
import {hasName, required} from '../../../aws/errors.ts'
import type {AwsSession} from '../../../aws/session.ts'
import type {FactMap} from '../../../model/facts.ts'
import {hasEnded} from '../../../openvidu/instance-states.ts'
import {inBatches} from '../../batches.ts'
import {defineCollector, observe} from '../../collector.ts'
import {withoutVanished} from '../vanished.ts'

const action = 'ec2:DescribeInstanceStatus'

/** What EC2's status checks say of the nodes, and what it has planned for them. */
export const masterStatus = defineCollector({
  id: 'master-status',
  title: 'Status of the instances',
  tier: 'check',
  provides: ['masterStatus', 'mediaStatus'],
  follows: ['nodes'],
  iam: [action],
  async collect({session, known: {nodes}}) {
    const standing = nodes.filter(({state}) => !hasEnded(state))
    const found = await observe(action, async () => {
      const ids = standing.map(({id}) => id)
      const statuses = await inBatches(ids, 100, some =>
        withoutVanished(
          some,
          left => statusesOf(session, left),
          error => hasName(error, 'InvalidInstanceID.NotFound'),
        ),
      )
      return new Map(statuses.map(status => [required(status.InstanceId, 'instance id of a status'), status]))
    })
    if (found.state !== 'seen') return {masterStatus: found, mediaStatus: found}
    const of = (group: 'master' | 'media') =>
      standing.flatMap(node => {
        const status = node.group === group ? found.value.get(node.id) : undefined
        return status === undefined ? [] : [statusOf(status, node.id, node.subject)]
      })
    return {
      masterStatus: await observe(action, async () => of('master')),
      mediaStatus: await observe(action, async () => of('media')),
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
    // Only types of the Nitro system have it.
    ebs: status.AttachedEbsStatus?.Status ?? null,
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
