import {defineCheck} from '../../src/model/check.ts'
import {subjectName} from '../../src/model/subject.ts'
import {vpcDns as page} from '../../src/openvidu/pages.ts'

export default defineCheck({
  id: 'vpc-dns',
  area: 'network',
  title: 'DNS support of the VPC is on',
  severity: 'medium',
  sources: ['lookup', 'deployed'],
  requirements: [],
  why: 'Without it the resolver that nodes are given does not answer: no package, image, secret or licence can be reached by name, unless the VPC has a resolver of its own.',
  how: {
    lookup: 'The attribute enableDnsSupport of the VPC is looked up.',
    deployed: 'The same for the VPC of the stack.',
  },
  needs: ['vpcDns'],
  phrases: {
    off: ({observed, expected}: {observed: {vpc: string; dnsSupport: string}; expected: {dnsSupport: string}}) =>
      `DNS support of ${observed.vpc} is ${observed.dnsSupport}; it should be ${expected.dnsSupport}`,
  },
  remedy: {
    text: 'Turn DNS support on, unless the DHCP options of the VPC name a resolver of your own.',
    commands: ['aws ec2 modify-vpc-attribute --vpc-id VPC_ID --enable-dns-support \'{"Value":true}\''],
    url: page,
  },
  judge({vpcDns: {subject, supported}}, {fail}) {
    if (supported) return
    fail('off', subject, {observed: {vpc: subjectName(subject), dnsSupport: 'off'}, expected: {dnsSupport: 'on'}})
  },
})
