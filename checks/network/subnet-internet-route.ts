import {type GatewayFault, internetGatewayFault, natGatewayFault} from '../../src/derive/gateways.ts'
import {privateNodes} from '../../src/derive/generation.ts'
import {noSubnet} from '../../src/derive/subnets.ts'
import {defineCheck} from '../../src/model/check.ts'
import {subjectName} from '../../src/model/subject.ts'
import {natTroubleshooting, routeTables} from '../../src/openvidu/pages.ts'

const useNames = {masters: 'masters', media: 'media nodes', balancer: 'the load balancer'} as const
const routeNames = {
  'internet-gateway': 'to an internet gateway',
  'nat-gateway': 'to a NAT gateway',
  endpoint: 'to an endpoint',
  other: 'to something that is neither an internet gateway nor a NAT gateway',
  blackhole: 'to something that no longer exists',
  none: 'nowhere',
} as const

export default defineCheck({
  id: 'subnet-internet-route',
  area: 'network',
  title: 'Every subnet has a default route to the internet',
  severity: 'critical',
  sources: ['lookup', 'deployed'],
  requirements: ['R16', 'R34', 'R35'],
  why: 'Nodes download everything they install, check the licence while they run, and talk to browsers directly; without a way out the stack times out on its first master.',
  how: {
    lookup:
      "The default route of each subnet is followed through its own route table, or the VPC's main one where none is associated. Public subnets need an internet gateway; private subnets of nodes, which a template after 3.8 may have, a NAT gateway. The internet gateway must be attached to the VPC; the NAT gateway must be available, public, and stand in a subnet whose own default route leads to an internet gateway. Whether a way through an endpoint, such as that of a firewall, leads on is left unjudged, and so is a subnet to which VPC Block Public Access applies, since an exclusion may let it through.",
    deployed: 'The same for the subnets of the stack.',
  },
  needs: ['subnets', 'routes', 'template'],
  uses: ['natGateways', 'internetGateways'],
  phrases: {
    astray: ({
      observed,
      expected,
    }: {
      observed: {subnet: string; uses: readonly string[]; route: string}
      expected: {routes: readonly string[]}
    }) =>
      `the default route of ${observed.subnet}, for ${observed.uses.join(' and ')}, leads ${observed.route}; it must lead ${expected.routes.join(' or ')}`,
    deadEnd: ({
      observed,
      expected,
    }: {
      observed: {gateway: string; subnets: readonly string[]; state: string}
      expected: {state: string}
    }) =>
      `${observed.gateway}, through which the default route of ${observed.subnets.join(', ')} leads, ${observed.state}; it must ${expected.state}`,
  },
  remedy: {
    text: 'Add a default route to the route table of the subnet, or associate the subnet with a table that has one.',
    commands: [
      'aws ec2 create-route --route-table-id ROUTE_TABLE_ID --destination-cidr-block 0.0.0.0/0 --gateway-id INTERNET_GATEWAY_ID',
      'aws ec2 associate-route-table --route-table-id ROUTE_TABLE_ID --subnet-id SUBNET_ID',
    ],
    url: routeTables,
  },
  remedies: {
    deadEnd: {
      text: 'Attach the internet gateway to the VPC again. Replace a NAT gateway that does not work by a public one in a subnet with a default route to an internet gateway, and lead the route there.',
      commands: [
        'aws ec2 attach-internet-gateway --internet-gateway-id INTERNET_GATEWAY_ID --vpc-id VPC_ID',
        'aws ec2 create-nat-gateway --subnet-id PUBLIC_SUBNET_ID --allocation-id ELASTIC_IP_ALLOCATION_ID',
        'aws ec2 replace-route --route-table-id ROUTE_TABLE_ID --destination-cidr-block 0.0.0.0/0 --nat-gateway-id NAT_GATEWAY_ID',
      ],
      url: natTroubleshooting,
    },
  },
  judge({subnets, routes, template, ...gateways}, {fail, see}) {
    const layout = privateNodes(template)
    // Several subnets usually share a gateway: it is one thing to mend.
    const faults = new Map<string, {fault: GatewayFault; through: string[]}>()
    const follow = (fault: GatewayFault | null | undefined, id: string) => {
      if (fault === null || fault === undefined) return
      const own = faults.get(subjectName(fault.subject)) ?? {fault, through: []}
      faults.set(subjectName(fault.subject), {...own, through: [...own.through, id]})
    }
    if (subnets.length === 0) see(noSubnet, template.subject)
    for (const {subject, id, uses, details} of subnets) {
      const route = routes.find(({subnetId}) => subnetId === id)
      if (route === undefined) {
        see({state: 'unknown', cause: 'not-requested', detail: `the route of ${id} was not looked up`}, subject)
        continue
      }
      const mode = details?.internetBlocked ?? 'off'
      // Through a NAT gateway nothing comes in.
      if (mode !== 'off' && !(mode === 'block-ingress' && route.default === 'nat-gateway')) {
        const detail = `VPC Block Public Access is ${mode} for ${id}: nothing passes its internet gateway that no exclusion lets through`
        see({state: 'unknown', cause: 'unresolved', detail}, subject)
      }
      if (route.default === 'internet-gateway') {
        if (details !== null) follow(see(internetGatewayFault(route.gatewayId, details.vpcId, gateways), subject), id)
        continue
      }
      if (route.default === 'endpoint') {
        const detail = `the default route of ${id} leads to an endpoint, such as that of a firewall, and whether that leads on to an internet gateway is not known`
        see({state: 'unknown', cause: 'unresolved', detail}, subject)
        continue
      }
      const mayBePrivate = layout !== 'unsupported' && !uses.includes('balancer')
      if (mayBePrivate && route.default === 'nat-gateway') {
        follow(see(natGatewayFault(route.gatewayId, gateways), subject), id)
        if (layout === 'allowed') continue
        const detail = 'whether a template of no known generation may have private nodes is not known'
        see({state: 'unknown', cause: 'unresolved', detail}, template.subject)
        continue
      }
      if (mayBePrivate && route.default === 'other') {
        const detail = `the default route of ${id} leads to another device, and whether that leads on to the internet is not known`
        see({state: 'unknown', cause: 'unresolved', detail}, subject)
        continue
      }
      const good = mayBePrivate ? (['internet-gateway', 'nat-gateway'] as const) : (['internet-gateway'] as const)
      fail('astray', subject, {
        observed: {subnet: id, uses: uses.map(use => useNames[use]), route: routeNames[route.default]},
        expected: {routes: good.map(kind => routeNames[kind])},
      })
    }
    for (const [gateway, {fault, through}] of faults) {
      const observed = {gateway, subnets: through, state: fault.state}
      fail('deadEnd', fault.subject, {observed, expected: {state: fault.wanted}})
    }
  },
})
