import type {SecurityGroupRule} from '@aws-sdk/client-ec2'
import {type Deploying, stackTags} from './deploy.ts'
import {ec2Id} from './ids.ts'
import {type JsonMap, mapsAt, numberAt, tagsAt, textAt} from './json-value.ts'

/** Security groups, with their rules: those inside them and those that are resources. */
export function deploySecurityGroups(deploying: Deploying): void {
  const {account, evaluator, setting} = deploying
  for (const {logicalId, properties} of deploying.ofType('AWS::EC2::SecurityGroup')) {
    const groupId = evaluator.identity(logicalId).id
    account.securityGroups.push({
      GroupId: groupId,
      GroupName: textAt(properties, 'GroupName'),
      Description: textAt(properties, 'GroupDescription'),
      VpcId: textAt(properties, 'VpcId'),
      OwnerId: setting.accountId,
      Tags: [...tagsAt(properties), ...stackTags(deploying, logicalId)],
    })
    const inner = mapsAt(properties, 'SecurityGroupIngress')
    account.securityGroupRules.push(
      ...inner.map((rule, index) => ingress(deploying, ec2Id('sgr', `${groupId} ${index}`), groupId, rule)),
      {
        ...base(deploying, ec2Id('sgr', `${groupId} egress`), groupId),
        IsEgress: true,
        IpProtocol: '-1',
        FromPort: -1,
        ToPort: -1,
        CidrIpv4: '0.0.0.0/0',
      },
    )
  }
  for (const {logicalId, properties} of deploying.ofType('AWS::EC2::SecurityGroupIngress')) {
    const id = evaluator.identity(logicalId).id
    account.securityGroupRules.push(ingress(deploying, id, textAt(properties, 'GroupId') ?? '', properties))
  }
}

function base({setting}: Deploying, id: string, groupId: string): SecurityGroupRule {
  return {SecurityGroupRuleId: id, GroupId: groupId, GroupOwnerId: setting.accountId, IsEgress: false, Tags: []}
}

function ingress(deploying: Deploying, id: string, groupId: string, rule: JsonMap): SecurityGroupRule {
  const source = textAt(rule, 'SourceSecurityGroupId')
  return {
    ...base(deploying, id, groupId),
    IpProtocol: textAt(rule, 'IpProtocol'),
    FromPort: numberAt(rule, 'FromPort') ?? -1,
    ToPort: numberAt(rule, 'ToPort') ?? -1,
    ...(rule.CidrIp === undefined ? {} : {CidrIpv4: textAt(rule, 'CidrIp')}),
    ...(rule.CidrIpv6 === undefined ? {} : {CidrIpv6: textAt(rule, 'CidrIpv6')}),
    ...(source === undefined ? {} : {ReferencedGroupInfo: {GroupId: source, UserId: deploying.setting.accountId}}),
    ...(rule.Description === undefined ? {} : {Description: textAt(rule, 'Description')}),
  }
}
