import {DescribeAvailabilityZonesCommand, EC2Client} from '@aws-sdk/client-ec2'
import {required} from '../../aws/errors.ts'
import {defineCollector, observe} from '../collector.ts'

/** The Availability Zones of the region; local and wavelength zones can't hold the deployment and don't count. */
export const zones = defineCollector({
  id: 'zones',
  title: 'Availability Zones',
  tier: 'plan',
  provides: ['zones'],
  follows: [],
  iam: ['ec2:DescribeAvailabilityZones'],
  async collect({session}) {
    return {
      zones: await observe('ec2:DescribeAvailabilityZones', async () => {
        const command = new DescribeAvailabilityZonesCommand({
          Filters: [{Name: 'zone-type', Values: ['availability-zone']}],
        })
        const {AvailabilityZones} = await session.client(EC2Client).send(command, session.options)
        return required(AvailabilityZones, 'list of zones')
          .filter(
            ({ZoneType, State}) => (ZoneType ?? 'availability-zone') === 'availability-zone' && State === 'available',
          )
          .map(({ZoneName}) => required(ZoneName, 'zone name'))
          .toSorted()
      }),
    }
  },
})
