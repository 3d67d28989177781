import type {IpPermission, SecurityGroupRule} from '@aws-sdk/client-ec2'
import type {Answers} from './answers.ts'
import {filtered, named, notFound} from './filters.ts'

const missingGroup = notFound('InvalidGroup.NotFound', 'security group')

/** EC2, security groups: the same rules one by one and grouped. */
export const ec2Security: Answers<typeof import('@aws-sdk/client-ec2')> = {
  DescribeSecurityGroups: ({GroupIds, GroupNames, Filters}, {account}) => {
    const groups = named(
      named(account.securityGroups, GroupIds, ({GroupId}) => GroupId, missingGroup),
      GroupNames,
      ({GroupName}) => GroupName,
      missingGroup,
    )
    const found = filtered(groups, Filters, {
      'group-id': group => group.GroupId,
      'group-name': group => group.GroupName,
      'vpc-id': group => group.VpcId,
    })
    return {
      SecurityGroups: found.map(group => {
        const rules = account.securityGroupRules.filter(({GroupId}) => GroupId === group.GroupId)
        return {
          ...group,
          IpPermissions: permissions(rules.filter(({IsEgress}) => !IsEgress)),
          IpPermissionsEgress: permissions(rules.filter(({IsEgress}) => IsEgress)),
        }
      }),
    }
  },

  DescribeSecurityGroupRules: ({SecurityGroupRuleIds, Filters}, {account}) => ({
    SecurityGroupRules: filtered(
      named(
        account.securityGroupRules,
        SecurityGroupRuleIds,
        ({SecurityGroupRuleId}) => SecurityGroupRuleId,
        notFound('InvalidSecurityGroupRuleId.NotFound', 'security group rule ID'),
      ),
      Filters,
      {'group-id': rule => rule.GroupId, 'security-group-rule-id': rule => rule.SecurityGroupRuleId},
    ),
  }),
}

/** One permission for each protocol and port range, with all its sources. */
function permissions(rules: readonly SecurityGroupRule[]): IpPermission[] {
  const byPorts = new Map<string, IpPermission>()
  for (const rule of rules) {
    const key = `${rule.IpProtocol} ${rule.FromPort} ${rule.ToPort}`
    const permission = byPorts.get(key) ?? {
      IpProtocol: rule.IpProtocol,
      // Of all protocols at once no ports are told.
      ...(rule.IpProtocol === '-1' ? {} : {FromPort: rule.FromPort, ToPort: rule.ToPort}),
      IpRanges: [],
      Ipv6Ranges: [],
      PrefixListIds: [],
      UserIdGroupPairs: [],
    }
    const Description = rule.Description
    if (rule.CidrIpv4 !== undefined) permission.IpRanges?.push({CidrIp: rule.CidrIpv4, Description})
    if (rule.CidrIpv6 !== undefined) permission.Ipv6Ranges?.push({CidrIpv6: rule.CidrIpv6, Description})
    if (rule.PrefixListId !== undefined) {
      permission.PrefixListIds?.push({PrefixListId: rule.PrefixListId, Description})
    }
    const group = rule.ReferencedGroupInfo
    if (group !== undefined) {
      permission.UserIdGroupPairs?.push({GroupId: group.GroupId, UserId: group.UserId, Description})
    }
    byPorts.set(key, permission)
  }
  return [...byPorts.values()]
}
