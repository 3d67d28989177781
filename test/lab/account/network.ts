import type {NatGateway, NetworkAcl, Route, RouteTable, SecurityGroupRule, Subnet, Vpc} from '@aws-sdk/client-ec2'
import type {LabAccount, LabInternetGateway} from './account.ts'
import {ec2Id, regionCode} from './ids.ts'
import {arn, listParameter, type Setting} from './setting.ts'

type Network = Pick<
  LabAccount,
  | 'vpcs'
  | 'vpcAttributes'
  | 'subnets'
  | 'routeTables'
  | 'internetGateways'
  | 'natGateways'
  | 'networkAcls'
  | 'securityGroups'
>

/** The parameters that name subnets, in whose order the account's subnets stand. */
export const subnetParameters = ['OpenViduMasterNodeSubnets', 'OpenViduMediaNodeSubnets', 'LoadBalancerSubnets']

/**
 * The VPC of the parameters with every subnet that they name, public, spread over the zones; behind them a private subnet
 * with a NAT gateway that no parameter names. Master subnets have a route table of their own, the others use the main one.
 */
export function network(setting: Setting): Network {
  const vpcId = vpcOf(setting)
  const gatewayId = ec2Id('igw', vpcId)
  const subnets = publicSubnets(setting, vpcId)
  const hidden = privateSubnet(setting, vpcId, subnets.length)
  const masters = listParameter(setting, 'OpenViduMasterNodeSubnets')
  const nat = natGateway(vpcId, subnets[0]?.SubnetId ?? '')
  return {
    vpcs: [vpc(setting, vpcId)],
    vpcAttributes: [{vpcId, enableDnsSupport: true, enableDnsHostnames: true}],
    subnets: [...subnets, hidden],
    internetGateways: [internetGateway(setting, vpcId, gatewayId)],
    natGateways: [nat],
    routeTables: [
      routeTable(setting, vpcId, 'main', null, {DestinationCidrBlock: '0.0.0.0/0', GatewayId: gatewayId}),
      routeTable(setting, vpcId, 'masters', masters, {DestinationCidrBlock: '0.0.0.0/0', GatewayId: gatewayId}),
      routeTable(setting, vpcId, 'private', [hidden.SubnetId ?? ''], {
        DestinationCidrBlock: '0.0.0.0/0',
        NatGatewayId: nat.NatGatewayId,
      }),
    ],
    networkAcls: [defaultAcl(setting, vpcId, [...subnets, hidden])],
    securityGroups: [defaultGroup(setting, vpcId)],
  }
}

export function vpcOf({parameters}: Setting): string {
  return parameters.OpenViduVPC ?? 'vpc-0d000000000000001'
}

function vpc({accountId}: Setting, vpcId: string): Vpc {
  return {
    VpcId: vpcId,
    State: 'available',
    CidrBlock: '10.0.0.0/16',
    DhcpOptionsId: ec2Id('dopt', vpcId),
    InstanceTenancy: 'default',
    IsDefault: false,
    OwnerId: accountId,
    CidrBlockAssociationSet: [
      {
        AssociationId: ec2Id('vpc-cidr-assoc', vpcId),
        CidrBlock: '10.0.0.0/16',
        CidrBlockState: {State: 'associated'},
      },
    ],
    Tags: [{Key: 'Name', Value: 'video'}],
  }
}

function publicSubnets(setting: Setting, vpcId: string): Subnet[] {
  const made = new Map<string, Subnet>()
  for (const parameter of subnetParameters) {
    for (const [index, subnetId] of listParameter(setting, parameter).entries()) {
      if (made.has(subnetId)) continue
      made.set(subnetId, subnet(setting, vpcId, subnetId, index, made.size))
    }
  }
  return [...made.values()]
}

function subnet(setting: Setting, vpcId: string, subnetId: string, zone: number, number: number): Subnet {
  const {region, accountId, zoneNames} = setting
  const at = zone % zoneNames.length
  return {
    SubnetId: subnetId,
    SubnetArn: arn(setting, 'ec2', `subnet/${subnetId}`),
    VpcId: vpcId,
    OwnerId: accountId,
    State: 'available',
    AvailabilityZone: zoneNames[at],
    AvailabilityZoneId: `${regionCode(region)}-az${at + 1}`,
    CidrBlock: `10.0.${number}.0/24`,
    AvailableIpAddressCount: 251,
    DefaultForAz: false,
    MapPublicIpOnLaunch: true,
    MapCustomerOwnedIpOnLaunch: false,
    AssignIpv6AddressOnCreation: false,
    Ipv6CidrBlockAssociationSet: [],
    EnableDns64: false,
    Ipv6Native: false,
    Tags: [{Key: 'Name', Value: `public ${number + 1}`}],
  }
}

function privateSubnet(setting: Setting, vpcId: string, number: number): Subnet {
  return {
    ...subnet(setting, vpcId, ec2Id('subnet', `${vpcId} private`), 0, number),
    MapPublicIpOnLaunch: false,
    Tags: [{Key: 'Name', Value: 'private'}],
  }
}

function internetGateway({accountId}: Setting, vpcId: string, gatewayId: string): LabInternetGateway {
  return {
    InternetGatewayId: gatewayId,
    OwnerId: accountId,
    Attachments: [{VpcId: vpcId, State: 'available'}],
    Tags: [],
  }
}

function natGateway(vpcId: string, subnetId: string): NatGateway {
  return {
    NatGatewayId: ec2Id('nat', vpcId),
    VpcId: vpcId,
    SubnetId: subnetId,
    State: 'available',
    ConnectivityType: 'public',
    NatGatewayAddresses: [
      {AllocationId: ec2Id('eipalloc', vpcId), PublicIp: '198.51.100.10', PrivateIp: '10.0.0.250', Status: 'succeeded'},
    ],
    Tags: [],
  }
}

/** The main table lists no subnets: those without an explicit association use it. */
function routeTable(
  {accountId}: Setting,
  vpcId: string,
  name: string,
  subnetIds: readonly string[] | null,
  route: Route,
): RouteTable {
  const id = ec2Id('rtb', `${vpcId} ${name}`)
  const association = {RouteTableId: id, AssociationState: {State: 'associated'} as const}
  return {
    RouteTableId: id,
    VpcId: vpcId,
    OwnerId: accountId,
    Associations:
      subnetIds === null
        ? [{...association, Main: true, RouteTableAssociationId: ec2Id('rtbassoc', name)}]
        : subnetIds.map(subnetId => ({
            ...association,
            Main: false,
            SubnetId: subnetId,
            RouteTableAssociationId: ec2Id('rtbassoc', subnetId),
          })),
    Routes: [
      {DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local', Origin: 'CreateRouteTable', State: 'active'},
      {...route, Origin: 'CreateRoute', State: 'active'},
    ],
    PropagatingVgws: [],
    Tags: [{Key: 'Name', Value: name}],
  }
}

/** Everything in, everything out; rule 32767 is the asterisk of the console, which ends every list. */
function defaultAcl({accountId}: Setting, vpcId: string, subnets: readonly Subnet[]): NetworkAcl {
  const id = ec2Id('acl', vpcId)
  const entry = {CidrBlock: '0.0.0.0/0', Protocol: '-1'}
  return {
    NetworkAclId: id,
    VpcId: vpcId,
    OwnerId: accountId,
    IsDefault: true,
    Associations: subnets.map(({SubnetId}) => ({
      NetworkAclId: id,
      SubnetId,
      NetworkAclAssociationId: ec2Id('aclassoc', SubnetId ?? ''),
    })),
    Entries: [true, false].flatMap(egress => [
      {...entry, Egress: egress, RuleAction: 'allow' as const, RuleNumber: 100},
      {...entry, Egress: egress, RuleAction: 'deny' as const, RuleNumber: 32_767},
    ]),
    Tags: [],
  }
}

function defaultGroup({accountId}: Setting, vpcId: string): Network['securityGroups'][number] {
  return {
    GroupId: ec2Id('sg', `${vpcId} default`),
    GroupName: 'default',
    Description: 'default VPC security group',
    OwnerId: accountId,
    VpcId: vpcId,
    Tags: [],
  }
}

/** The default group lets its own members in, and everything out. */
export function defaultGroupRules({accountId}: Setting, vpcId: string): SecurityGroupRule[] {
  const id = ec2Id('sg', `${vpcId} default`)
  const rule = {GroupId: id, GroupOwnerId: accountId, IpProtocol: '-1', FromPort: -1, ToPort: -1, Tags: []}
  return [
    {
      ...rule,
      SecurityGroupRuleId: ec2Id('sgr', `${id} in`),
      IsEgress: false,
      ReferencedGroupInfo: {GroupId: id, UserId: accountId},
    },
    {...rule, SecurityGroupRuleId: ec2Id('sgr', `${id} out`), IsEgress: true, CidrIpv4: '0.0.0.0/0'},
  ]
}
