import {areDeployed, fewOf, nodeName} from '../../src/derive/live-nodes.ts'
import {ailmentOf, noWayOut} from '../../src/derive/no-way-out.ts'
import {refusalOf, registration} from '../../src/derive/registration.ts'
import {defineCheck, type FindingOptions} from '../../src/model/check.ts'
import {unknown} from '../../src/model/fact.ts'
import {type Subject, subjectName} from '../../src/model/subject.ts'
import {hasEnded} from '../../src/openvidu/instance-states.ts'
import {instanceProfilePermissions, managedNodesTroubleshooting} from '../../src/openvidu/pages.ts'
import {partitionOf} from '../../src/openvidu/partitions.ts'

const policy = 'AmazonSSMManagedInstanceCore'

export default defineCheck({
  id: 'nodes-managed',
  area: 'nodes',
  title: 'Systems Manager reaches every node',
  severity: 'medium',
  sources: ['plan', 'deployed'],
  requirements: ['R37'],
  why: 'Without Systems Manager there is no Run Command and no Session Manager: nobody sees inside a node except over SSH, this tool included, and media nodes are ended without draining.',
  how: {
    plan: 'The roles of master and media nodes must have a policy that lets the agent register. Default Host Management Configuration is a setting of the account, which a template does not show; it may cover nodes whose role lacks the policy.',
    deployed:
      'Each running node must be online in Systems Manager. One that never registered is told apart from one whose connection was lost; where the role of its group lacks the policy, that is the reason; else the status checks of EC2 are, or that route, public address or network ACL of its subnet keep it in. In the first ten minutes a node is given time to register.',
  },
  needs: ['masterCount'],
  uses: [
    'nodeRoles',
    'nodes',
    'managedNodes',
    'masterStatus',
    'mediaStatus',
    'routes',
    'networkAcls',
    'intended',
    'region',
  ],
  phrases: {
    notAllowed: ({
      observed,
      expected,
    }: {
      observed: {role: string; nodes: string; policies: readonly string[]}
      expected: {policy: string}
    }) =>
      `${observed.role}, the role of ${observed.nodes}, has ${observed.policies.length === 0 ? 'no managed policy' : observed.policies.join(', ')} and nothing that lets Systems Manager in; expected ${expected.policy}`,
    notRegistered: ({
      observed,
      expected,
    }: {
      observed: {role: string; nodes: readonly string[]}
      expected: {policy: string}
    }) =>
      `${fewOf(observed.nodes)} never registered with Systems Manager, since ${observed.role}, their role, has nothing that lets it in; expected ${expected.policy}`,
    unregistered: ({
      observed,
      expected,
    }: {
      observed: {node: string; since: string; registered: string}
      expected: {ping: string}
    }) =>
      `${observed.node}, started at ${observed.since}, ${observed.registered} registered with Systems Manager; expected it ${expected.ping}`,
    unregisteredSince: ({
      observed,
      expected,
    }: {
      observed: {node: string; since: string; reason: string}
      expected: {ping: string}
    }) =>
      `${observed.node}, started at ${observed.since}, never registered with Systems Manager, and ${observed.reason}; expected it ${expected.ping}`,
    connectionLost: ({
      observed,
      expected,
    }: {
      observed: {node: string; ping: string; lastPing: string}
      expected: {ping: string}
    }) =>
      `${observed.node} is ${observed.ping} in Systems Manager, last heard of at ${observed.lastPing}; expected ${expected.ping}`,
  },
  remedy: {
    text: 'Attach the policy to the role, in the template or after the deployment. Nodes without it may be covered by Default Host Management Configuration, if the account has it on in this region.',
    commands: [
      'aws iam attach-role-policy --role-name ROLE --policy-arn arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore',
    ],
    url: instanceProfilePermissions,
  },
  remedies: {
    unregistered: {
      text: 'The agent may not reach Systems Manager (port 443 out, or its VPC endpoints), may not run, or the role may not be what it seems. Look at the role first, then restart the agent over SSH.',
      commands: [
        'aws ec2 describe-instances --instance-ids INSTANCE_ID --query "Reservations[].Instances[].IamInstanceProfile"',
        'sudo systemctl restart snap.amazon-ssm-agent.amazon-ssm-agent.service',
      ],
      url: managedNodesTroubleshooting,
    },
    unregisteredSince: {
      text: 'Mend that first: a node that EC2 finds impaired is to be replaced, or stopped and started; one without a way out needs a default route that leads to the internet and a public address, or endpoints for ssm and ssmmessages in the VPC. The agent then registers by itself, at once when it is restarted.',
      commands: ['aws ec2 describe-route-tables --filters Name=association.subnet-id,Values=SUBNET_ID'],
      url: managedNodesTroubleshooting,
    },
    connectionLost: {
      text: 'The agent was there and is no longer heard: look whether the node hangs, its disk is full, or its way out is closed; reboot it if nothing else helps.',
      commands: ['aws ssm get-connection-status --target INSTANCE_ID'],
      url: managedNodesTroubleshooting,
    },
  },
  judge({masterCount, nodeRoles, nodes, managedNodes, intended, region, ...around}, {now, fail, see, look}) {
    const partition = region.state === 'known' ? partitionOf(region.value) : 'aws'
    if (!areDeployed(masterCount)) {
      const roles = look('nodeRoles', nodeRoles)
      if (roles === undefined) return
      for (const group of ['master', 'media'] as const) {
        if (roles.some(role => role.group === group)) continue
        const none = {type: 'AWS::IAM::Role', id: null, logicalId: null, location: null}
        see(unknown('unresolved', `the template does not show the role of the ${group} nodes`), none)
      }
      for (const role of roles) {
        const refusal = see(refusalOf(role), role.subject)
        if (refusal === undefined || refusal === null) continue
        const observed = {role: subjectName(role.subject), nodes: `the ${role.group} nodes`, policies: refusal.policies}
        fail(
          'notAllowed',
          role.subject,
          {observed, expected: {policy}},
          {...defectOf(role.group), ...attaching(role.subject, partition)},
        )
      }
      return
    }
    const live = look('nodes', nodes)
    const managed = look('managedNodes', managedNodes)
    if (live === undefined || managed === undefined) return
    if (live.every(({state}) => hasEnded(state)))
      see(unknown('unresolved', 'there is no node to reach'), masterCount.subject)
    const found = registration(live, managed, now)
    for (const {subject, id} of found.young)
      see(unknown('unresolved', `${id} may not have had time to register`), subject)
    for (const {node, ping, lastPingAt} of found.lost) {
      const observed = {node: nodeName(node), ping, lastPing: lastPingAt ?? 'no known time'}
      fail('connectionLost', node.subject, {observed, expected: {ping: 'Online'}})
    }
    if (found.unregistered.length === 0) return
    // What the roles allow only explains what was seen: where AWS does not show it, the template tells what it gave them.
    const roles = nodeRoles.state === 'known' ? nodeRoles.value : (look('intended', intended)?.nodeRoles ?? [])
    for (const [group, own] of Map.groupBy(found.unregistered, node => node.group)) {
      const role = roles.find(one => one.group === group)
      const refusal = role === undefined ? undefined : refusalOf(role)
      if (role !== undefined && refusal?.state === 'known' && refusal.value !== null) {
        const observed = {role: subjectName(role.subject), nodes: own.map(nodeName)}
        fail(
          'notRegistered',
          role.subject,
          {observed, expected: {policy}},
          {...defectOf(group), ...attaching(role.subject, partition)},
        )
        continue
      }
      for (const node of own) {
        const observed = {node: nodeName(node), since: node.launchedAt}
        // They only explain: what of them was not seen is no gap.
        const reason = ailmentOf(node, around) ?? noWayOut(node, around)
        const expected = {ping: 'Online'}
        if (reason !== null) fail('unregisteredSince', node.subject, {observed: {...observed, reason}, expected})
        else fail('unregistered', node.subject, {observed: {...observed, registered: 'never'}, expected})
      }
    }
  },
})

/** The command made out: for a role whose name is known and has the form of one, and for the partition. */
function attaching({id}: Subject, partition: string): FindingOptions {
  const name = id === null || !/^[\w+=,.@-]{1,64}$/.test(id) ? null : id
  if (name === null && partition === 'aws') return {}
  const arn = `arn:${partition}:iam::aws:policy/${policy}`
  return {commands: [`aws iam attach-role-policy --role-name ${name ?? 'ROLE'} --policy-arn ${arn}`]}
}

/** The official template forgets the masters only. */
function defectOf(group: 'master' | 'media'): FindingOptions {
  return group === 'master' ? {defect: 'D2'} : {}
}
