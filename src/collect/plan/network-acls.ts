import {EC2Client, type NetworkAcl, paginateDescribeNetworkAcls} from '@aws-sdk/client-ec2'
import {required} from '../../aws/errors.ts'
import {defineCollector, observe} from '../collector.ts'

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
        if (ids.length > 0)
          for await (const {NetworkAcls} of pages) found.push(...required(NetworkAcls, 'list of network ACLs'))
        return found.map(acl => ({
          subject: {
            type: 'AWS::EC2::NetworkAcl',
            id: required(acl.NetworkAclId, 'id of a network ACL'),
            logicalId: null,
            location: null,
          },
          subnetIds: required(acl.Associations, 'subnets of a network ACL').flatMap(({SubnetId}) =>
            SubnetId !== undefined && ids.includes(SubnetId) ? [SubnetId] : [],
          ),
          entries: required(acl.Entries, 'entries of a network ACL').map(entry => ({
            egress: required(entry.Egress, 'direction of an ACL entry'),
            number: required(entry.RuleNumber, 'number of an ACL entry'),
            allows: required(entry.RuleAction, 'action of an ACL entry') === 'allow',
            protocol: required(entry.Protocol, 'protocol of an ACL entry'),
            cidr: required(entry.CidrBlock ?? entry.Ipv6CidrBlock, 'range of an ACL entry'),
            fromPort: entry.PortRange?.From ?? 0,
            toPort: entry.PortRange?.To ?? 65_535,
          })),
        }))
      }),
    }
  },
})
