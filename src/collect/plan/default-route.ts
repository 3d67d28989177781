import type {Route, RouteTable} from '@aws-sdk/client-ec2'
import {required} from '../../aws/errors.ts'
import type {FactMap} from '../../model/facts.ts'

export type DefaultRoute = Pick<FactMap['routes'][number], 'default' | 'gatewayId'>

/** The table of a subnet: its own, or its VPC's main one. */
export function tableOf(
  tables: readonly RouteTable[],
  subnetId: string,
  vpcId: string | undefined,
): RouteTable | undefined {
  const associated = (test: (association: {SubnetId?: string | undefined; Main?: boolean | undefined}) => boolean) =>
    tables.find(table => table.VpcId === vpcId && (table.Associations ?? []).some(test))
  // A subnet without an association of its own follows the VPC's main table; AWS does not list it there.
  return associated(({SubnetId}) => SubnetId === subnetId) ?? associated(({Main}) => Main === true)
}

/** Where a table sends what is for the internet, and through which gateway. Every table has the route within its VPC. */
export function defaultRouteOf(table: RouteTable): DefaultRoute {
  const routes = required(table.Routes, 'routes of a table')
  const route = routes.find(({DestinationCidrBlock}) => DestinationCidrBlock === '0.0.0.0/0')
  if (route === undefined) return {default: routes.some(byPrefixList) ? 'other' : 'none', gatewayId: null}
  return route.State === 'blackhole' ? {default: 'blackhole', gatewayId: null} : targetOf(route)
}

/** A prefix list may hold the default route, which its entries would tell; those of gateway endpoints never do. */
function byPrefixList({DestinationPrefixListId, GatewayId}: Route): boolean {
  return DestinationPrefixListId !== undefined && GatewayId?.startsWith('vpce-') !== true
}

function targetOf({GatewayId, NatGatewayId}: Route): DefaultRoute {
  if (GatewayId?.startsWith('igw-')) return {default: 'internet-gateway', gatewayId: GatewayId}
  // Of a firewall or a Gateway Load Balancer: the internet gateway is behind it then.
  if (GatewayId?.startsWith('vpce-')) return {default: 'endpoint', gatewayId: null}
  return NatGatewayId?.startsWith('nat-')
    ? {default: 'nat-gateway', gatewayId: NatGatewayId}
    : {default: 'other', gatewayId: null}
}
