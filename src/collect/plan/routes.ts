import {EC2Client, paginateDescribeRouteTables, type RouteTable} from '@aws-sdk/client-ec2'
import {required} from '../../aws/errors.ts'
import type {AwsSession} from '../../aws/session.ts'
import {defineCollector, observe, seen} from '../collector.ts'
import {type DefaultRoute, defaultRouteOf, tableOf} from './default-route.ts'
import {internetGateways, natGateways} from './gateways.ts'

const action = 'ec2:DescribeRouteTables'

/** Where each subnet's default route leads, by its own route table or its VPC's main one, and the gateways on the way. */
export const routes = defineCollector({
  id: 'routes',
  title: 'Route tables',
  tier: 'plan',
  provides: ['routes', 'natGateways', 'internetGateways'],
  follows: ['subnets'],
  iam: [action, 'ec2:DescribeNatGateways', 'ec2:DescribeInternetGateways'],
  async collect({session, known}) {
    const existing = known.subnets.flatMap(({subject, id, details}) =>
      details === null ? [] : [{subject, id, vpcId: details.vpcId}],
    )
    const vpcs = [...new Set(existing.map(({vpcId}) => vpcId))]
    const found = await observe(action, async () => {
      const tables = await tablesOf(session, vpcs)
      const own = existing.flatMap(({subject, id, vpcId}) => {
        // Every VPC has a main table: where none was seen, nothing was, and the subnet is left out.
        const table = tableOf(tables, id, vpcId)
        return table === undefined ? [] : [{subject, subnetId: id, ...defaultRouteOf(table)}]
      })
      return {tables, own, all: tables.map(defaultRouteOf)}
    })
    if (found.state !== 'seen') return {routes: found, natGateways: found, internetGateways: found}
    const {tables, own, all} = found.value
    const nat = idsIn(own, 'nat-gateway')
    // Where NAT gateways stand is not known yet: an internet gateway of any table of the VPC may be behind them.
    const onTheWay = nat.length === 0 ? own : [...own, ...all]
    const owner = tables.find(({OwnerId = session.accountId}) => OwnerId !== session.accountId)?.OwnerId ?? null
    const [natSeen, internetSeen] = await Promise.all([
      natGateways(session, nat, {tables, owner}),
      internetGateways(session, idsIn(onTheWay, 'internet-gateway'), owner),
    ])
    return {routes: seen(own, action), natGateways: natSeen, internetGateways: internetSeen}
  },
})

async function tablesOf(session: AwsSession, vpcs: string[]): Promise<readonly RouteTable[]> {
  const tables: RouteTable[] = []
  const pages = paginateDescribeRouteTables(
    {client: session.client(EC2Client)},
    {Filters: [{Name: 'vpc-id', Values: vpcs}]},
    session.options,
  )
  if (vpcs.length > 0)
    for await (const {RouteTables} of pages) tables.push(...required(RouteTables, 'list of route tables'))
  return tables
}

function idsIn(routes: readonly DefaultRoute[], kind: DefaultRoute['default']): readonly string[] {
  const ids = routes.flatMap(route => (route.default === kind && route.gatewayId !== null ? [route.gatewayId] : []))
  return [...new Set(ids)].toSorted()
}
