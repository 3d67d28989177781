import {publishedGeneration} from '../../src/derive/generation.ts'
import {flowsOf, flowText, passageOf} from '../../src/derive/network-acl.ts'
import {noSubnet} from '../../src/derive/subnets.ts'
import {defineCheck} from '../../src/model/check.ts'
import {subjectName} from '../../src/model/subject.ts'
import {networkAclRules} from '../../src/openvidu/pages.ts'

const shown = 5

export default defineCheck({
  id: 'network-acls',
  area: 'network',
  title: 'Network ACLs let the traffic of the deployment through, both ways',
  severity: 'high',
  sources: ['lookup', 'deployed'],
  requirements: [],
  why: 'A network ACL keeps no state: whatever it forgets, answers included, is dropped silently while security groups and routes look right.',
  how: {
    lookup:
      "For each subnet the entries of its ACL are tried, lowest number first, against the ports of the template's generation, what nodes download, and the answers on ports 1024 to 65535. A few closed ports among the latter, such as 3389, do no harm and pass, and so do entries that stop a part of the internet only.",
    deployed: 'The same for the subnets of the stack.',
  },
  needs: ['networkAcls', 'subnets', 'template', 'features'],
  phrases: {
    blocks: ({
      observed,
      expected,
    }: {
      observed: {acl: string; subnets: readonly string[]; blocked: readonly string[]}
      expected: {blocked: string}
    }) => {
      const more = observed.blocked.length > shown ? ` and ${observed.blocked.length - shown} more` : ''
      return `${observed.acl} blocks ${observed.blocked.slice(0, shown).join(', ')}${more} for ${observed.subnets.join(', ')}; it should block ${expected.blocked}`
    },
  },
  remedy: {
    text: 'Add entries that allow this traffic, with numbers below the entries that deny it; mind the answers, in the other direction.',
    commands: [
      'aws ec2 create-network-acl-entry --network-acl-id ACL_ID --rule-number NUMBER --ingress --protocol udp --port-range From=50000,To=60000 --cidr-block 0.0.0.0/0 --rule-action allow',
    ],
    url: networkAclRules,
  },
  judge({networkAcls, subnets, template, features}, {fail, see}) {
    const generation = see(publishedGeneration(template, 'the ports'), template.subject)
    if (generation === undefined) return
    if (subnets.length === 0) see(noSubnet, template.subject)
    for (const {id, subject} of subnets) {
      if (networkAcls.some(({subnetIds}) => subnetIds.includes(id))) continue
      see({state: 'unknown', cause: 'not-requested', detail: `the network ACL of ${id} was not looked up`}, subject)
    }
    for (const {subject, subnetIds, entries} of networkAcls) {
      const concerned = subnets.filter(({id}) => subnetIds.includes(id))
      const uses = new Set(concerned.flatMap(subnet => subnet.uses))
      const passages = [...uses]
        .flatMap(use => flowsOf(use, generation, features))
        .map(flow => ({flow, ...passageOf(entries, flow)}))
      const blocked = passages.flatMap(({flow, blocked}) => blocked.map(range => flowText(flow, range)))
      if (passages.some(({undecided}) => undecided.length > 0)) {
        const detail = `whether ${subjectName(subject)} lets the nodes reach each other depends on the addresses of the VPC, which were not looked up`
        see({state: 'unknown', cause: 'not-requested', detail}, subject)
      }
      if (blocked.length === 0) continue
      const observed = {acl: subjectName(subject), subnets: concerned.map(({id}) => id), blocked: [...new Set(blocked)]}
      fail('blocks', subject, {observed, expected: {blocked: 'none of it'}})
    }
  },
})
