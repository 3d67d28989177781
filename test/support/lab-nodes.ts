import {EC2Client, paginateDescribeInstances} from '@aws-sdk/client-ec2'
import {required} from '../../src/aws/errors.ts'
import {defineCollector, observe} from '../../src/collect/collector.ts'

/** The nodes of the lab's stack by their tags: enough for look-ups that only follow them. */
export const labNodes = defineCollector({
  id: 'lab-nodes',
  title: 'Nodes',
  tier: 'check',
  provides: ['nodes'],
  follows: ['parts', 'stackName'],
  iam: ['ec2:DescribeInstances'],
  async collect({session, known: {parts, stackName}}) {
    return {
      nodes: await observe('ec2:DescribeInstances', async () => {
        const pages = paginateDescribeInstances(
          {client: session.client(EC2Client)},
          {Filters: [{Name: 'tag:aws:cloudformation:stack-name', Values: [stackName]}]},
          session.options,
        )
        const found = []
        for await (const {Reservations = []} of pages) {
          for (const instance of Reservations.flatMap(({Instances = []}) => Instances)) {
            const id = required(instance.InstanceId, 'instance id')
            const slot = parts.masters.findIndex(master => master.id === id)
            const tags = (instance.Tags ?? []).map(({Key = '', Value = ''}) => ({key: Key, value: Value}))
            const named = tags.some(({key, value}) => key === 'Name' && value.includes('Master Node'))
            found.push({
              subject: {
                type: 'AWS::EC2::Instance',
                id,
                logicalId: parts.masters[slot]?.logicalId ?? null,
                location: null,
              },
              id,
              group: slot >= 0 || named ? ('master' as const) : ('media' as const),
              slot: slot >= 0 ? slot + 1 : null,
              ofStack: true,
              state: instance.State?.Name ?? '',
              zone: instance.Placement?.AvailabilityZone ?? '',
              subnetId: instance.SubnetId ?? null,
              privateAddress: instance.PrivateIpAddress ?? null,
              publicAddress: instance.PublicIpAddress ?? null,
              instanceType: instance.InstanceType ?? '',
              imageId: instance.ImageId ?? '',
              architecture: instance.Architecture ?? '',
              launchedAt: required(instance.LaunchTime, 'launch time').toISOString(),
              tags,
              profile: instance.IamInstanceProfile?.Arn ?? null,
            })
          }
        }
        return found
      }),
    }
  },
})
