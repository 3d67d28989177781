import {privateNodes} from '../../src/derive/generation.ts'
import {noSubnet} from '../../src/derive/subnets.ts'
import {defineCheck} from '../../src/model/check.ts'
import {routeTables} from '../../src/openvidu/pages.ts'

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
  requirements: ['R16', 'R35'],
  why: 'Nodes download everything they install, check the licence while they run, and talk to browsers directly; without a way out the stack times out on its first master.',
  how: {
    lookup:
      "The default route of each subnet is followed through its own route table, or the VPC's main one where none is associated. Public subnets need an internet gateway; private subnets of nodes, which a template after 3.8 may have, a NAT gateway. Whether a way through an endpoint, such as that of a firewall, leads on is left unjudged.",
    deployed: 'The same for the subnets of the stack.',
  },
  needs: ['subnets', 'routes', 'template'],
  phrases: {
    astray: ({
      observed,
      expected,
    }: {
      observed: {subnet: string; uses: readonly string[]; route: string}
      expected: {routes: readonly string[]}
    }) =>
      `the default route of ${observed.subnet}, for ${observed.uses.join(' and ')}, leads ${observed.route}; it must lead ${expected.routes.join(' or ')}`,
  },
  remedy: {
    text: 'Add a default route to the route table of the subnet, or associate the subnet with a table that has one.',
    commands: [
      'aws ec2 create-route --route-table-id ROUTE_TABLE_ID --destination-cidr-block 0.0.0.0/0 --gateway-id INTERNET_GATEWAY_ID',
      'aws ec2 associate-route-table --route-table-id ROUTE_TABLE_ID --subnet-id SUBNET_ID',
    ],
    url: routeTables,
  },
  judge({subnets, routes, template}, {fail, see}) {
    const layout = privateNodes(template)
    if (subnets.length === 0) see(noSubnet, template.subject)
    for (const {subject, id, uses} of subnets) {
      const route = routes.find(({subnetId}) => subnetId === id)
      if (route === undefined) {
        see({state: 'unknown', cause: 'not-requested', detail: `the route of ${id} was not looked up`}, subject)
        continue
      }
      if (route.default === 'internet-gateway') continue
      if (route.default === 'endpoint') {
        const detail = `the default route of ${id} leads to an endpoint, such as that of a firewall, and whether that leads on to an internet gateway is not known`
        see({state: 'unknown', cause: 'unresolved', detail}, subject)
        continue
      }
      const mayBePrivate = layout !== 'unsupported' && !uses.includes('balancer')
      if (mayBePrivate && route.default === 'nat-gateway') {
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
  },
})
