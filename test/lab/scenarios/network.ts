import {makeNodesPrivate} from '../account/private-nodes.ts'
import {balancerIn, found, groupBehind, ingressIn, listenerIn, masterIn, remove} from './find.ts'
import type {Scenario} from './index.ts'

export const networkScenarios: readonly Scenario[] = [
  {
    name: 'a load balancer without room to scale',
    fails: ['target-health'],
    change: account => {
      balancerIn(account).balancer.State = {Code: 'active_impaired'}
    },
  },
  {
    name: 'two masters in one zone',
    fails: ['master-subnet-az-spread'],
    parameters: {
      OpenViduMasterNodeSubnets: 'subnet-0a00000000000001,subnet-0a00000000000002,subnet-0a00000000000003',
    },
  },
  {
    name: 'media subnets without public addresses',
    fails: ['public-ip-auto-assign'],
    change: account => {
      for (const subnet of account.subnets)
        if (subnet.SubnetId?.startsWith('subnet-0b') === true) subnet.MapPublicIpOnLaunch = false
    },
  },
  {
    name: 'a route to the internet that leads nowhere',
    fails: ['subnet-internet-route'],
    change: account => {
      const table = account.routeTables.find(({Tags}) => Tags?.some(({Value}) => Value === 'masters'))
      const route = found(table, 'route table of the masters').Routes?.find(
        ({DestinationCidrBlock}) => DestinationCidrBlock === '0.0.0.0/0',
      )
      found(route, 'default route').State = 'blackhole'
    },
  },
  {
    name: 'private nodes behind a NAT gateway that failed',
    generation: 'next',
    fails: ['subnet-internet-route'],
    change: account => {
      const {nat} = makeNodesPrivate(account)
      nat.State = 'failed'
      nat.FailureCode = 'InvalidAllocationID.NotFound'
      nat.FailureMessage = 'Elastic IP address eipalloc-0123456789abcdef0 could not be associated with this NAT gateway'
    },
  },
  {
    name: 'private nodes behind a NAT gateway in a private subnet',
    generation: 'next',
    fails: ['subnet-internet-route'],
    change: account => {
      const {nat} = makeNodesPrivate(account)
      nat.SubnetId = masterIn(account, 1).SubnetId
    },
  },
  {
    name: 'private nodes behind a NAT gateway that works',
    generation: 'next',
    fails: [],
    change: account => void makeNodesPrivate(account),
  },
  {
    name: 'DNS support of the VPC switched off',
    fails: ['vpc-dns'],
    change: account => {
      for (const attributes of account.vpcAttributes) attributes.enableDnsSupport = false
    },
  },
  {
    name: 'a network ACL without return traffic',
    fails: ['network-acls'],
    change: account => {
      const [acl] = account.networkAcls
      found(acl?.Entries, 'entries').push({
        CidrBlock: '0.0.0.0/0',
        Protocol: '17',
        Egress: false,
        RuleAction: 'deny',
        RuleNumber: 50,
        PortRange: {From: 50_000, To: 60_000},
      })
    },
  },
  {
    name: 'the port of MongoDB closed between masters',
    fails: ['security-group-ports'],
    change: account => remove(account.securityGroupRules, ingressIn(account, 'OpenViduMasterNodeSG', 20_000)),
  },
  {
    name: 'SSH opened to the world',
    fails: ['ssh-exposure'],
    change: account => {
      const rule = ingressIn(account, 'OpenViduMediaNodeSG', 7881)
      account.securityGroupRules.push({
        ...rule,
        SecurityGroupRuleId: 'sgr-0feedfacefeedface',
        IpProtocol: 'tcp',
        FromPort: 22,
        ToPort: 22,
        CidrIpv4: '0.0.0.0/0',
      })
    },
  },
  {
    name: 'a certificate that expires and is not renewed',
    fails: ['certificate-expiry'],
    change: account => {
      const certificate = found(account.certificates[0], 'certificate')
      certificate.NotAfter = new Date(account.now.getTime() + 9 * 86_400_000)
      certificate.RenewalSummary = {
        RenewalStatus: 'PENDING_VALIDATION',
        RenewalStatusReason: 'NO_AVAILABLE_CONTACTS',
        DomainValidationOptions: [],
        UpdatedAt: account.now,
      }
    },
  },
  {
    name: 'a certificate of another domain',
    fails: ['certificate-domain-match'],
    change: account => {
      const certificate = found(account.certificates[0], 'certificate')
      certificate.DomainName = 'www.example.org'
      certificate.SubjectAlternativeNames = ['www.example.org']
    },
  },
  {
    name: 'a listener with another certificate than the parameter',
    fails: ['listener-certificate'],
    change: account => {
      const {listener} = listenerIn(account, 443)
      listener.Certificates = [
        {
          CertificateArn: `arn:aws:acm:${account.region}:${account.accountId}:certificate/11111111-0000-4000-8000-000000000009`,
        },
      ]
    },
  },
  {
    name: 'a listener that shows the certificate of the parameter to those who name its domain',
    fails: [],
    change: account => {
      const {listener, certificates} = listenerIn(account, 443)
      certificates.push(...(listener.Certificates ?? []))
      listener.Certificates = [
        {
          CertificateArn: `arn:aws:acm:${account.region}:${account.accountId}:certificate/11111111-0000-4000-8000-000000000009`,
        },
      ]
    },
  },
  {
    name: 'an expired certificate beside the default one of a listener',
    fails: ['certificate-expiry'],
    change: account => {
      const own = found(account.certificates[0], 'certificate')
      const CertificateArn = `${own.CertificateArn}-old`
      const NotAfter = new Date(account.now.getTime() - 86_400_000)
      account.certificates.push({...own, CertificateArn, NotAfter, Type: 'IMPORTED'})
      listenerIn(account, 443).certificates.push({CertificateArn})
    },
  },
  {
    name: 'the listener of RTMPS removed',
    fails: ['listeners'],
    change: account => remove(account.listeners, listenerIn(account, 1935)),
  },
  {
    name: 'a health check on another path',
    fails: ['health-checks'],
    change: account => {
      groupBehind(account, 443).group.HealthCheckPath = '/'
    },
  },
  {
    name: 'a master that fails the health checks of the balancer',
    fails: ['target-health'],
    change: account => {
      const {InstanceId} = masterIn(account, 2)
      const target = groupBehind(account, 443).health.find(({Target}) => Target?.Id === InstanceId)
      found(target, 'target').TargetHealth = {
        State: 'unhealthy',
        Reason: 'Target.FailedHealthChecks',
        Description: 'Health checks failed',
      }
    },
  },
  {
    name: 'a master taken out of a target group',
    fails: ['targets-registered'],
    change: account => {
      const {InstanceId} = masterIn(account, 4)
      const {health} = groupBehind(account, 443)
      remove(
        health,
        found(
          health.find(({Target}) => Target?.Id === InstanceId),
          'target',
        ),
      )
    },
  },
  {
    name: 'deletion protection of the balancer switched off',
    fails: ['balancer-attributes'],
    change: account => {
      for (const attribute of balancerIn(account).attributes)
        if (attribute.Key === 'deletion_protection.enabled') attribute.Value = 'false'
    },
  },
  {
    name: 'a domain that leads somewhere else',
    fails: ['domain-resolves'],
    names: healthy => ({...healthy, 'meet.example.com': {a: ['203.0.113.80']}}),
  },
]
