import {
  EC2Client,
  type InternetGateway,
  type NatGateway,
  paginateDescribeInternetGateways,
  paginateDescribeNatGateways,
  type RouteTable,
} from '@aws-sdk/client-ec2'
import {required} from '../../aws/errors.ts'
import type {AwsSession} from '../../aws/session.ts'
import {unknown} from '../../model/fact.ts'
import type {FactMap} from '../../model/facts.ts'
import type {Subject} from '../../model/subject.ts'
import {type Gathered, observe} from '../collector.ts'
import {defaultRouteOf, tableOf} from './default-route.ts'

const subjectOf = (type: string, id: string): Subject => ({type, id, logicalId: null, location: null})

/** The internet gateways with the VPCs that they are attached to. By a filter: a list of ids fails as a whole for one that is gone. */
export async function internetGateways(
  session: AwsSession,
  ids: readonly string[],
  owner: string | null,
): Promise<Gathered<FactMap['internetGateways']>> {
  const gateways = await observe('ec2:DescribeInternetGateways', async () => {
    const found: InternetGateway[] = []
    const pages = paginateDescribeInternetGateways(
      {client: session.client(EC2Client)},
      {Filters: [{Name: 'internet-gateway-id', Values: [...ids]}]},
      session.options,
    )
    if (ids.length > 0)
      for await (const {InternetGateways} of pages) found.push(...required(InternetGateways, 'internet gateways'))
    return ids.map(id => {
      const gateway = found.find(({InternetGatewayId}) => InternetGatewayId === id)
      const subject = subjectOf('AWS::EC2::InternetGateway', id)
      if (gateway === undefined) return {subject, id, attachments: null}
      // None is how AWS tells of one that is detached.
      const attachments = (gateway.Attachments ?? []).map(({VpcId, State}) => ({
        vpcId: required(VpcId, 'VPC of an internet gateway'),
        state: required<string>(State, 'state of an internet gateway'),
      }))
      return {subject, id, attachments}
    })
  })
  return unlessHidden(gateways, owner, ({attachments}) => attachments === null)
}

/** Who shares a VPC with other accounts shows them its subnets and route tables, but no gateway: that one was not told says nothing. */
function unlessHidden<T>(
  gateways: Gathered<T[]>,
  owner: string | null,
  isMissing: (gateway: T) => boolean,
): Gathered<T[]> {
  return owner !== null && gateways.state === 'seen' && gateways.value.some(isMissing)
    ? unknown('unresolved', `the account ${owner} shares the VPC, and shows its gateways to nobody else`)
    : gateways
}

/** The NAT gateways, each with the default route of its own subnet: behind it there is an internet gateway, or nothing. */
export async function natGateways(
  session: AwsSession,
  ids: readonly string[],
  {tables, owner}: {readonly tables: readonly RouteTable[]; readonly owner: string | null},
): Promise<Gathered<FactMap['natGateways']>> {
  const gateways = await observe('ec2:DescribeNatGateways', async () => {
    const found: NatGateway[] = []
    const pages = paginateDescribeNatGateways(
      {client: session.client(EC2Client)},
      {Filter: [{Name: 'nat-gateway-id', Values: [...ids]}]},
      session.options,
    )
    if (ids.length > 0) for await (const {NatGateways} of pages) found.push(...required(NatGateways, 'NAT gateways'))
    return ids.map(id => {
      const gateway = found.find(({NatGatewayId}) => NatGatewayId === id)
      const subject = subjectOf('AWS::EC2::NatGateway', id)
      return {subject, id, details: gateway === undefined ? null : detailsOf(gateway, tables)}
    })
  })
  return unlessHidden(gateways, owner, ({details}) => details === null)
}

function detailsOf(
  gateway: NatGateway,
  tables: readonly RouteTable[],
): NonNullable<FactMap['natGateways'][number]['details']> {
  const {FailureCode: code, FailureMessage: message, SubnetId: subnetId} = gateway
  // One that serves the whole region stands in no subnet and has a route table of its own.
  const table =
    gateway.AvailabilityMode === 'regional'
      ? tables.find(({RouteTableId}) => RouteTableId !== undefined && RouteTableId === gateway.RouteTableId)
      : tableOf(tables, required(subnetId, 'subnet of a NAT gateway'), required(gateway.VpcId, 'VPC of a NAT gateway'))
  return {
    state: required(gateway.State, 'state of a NAT gateway'),
    failure: code === undefined && message === undefined ? null : {code: code ?? null, message: message ?? null},
    connectivity: required(gateway.ConnectivityType, 'connectivity of a NAT gateway'),
    vpcId: required(gateway.VpcId, 'VPC of a NAT gateway'),
    subnetId: subnetId ?? null,
    route: table === undefined ? null : defaultRouteOf(table),
  }
}
