import {type InstanceInformation, paginateDescribeInstanceInformation, SSMClient} from '@aws-sdk/client-ssm'
import {hasName, required} from '../../../aws/errors.ts'
import type {AwsSession} from '../../../aws/session.ts'
import type {FactMap} from '../../../model/facts.ts'
import {inBatches} from '../../batches.ts'
import {defineCollector, observe} from '../../collector.ts'
import {withoutVanished} from '../vanished.ts'

/** A page has 50 at most: with more ids the pages of a batch would wait for each other. */
const batch = 50

/** The running nodes that Systems Manager manages; one that never registered is simply not in the answer. */
export const managedNodes = defineCollector({
  id: 'managed-nodes',
  title: 'Systems Manager',
  tier: 'check',
  provides: ['managedNodes'],
  follows: ['nodes'],
  iam: ['ssm:DescribeInstanceInformation'],
  async collect({session, known: {nodes}}) {
    const running = nodes.filter(({state}) => state === 'running').map(({id}) => id)
    return {
      managedNodes: await observe('ssm:DescribeInstanceInformation', async () => {
        const found = await inBatches(running, batch, ids =>
          withoutVanished(
            ids,
            some => informationOf(session, some),
            error => hasName(error, 'InvalidInstanceId'),
          ),
        )
        return found.map(managedOf)
      }),
    }
  },
})

async function informationOf(session: AwsSession, ids: string[]): Promise<readonly InstanceInformation[]> {
  const found: InstanceInformation[] = []
  const pages = paginateDescribeInstanceInformation(
    {client: session.client(SSMClient), pageSize: batch},
    {Filters: [{Key: 'InstanceIds', Values: ids}]},
    session.options,
  )
  for await (const {InstanceInformationList} of pages) found.push(...required(InstanceInformationList, 'list of nodes'))
  return found
}

function managedOf(node: InstanceInformation): FactMap['managedNodes'][number] {
  return {
    id: required(node.InstanceId, 'instance id of a managed node'),
    ping: required(node.PingStatus, 'ping status'),
    lastPingAt: node.LastPingDateTime?.toISOString() ?? null,
    agentVersion: node.AgentVersion ?? null,
  }
}
