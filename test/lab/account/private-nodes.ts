import type {NatGateway, RouteTable} from '@aws-sdk/client-ec2'
import type {LabAccount} from './account.ts'
import {ec2Id} from './ids.ts'

/**
 * Puts all nodes into private subnets, as a template after 3.8 may have them: their subnets lead to the NAT gateway, which
 * stands in a public one with the load balancer.
 */
export function makeNodesPrivate(account: LabAccount): {readonly nat: NatGateway; readonly publicTable: RouteTable} {
  const [nat] = account.natGateways
  const main = account.routeTables.find(({Associations}) => Associations?.some(({Main}) => Main === true))
  const balancers = account.balancers.flatMap(({balancer}) => balancer.AvailabilityZones ?? [])
  const nodes = new Set(account.instances.flatMap(({SubnetId}) => SubnetId ?? []))
  const ids = [...new Set(balancers.flatMap(({SubnetId}) => SubnetId ?? []))].filter(id => !nodes.has(id))
  if (nat === undefined || main === undefined || ids.length === 0)
    throw new Error('The account has no NAT gateway, no main route table, or no subnets of the load balancer alone')
  const RouteTableId = ec2Id('rtb', 'public')
  const publicTable: RouteTable = {
    ...structuredClone(main),
    RouteTableId,
    Associations: ids.map(SubnetId => ({
      Main: false,
      SubnetId,
      RouteTableId,
      RouteTableAssociationId: ec2Id('rtbassoc', `${SubnetId} public`),
      AssociationState: {State: 'associated'},
    })),
    Tags: [{Key: 'Name', Value: 'public'}],
  }
  for (const {Routes = []} of account.routeTables)
    for (const route of Routes) {
      if (route.DestinationCidrBlock !== '0.0.0.0/0') continue
      delete route.GatewayId
      route.NatGatewayId = nat.NatGatewayId
    }
  account.routeTables.push(publicTable)
  nat.SubnetId = ids[0]
  return {nat, publicTable}
}
