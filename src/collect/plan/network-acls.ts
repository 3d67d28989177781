import {EC2Client, type NetworkAcl, paginateDescribeNetworkAcls} from '@aws-sdk/client-ec2'
import {required} from '../../aws/errors.ts'
import {defineCollector, observe} from '../collector.ts'

/** AWS's own number for the last entry, which denies what no other decided. */
const lastEntry = 32_767

/** The network ACLs of the subnets that the plan names. */
export const networkAcls = defineCollector({
  id: 'network-acls',
  title: 'Network ACLs',
  tier: 'plan',
  provides: ['networkAcls'],
  follows: ['subnets'],
  iam: ['ec2:DescribeNetworkAcls'],
  async collect({session, known}) {
    const ids = known.subnets.flatMap(({id, details}) => (details === null ? [] : [id]))
    return {
      networkAcls: await observe('ec2:DescribeNetworkAcls', async () => {
        const found: NetworkAcl[] = []
        const pages = paginateDescribeNetworkAcls(
          {client: session.client(EC2Client)},
          {Filters: [{Name: 'association.subnet-id', Values: ids}]},
          session.options,
        )
        if (ids.length > 0) for await (const {NetworkAcls = []} of pages) found.push(...NetworkAcls)
        return found.map(acl => ({
          subject: {type: 'AWS::EC2::NetworkAcl', id: acl.NetworkAclId ?? '', logicalId: null, location: null},
          subnetIds: (acl.Associations ?? []).flatMap(({SubnetId}) =>
            SubnetId !== undefined && ids.includes(SubnetId) ? [SubnetId] : [],
          ),
          entries: required(acl.Entries, 'entries of a network ACL').map(entry => ({
            egress: entry.Egress === true,
            number: entry.RuleNumber ?? lastEntry,
            allows: entry.RuleAction === 'allow',
            protocol: entry.Protocol ?? '-1',
            cidr: entry.CidrBlock ?? entry.Ipv6CidrBlock ?? '',
            fromPort: entry.PortRange?.From ?? 0,
            toPort: entry.PortRange?.To ?? 65_535,
          })),
        }))
      }),
    }
  },
})
