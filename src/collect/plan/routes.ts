import {EC2Client, paginateDescribeRouteTables, type Route, type RouteTable} from '@aws-sdk/client-ec2'
import type {FactMap} from '../../model/facts.ts'
import {defineCollector, observe} from '../collector.ts'

type Default = FactMap['routes'][number]['default']

/** Where each subnet's default route leads, by its own route table or its VPC's main one. */
export const routes = defineCollector({
  id: 'routes',
  title: 'Route tables',
  tier: 'plan',
  provides: ['routes'],
  follows: ['subnets'],
  iam: ['ec2:DescribeRouteTables'],
  async collect({session, known}) {
    const existing = known.subnets.flatMap(({subject, id, details}) =>
      details === null ? [] : [{subject, id, vpcId: details.vpcId}],
    )
    const vpcs = [...new Set(existing.map(({vpcId}) => vpcId))]
    return {
      routes: await observe('ec2:DescribeRouteTables', async () => {
        const tables: RouteTable[] = []
        const pages = paginateDescribeRouteTables(
          {client: session.client(EC2Client)},
          {Filters: [{Name: 'vpc-id', Values: vpcs}]},
          session.options,
        )
        if (vpcs.length > 0) for await (const {RouteTables = []} of pages) tables.push(...RouteTables)
        return existing.flatMap(({subject, id, vpcId}) => {
          // Every VPC has a main table: where none was seen, nothing was, and the subnet is left out.
          const table = tableOf(tables, id, vpcId)
          return table === undefined ? [] : [{subject, subnetId: id, default: defaultOf(table)}]
        })
      }),
    }
  },
})

function tableOf(tables: readonly RouteTable[], subnetId: string, vpcId: string): RouteTable | undefined {
  const associated = (test: (association: {SubnetId?: string | undefined; Main?: boolean | undefined}) => boolean) =>
    tables.find(table => table.VpcId === vpcId && (table.Associations ?? []).some(test))
  // A subnet without an association of its own follows the VPC's main table; AWS does not list it there.
  return associated(({SubnetId}) => SubnetId === subnetId) ?? associated(({Main}) => Main === true)
}

function defaultOf({Routes = []}: RouteTable): Default {
  const route = Routes.find(({DestinationCidrBlock}) => DestinationCidrBlock === '0.0.0.0/0')
  if (route === undefined) return Routes.some(byPrefixList) ? 'other' : 'none'
  return route.State === 'blackhole' ? 'blackhole' : targetOf(route)
}

/** A prefix list may hold the default route, which its entries would tell; those of gateway endpoints never do. */
function byPrefixList({DestinationPrefixListId, GatewayId}: Route): boolean {
  return DestinationPrefixListId !== undefined && GatewayId?.startsWith('vpce-') !== true
}

function targetOf({GatewayId, NatGatewayId}: Route): Default {
  if (GatewayId?.startsWith('igw-')) return 'internet-gateway'
  // Of a firewall or a Gateway Load Balancer: the internet gateway is behind it then.
  if (GatewayId?.startsWith('vpce-')) return 'endpoint'
  return NatGatewayId?.startsWith('nat-') ? 'nat-gateway' : 'other'
}
