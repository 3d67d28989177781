import {publishedGeneration} from '../../src/derive/generation.ts'
import {admission, groupNames, ruleText} from '../../src/derive/ingress.ts'
import {defineCheck} from '../../src/model/check.ts'
import {unknown} from '../../src/model/fact.ts'
import {subjectName} from '../../src/model/subject.ts'
import {securityGroupRules} from '../../src/openvidu/pages.ts'
import {portRulesOf} from '../../src/openvidu/ports.ts'

const shown = 5
const sshPort = 22
/** On AWS the data is in S3 and MinIO is not deployed: nobody listens there (defect D27). */
const minioPorts = [9100, 9101]

export default defineCheck({
  id: 'security-group-ports',
  area: 'network',
  title: 'Security groups open every port that the nodes need',
  severity: 'critical',
  sources: ['plan', 'deployed'],
  requirements: ['R27'],
  why: 'A port that is closed between masters splits the cluster, one from the load balancer fails its health check, and one at the media nodes leaves calls without sound and picture.',
  how: {
    plan: "Each rule of the generation's port matrix is looked for in the security groups of its target, by the group that a rule names and never by its own name. Several rules together may open a range, and wider ones count. SSH is not required, nor are the IPv6 twins of rules.",
    deployed: 'The same for the rules that stand in the security groups of the stack.',
  },
  needs: ['template', 'features', 'securityGroups'],
  phrases: {
    closed: ({
      observed,
      expected,
    }: {
      observed: {group: string; closed: readonly string[]; narrowed: readonly string[]}
      expected: {rules: number}
    }) => {
      const all = [...observed.closed, ...observed.narrowed]
      const more = all.length > shown ? ` and ${all.length - shown} more` : ''
      return `${observed.group} lacks ${all.length} of the ${expected.rules} openings it should have: ${all.slice(0, shown).join(', ')}${more}`
    },
    narrowed: ({
      observed,
      expected,
    }: {
      observed: {group: string; narrowed: readonly string[]; sources: readonly string[]}
      expected: {source: string}
    }) =>
      `${observed.group} opens ${observed.narrowed.join(', ')} to ${observed.sources.join(' and ')} only; clients come from ${expected.source}`,
  },
  remedy: {
    text: 'Add the missing rules as the official template of this release has them.',
    commands: [
      'aws ec2 authorize-security-group-ingress --group-id GROUP_ID --ip-permissions IpProtocol=tcp,FromPort=PORT,ToPort=PORT,UserIdGroupPairs=[{GroupId=SOURCE_GROUP_ID}]',
    ],
    url: securityGroupRules,
  },
  remedies: {
    narrowed: {
      text: 'Open the ports to 0.0.0.0/0, or waive this where all clients are known to be in these ranges.',
      url: securityGroupRules,
    },
  },
  judge({template, features, securityGroups}, {fail, see}) {
    const generation = see(publishedGeneration(template, 'the ports'), template.subject)
    if (generation === undefined) return
    const required = portRulesOf(generation, features).filter(({from}) => from !== sshPort)
    const groups = new Set(securityGroups.map(({group}) => group))
    for (const [target, rules] of Map.groupBy(required, rule => rule.target)) {
      const own = securityGroups.filter(({group}) => group === target)
      const [first] = own
      if (first === undefined) {
        see(unknown('unresolved', `no security group of ${groupNames[target]} is known`), template.subject)
        continue
      }
      const {subject} = first
      const ingress = own.flatMap(group => group.ingress)
      const judged = rules.map(rule => ({rule, admitted: admission(ingress, rule, groups)}))
      for (const {admitted} of judged) if (admitted.state === 'undecided') see(admitted.unseen, subject)
      const closed = judged.flatMap(({rule, admitted}) => (admitted.state === 'closed' ? [rule] : []))
      const narrow = judged.flatMap(({rule, admitted}) => (admitted.state === 'narrowed' ? [{rule, ...admitted}] : []))
      const narrowed = narrow.map(({rule}) => ruleText(rule))
      const group = subjectName(subject)
      if (closed.length > 0) {
        const onlyMinio = closed.every(({from}) => minioPorts.includes(from))
        const observed = {group, closed: closed.map(ruleText), narrowed}
        fail(
          'closed',
          subject,
          {observed, expected: {rules: rules.length}},
          {severity: onlyMinio ? 'high' : 'critical'},
        )
      } else if (narrow.length > 0) {
        const sources = [...new Set(narrow.flatMap(rule => rule.sources))]
        fail(
          'narrowed',
          subject,
          {observed: {group, narrowed, sources}, expected: {source: 'anywhere'}},
          {severity: 'high'},
        )
      }
    }
  },
})
