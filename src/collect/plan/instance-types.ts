import {EC2Client, paginateDescribeInstanceTypeOfferings} from '@aws-sdk/client-ec2'
import {required} from '../../aws/errors.ts'
import {defineCollector, observe} from '../collector.ts'

/** The zones that offer each instance type the plan uses. */
export const typeOfferings = defineCollector({
  id: 'type-offerings',
  title: 'Instance types',
  tier: 'plan',
  provides: ['typeOfferings'],
  follows: ['masters'],
  iam: ['ec2:DescribeInstanceTypeOfferings'],
  async collect({session, known: {masters}, facts: {mediaGroup}}) {
    if (mediaGroup?.state === 'unknown') return {typeOfferings: mediaGroup}
    const nodes = mediaGroup?.state === 'known' ? [...masters, mediaGroup.value] : masters
    const settings = nodes.map(({instanceType}) => instanceType.value)
    const types = [...new Set(settings.flatMap(setting => (setting.state === 'known' ? [setting.value] : [])))]
    return {
      typeOfferings: await observe('ec2:DescribeInstanceTypeOfferings', async () => {
        const zones = new Map(types.map(type => [type, new Set<string>()]))
        const pages = paginateDescribeInstanceTypeOfferings(
          {client: session.client(EC2Client)},
          {LocationType: 'availability-zone', Filters: [{Name: 'instance-type', Values: types}]},
          session.options,
        )
        if (types.length > 0) {
          for await (const {InstanceTypeOfferings} of pages) {
            for (const {InstanceType, Location} of required(InstanceTypeOfferings, 'offerings of instance types'))
              zones.get(required(InstanceType, 'type of an offering'))?.add(required(Location, 'zone of an offering'))
          }
        }
        return types.map(type => ({type, zones: [...(zones.get(type) ?? [])].toSorted()}))
      }),
    }
  },
})
