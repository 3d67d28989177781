import {AwsError} from '../protocol/aws-error.ts'
import type {Answers} from './answers.ts'
import {filtered, named, notFound} from './filters.ts'

/** EC2, the network: what a plan's parameters name. */
export const ec2Network: Answers<typeof import('@aws-sdk/client-ec2')> = {
  DescribeVpcs: ({VpcIds, Filters}, {account}) => ({
    Vpcs: filtered(
      named(account.vpcs, VpcIds, ({VpcId}) => VpcId, notFound('InvalidVpcID.NotFound', 'vpc ID')),
      Filters,
      {
        'vpc-id': vpc => vpc.VpcId,
        cidr: vpc => vpc.CidrBlock,
        state: vpc => vpc.State,
        'is-default': vpc => vpc.IsDefault,
        'owner-id': vpc => vpc.OwnerId,
      },
    ),
  }),

  DescribeVpcAttribute: ({VpcId = '', Attribute}, {account}) => {
    const found = account.vpcAttributes.find(({vpcId}) => vpcId === VpcId)
    if (found === undefined) throw notFound('InvalidVpcID.NotFound', 'vpc ID')(VpcId)
    // One attribute a call: the others are left out.
    if (Attribute === 'enableDnsSupport') return {VpcId, EnableDnsSupport: {Value: found.enableDnsSupport}}
    if (Attribute === 'enableDnsHostnames') return {VpcId, EnableDnsHostnames: {Value: found.enableDnsHostnames}}
    throw new AwsError('InvalidParameterValue', `Value (${Attribute}) for parameter attribute is invalid.`)
  },

  DescribeSubnets: ({SubnetIds, Filters}, {account}) => ({
    Subnets: filtered(
      named(account.subnets, SubnetIds, ({SubnetId}) => SubnetId, notFound('InvalidSubnetID.NotFound', 'subnet ID')),
      Filters,
      {
        'subnet-id': subnet => subnet.SubnetId,
        'vpc-id': subnet => subnet.VpcId,
        'availability-zone': subnet => subnet.AvailabilityZone,
        'availability-zone-id': subnet => subnet.AvailabilityZoneId,
        state: subnet => subnet.State,
        'cidr-block': subnet => subnet.CidrBlock,
        'map-public-ip-on-launch': subnet => subnet.MapPublicIpOnLaunch,
        'default-for-az': subnet => subnet.DefaultForAz,
      },
    ),
  }),

  DescribeRouteTables: ({RouteTableIds, Filters}, {account}) => ({
    RouteTables: filtered(
      named(
        account.routeTables,
        RouteTableIds,
        ({RouteTableId}) => RouteTableId,
        notFound('InvalidRouteTableID.NotFound', 'routeTable ID'),
      ),
      Filters,
      {
        'route-table-id': table => table.RouteTableId,
        'vpc-id': table => table.VpcId,
        // Finds explicit associations only: a subnet of the main table is in none of them.
        'association.subnet-id': table => table.Associations?.map(({SubnetId}) => SubnetId),
        'association.main': table => table.Associations?.map(({Main}) => Main),
        'route.gateway-id': table => table.Routes?.map(({GatewayId}) => GatewayId),
        'route.nat-gateway-id': table => table.Routes?.map(({NatGatewayId}) => NatGatewayId),
      },
    ),
  }),

  DescribeInternetGateways: ({InternetGatewayIds, Filters}, {account}) => ({
    InternetGateways: filtered(
      named(
        account.internetGateways,
        InternetGatewayIds,
        ({InternetGatewayId}) => InternetGatewayId,
        notFound('InvalidInternetGatewayID.NotFound', 'internetGateway ID'),
      ),
      Filters,
      {
        'internet-gateway-id': gateway => gateway.InternetGatewayId,
        'attachment.vpc-id': gateway => gateway.Attachments.map(({VpcId}) => VpcId),
        'attachment.state': gateway => gateway.Attachments.map(({State}) => State),
      },
    ),
  }),

  DescribeNatGateways: ({NatGatewayIds, Filter}, {account}) => ({
    NatGateways: filtered(
      named(
        account.natGateways,
        NatGatewayIds,
        ({NatGatewayId}) => NatGatewayId,
        ids => new AwsError('NatGatewayNotFound', `NatGateway ${ids} was not found`),
      ),
      Filter,
      {
        'nat-gateway-id': gateway => gateway.NatGatewayId,
        'vpc-id': gateway => gateway.VpcId,
        'subnet-id': gateway => gateway.SubnetId,
        state: gateway => gateway.State,
      },
    ),
  }),

  DescribeNetworkAcls: ({NetworkAclIds, Filters}, {account}) => ({
    NetworkAcls: filtered(
      named(
        account.networkAcls,
        NetworkAclIds,
        ({NetworkAclId}) => NetworkAclId,
        notFound('InvalidNetworkAclID.NotFound', 'networkAcl ID'),
      ),
      Filters,
      {
        'network-acl-id': acl => acl.NetworkAclId,
        'vpc-id': acl => acl.VpcId,
        'association.subnet-id': acl => acl.Associations?.map(({SubnetId}) => SubnetId),
        default: acl => acl.IsDefault,
      },
    ),
  }),

  DescribeAvailabilityZones: ({ZoneNames, ZoneIds, AllAvailabilityZones, Filters}, {account}) => ({
    AvailabilityZones: filtered(
      named(
        named(account.zones, ZoneNames, ({ZoneName}) => ZoneName, invalidZone),
        ZoneIds,
        ({ZoneId}) => ZoneId,
        invalidZone,
      ).filter(({OptInStatus}) => AllAvailabilityZones === true || OptInStatus !== 'not-opted-in'),
      Filters,
      {
        'zone-name': zone => zone.ZoneName,
        'zone-id': zone => zone.ZoneId,
        'zone-type': zone => zone.ZoneType,
        'opt-in-status': zone => zone.OptInStatus,
        'region-name': zone => zone.RegionName,
        state: zone => zone.State,
      },
    ),
  }),
}

function invalidZone(ids: string): AwsError {
  return new AwsError('InvalidParameterValue', `Invalid availability zone: [${ids}]`)
}
