import {DescribeVpcAttributeCommand, DescribeVpcsCommand, EC2Client} from '@aws-sdk/client-ec2'
import {required} from '../../aws/errors.ts'
import type {Subject} from '../../model/subject.ts'
import {defineCollector, observe} from '../collector.ts'

/** Whether the VPC that the plan names is there, and resolves names. */
export const vpc = defineCollector({
  id: 'vpc',
  title: 'VPC',
  tier: 'plan',
  provides: ['vpc', 'vpcDns'],
  follows: ['vpcId'],
  iam: ['ec2:DescribeVpcs', 'ec2:DescribeVpcAttribute'],
  async collect({session, known: {vpcId}}) {
    if (vpcId.value.state === 'unknown') return {vpc: vpcId.value, vpcDns: vpcId.value}
    const id = vpcId.value.value
    const client = session.client(EC2Client)
    const subject: Subject = {type: 'AWS::EC2::VPC', id, logicalId: null, location: vpcId.subject.location}
    const [found, dns] = await Promise.all([
      observe('ec2:DescribeVpcs', async () => {
        const {Vpcs} = await client.send(
          new DescribeVpcsCommand({Filters: [{Name: 'vpc-id', Values: [id]}]}),
          session.options,
        )
        return {subject, id, exists: required(Vpcs, 'list of VPCs').some(({VpcId}) => VpcId === id)}
      }),
      observe('ec2:DescribeVpcAttribute', async () => {
        const command = new DescribeVpcAttributeCommand({VpcId: id, Attribute: 'enableDnsSupport'})
        const {EnableDnsSupport} = await client.send(command, session.options)
        return {subject, supported: required(EnableDnsSupport?.Value, 'enableDnsSupport')}
      }),
    ])
    return {vpc: found, vpcDns: dns}
  },
})
