import {privateNodes} from '../../src/derive/generation.ts'
import {noSubnet, subnetDetails} from '../../src/derive/subnets.ts'
import {defineCheck} from '../../src/model/check.ts'
import {publicAddresses} from '../../src/openvidu/pages.ts'

const nodeNames = {masters: 'masters', media: 'media nodes'} as const

export default defineCheck({
  id: 'public-ip-auto-assign',
  area: 'network',
  title: 'Subnets of nodes give public addresses',
  severity: 'high',
  sources: ['lookup', 'deployed'],
  requirements: ['R16', 'R35'],
  why: 'In a public subnet a node without a public address reaches nothing outside: it cannot install, and browsers cannot send media to it.',
  how: {
    lookup:
      'Auto-assignment of public IPv4 addresses must be on in every subnet of masters or media nodes. Only a template after 3.8 may have nodes in private subnets instead, which subnet-internet-route judges by their NAT.',
    deployed: 'The same for the subnets of the running nodes.',
  },
  needs: ['subnets', 'template'],
  uses: ['routes'],
  phrases: {
    off: ({
      observed,
      expected,
    }: {
      observed: {subnet: string; nodes: readonly string[]; autoAssign: string}
      expected: {autoAssign: string}
    }) =>
      `${observed.subnet}, for ${observed.nodes.join(' and ')}, has auto-assignment of public addresses ${observed.autoAssign}; it must be ${expected.autoAssign}`,
  },
  remedy: {
    text: 'Turn auto-assignment of public IPv4 addresses on. Nodes that run already get none by that: replace them, or give them addresses by hand.',
    commands: ['aws ec2 modify-subnet-attribute --subnet-id SUBNET_ID --map-public-ip-on-launch'],
    url: publicAddresses,
  },
  judge({subnets, template, routes}, {fail, see, look}) {
    const layout = privateNodes(template)
    if (subnets.length === 0) see(noSubnet, template.subject)
    for (const {subject, id, uses} of subnets) {
      const nodes = uses.flatMap(use => (use === 'balancer' ? [] : [nodeNames[use]]))
      const details = nodes.length === 0 ? undefined : see(subnetDetails(subnets, id), subject)
      if (details === undefined || details.mapsPublicAddresses) continue
      if (layout !== 'unsupported') {
        const known = look('routes', routes)
        if (known === undefined) continue
        const route = known.find(({subnetId}) => subnetId === id)
        if (route === undefined) {
          see({state: 'unknown', cause: 'not-requested', detail: `the route of ${id} was not looked up`}, subject)
          continue
        }
        if (route.default === 'endpoint') {
          const detail = `whether the endpoint to which the default route of ${id} leads has an internet gateway behind it is not known`
          see({state: 'unknown', cause: 'unresolved', detail}, subject)
          continue
        }
        if (route.default !== 'internet-gateway') {
          if (layout === 'allowed') continue
          const detail = 'whether a template of no known generation may have private nodes is not known'
          see({state: 'unknown', cause: 'unresolved', detail}, template.subject)
          continue
        }
      }
      const observed = {subnet: id, nodes, autoAssign: 'off'}
      fail('off', subject, {observed, expected: {autoAssign: 'on'}})
    }
  },
})
