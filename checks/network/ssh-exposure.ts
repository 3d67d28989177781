import {groupNames, opensToWorld} from '../../src/derive/ingress.ts'
import {defineCheck} from '../../src/model/check.ts'
import {unknown} from '../../src/model/fact.ts'
import {type Location, subjectName} from '../../src/model/subject.ts'
import {securityGroupRules} from '../../src/openvidu/pages.ts'

const sshPort = 22

export default defineCheck({
  id: 'ssh-exposure',
  area: 'network',
  title: 'SSH of the nodes is not open to the world',
  severity: 'medium',
  sources: ['plan', 'deployed'],
  requirements: [],
  why: 'All nodes have public addresses; with port 22 open to everyone they are scanned and attacked from their first minute, and a leaked key is enough to get in.',
  how: {
    plan: 'Rules of the security groups of masters and media nodes that admit 0.0.0.0/0 or ::/0 to port 22 are looked for, those for a range around it and for all protocols among them.',
    deployed: 'The same for the rules that stand in the security groups of the stack.',
  },
  needs: ['securityGroups', 'template'],
  phrases: {
    open: ({
      observed,
      expected,
    }: {
      observed: {group: string; nodes: string; port: number; sources: readonly string[]}
      expected: {sources: string}
    }) =>
      `${observed.group} opens port ${observed.port} of ${observed.nodes} to ${observed.sources.join(' and ')}; it should admit ${expected.sources}`,
  },
  remedy: {
    text: 'Replace the open rules by one for your own network, or remove them and use Session Manager.',
    commands: [
      'aws ec2 revoke-security-group-ingress --group-id GROUP_ID --protocol tcp --port 22 --cidr 0.0.0.0/0',
      'aws ec2 revoke-security-group-ingress --group-id GROUP_ID --ip-permissions IpProtocol=tcp,FromPort=22,ToPort=22,Ipv6Ranges=[{CidrIpv6=::/0}]',
    ],
    url: securityGroupRules,
  },
  judge({securityGroups, template}, {fail, see}) {
    for (const nodes of ['master', 'media'] as const) {
      const groups = securityGroups.filter(({group}) => group === nodes)
      if (groups.length === 0) {
        see(unknown('unresolved', `no security group of ${groupNames[nodes]} is known`), template.subject)
      }
      for (const {subject, ingress} of groups) {
        const sources: string[] = []
        let first: Location | null = null
        for (const rule of ingress) {
          const opens = opensToWorld(rule, 'tcp', sshPort)
          if (typeof opens !== 'boolean') see(opens, rule.subject)
          else if (opens && rule.source.state === 'known' && rule.source.value.kind === 'cidr') {
            sources.push(rule.source.value.cidr)
            first ??= rule.subject.location
          }
        }
        if (sources.length === 0) continue
        const observed = {
          group: subjectName(subject),
          nodes: groupNames[nodes],
          port: sshPort,
          sources: [...new Set(sources)],
        }
        const place = {...subject, location: first ?? subject.location}
        fail('open', place, {observed, expected: {sources: 'known addresses only'}}, {defect: 'D21'})
      }
    }
  },
})
