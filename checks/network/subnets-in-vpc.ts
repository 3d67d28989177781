import {noSubnet} from '../../src/derive/subnets.ts'
import {defineCheck} from '../../src/model/check.ts'
import {installationGuide} from '../../src/openvidu/pages.ts'

export default defineCheck({
  id: 'subnets-in-vpc',
  area: 'network',
  title: 'Every subnet exists and belongs to the VPC of the deployment',
  severity: 'critical',
  sources: ['lookup', 'deployed'],
  requirements: ['R13'],
  why: 'Security groups are made in the VPC; a node or a load balancer in a subnet of another one cannot have them, and the stack fails.',
  how: {
    lookup: 'AWS is asked for each subnet that the parameters name, and its VPC is compared with the one they name.',
    deployed: 'The same for the subnets and the VPC of the stack.',
  },
  needs: ['subnets', 'vpc'],
  phrases: {
    noVpc: ({observed, expected}: {observed: {vpc: string}; expected: {parameter: string}}) =>
      `${observed.vpc} does not exist in this account and region; ${expected.parameter} must name a VPC that does`,
    noSubnet: ({observed, expected}: {observed: {subnet: string}; expected: {vpc: string}}) =>
      `${observed.subnet} does not exist in this account and region; it should be a subnet of ${expected.vpc}`,
    elsewhere: ({observed, expected}: {observed: {subnet: string; vpc: string}; expected: {vpc: string}}) =>
      `${observed.subnet} belongs to ${observed.vpc}; it should be a subnet of ${expected.vpc}`,
  },
  remedy: {
    text: 'Name subnets of the VPC given in OpenViduVPC, or name their VPC there.',
    commands: ['aws ec2 describe-subnets --filters Name=vpc-id,Values=VPC_ID --query "Subnets[].SubnetId"'],
    url: installationGuide,
  },
  remedies: {
    noVpc: {
      text: 'Correct OpenViduVPC, or choose the account and the region that the VPC is in.',
      commands: ['aws ec2 describe-vpcs --region REGION --query "Vpcs[].VpcId"'],
      url: installationGuide,
    },
  },
  judge({subnets, vpc}, {fail, see}) {
    if (!vpc.exists) fail('noVpc', vpc.subject, {observed: {vpc: vpc.id}, expected: {parameter: 'OpenViduVPC'}})
    if (subnets.length === 0) see(noSubnet, vpc.subject)
    for (const {subject, id, details} of subnets) {
      if (details === null) fail('noSubnet', subject, {observed: {subnet: id}, expected: {vpc: vpc.id}})
      else if (details.vpcId !== vpc.id) {
        fail('elsewhere', subject, {observed: {subnet: id, vpc: details.vpcId}, expected: {vpc: vpc.id}})
      }
    }
  },
})
