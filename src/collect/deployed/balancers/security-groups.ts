import {EC2Client, paginateDescribeSecurityGroupRules, type SecurityGroupRule} from '@aws-sdk/client-ec2'
import {required} from '../../../aws/errors.ts'
import {known} from '../../../model/fact.ts'
import type {FactMap} from '../../../model/facts.ts'
import {defineCollector, observe} from '../../collector.ts'
import {liveSubject} from '../live.ts'

type Ingress = FactMap['securityGroups'][number]['ingress'][number]
type Named = Pick<FactMap, 'parts' | 'resources'>

const groupType = 'AWS::EC2::SecurityGroup'
/** AWS takes the numbers of protocols as well as their names. */
const withPorts = new Set(['tcp', 'udp', '6', '17'])
const describeRules = 'ec2:DescribeSecurityGroupRules'

/** The security groups of nodes and balancers, with the rules that stand in them, whoever made them. */
export const securityGroups = defineCollector({
  id: 'security-groups',
  title: 'Security groups',
  tier: 'check',
  provides: ['securityGroups'],
  follows: ['parts', 'resources'],
  iam: [describeRules],
  async collect({session, known: named}) {
    const {securityGroups: parts} = named.parts
    const ids = [...new Set(parts.flatMap(({id}) => id ?? []))]
    return {
      securityGroups: await observe(describeRules, async () => {
        const rules: SecurityGroupRule[] = []
        const pages = paginateDescribeSecurityGroupRules(
          {client: session.client(EC2Client)},
          {Filters: [{Name: 'group-id', Values: ids}]},
          session.options,
        )
        if (ids.length > 0) {
          for await (const page of pages) rules.push(...required(page.SecurityGroupRules, 'list of rules'))
        }
        return parts.flatMap(({logicalId, id, groups}) => {
          // Of one that was never made there is nothing to see.
          if (id === null) return []
          // A group that AWS has not any more has no rules, and lets nothing in.
          const own = rules.filter(rule => required(rule.GroupId, 'group of a rule') === id)
          const ingress = own
            .filter(({IsEgress}) => !required(IsEgress, 'direction of a rule'))
            .flatMap(ingressOf(named))
          const subject = {type: groupType, id, logicalId, location: null}
          return groups.map(group => ({subject, group, ingress}))
        })
      }),
    }
  },
})

/** A rule, once for each group that its source protects. */
const ingressOf =
  (named: Named) =>
  (rule: SecurityGroupRule): readonly Ingress[] => {
    const id = required(rule.SecurityGroupRuleId, 'id of a rule')
    const protocol = required(rule.IpProtocol, 'protocol of a rule')
    // Only these have ports by which anything is judged; of others AWS tells types of ICMP, -1, or none at all.
    const portless = !withPorts.has(protocol.toLowerCase())
    const port = (value: number | undefined, what: string, all: number) =>
      protocol === '-1' ? all : portless ? (value ?? -1) : required(value, what)
    return sourcesOf(rule, named).map(source => ({
      subject: liveSubject(named.resources, 'AWS::EC2::SecurityGroupIngress', id),
      protocol: known(protocol),
      fromPort: known(port(rule.FromPort, 'first port of a rule', 0)),
      toPort: known(port(rule.ToPort, 'last port of a rule', 65_535)),
      source,
    }))
  }

function sourcesOf(rule: SecurityGroupRule, {parts, resources}: Named): readonly Ingress['source'][] {
  const cidr = rule.CidrIpv4 ?? rule.CidrIpv6
  if (cidr !== undefined) return [known({kind: 'cidr', cidr})]
  const groupId = rule.ReferencedGroupInfo?.GroupId
  const groups = parts.securityGroups.filter(({id}) => id === groupId && id !== null).flatMap(part => part.groups)
  if (groups.length > 0) return [...new Set(groups)].map(group => known({kind: 'group', group}))
  const other = required(groupId ?? rule.PrefixListId, 'source of a rule')
  return [known({kind: 'other', id: liveSubject(resources, groupType, other).logicalId ?? other})]
}
