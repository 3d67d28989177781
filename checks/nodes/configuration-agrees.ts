import {
  clusterConfiguration,
  hasClusterFiles,
  strayPasswords,
  unreadableFiles,
} from '../../src/derive/cluster-configuration.ts'
import {settingOf} from '../../src/derive/cluster-settings.ts'
import {commonest} from '../../src/derive/commonest.ts'
import {agreedList, listedMasters, ownAddressOf, strayLists} from '../../src/derive/listed-masters.ts'
import {fewOf, servingMasters} from '../../src/derive/live-nodes.ts'
import {answersOf} from '../../src/derive/node-answers.ts'
import {settledNodes} from '../../src/derive/settled-nodes.ts'
import {defineCheck} from '../../src/model/check.ts'
import {unknown} from '../../src/model/fact.ts'
import {administration, configuration} from '../../src/openvidu/pages.ts'

type Lists = {observed: {who: string; addresses: string}; expected: {addresses: string}}

const replaceNode =
  'aws autoscaling terminate-instance-in-auto-scaling-group --instance-id INSTANCE_ID --no-should-decrement-desired-capacity'

export default defineCheck({
  id: 'configuration-agrees',
  area: 'nodes',
  title: 'All nodes have one configuration, with the addresses of the masters that are there',
  severity: 'high',
  sources: ['nodes'],
  requirements: ['R5', 'R26', 'R45'],
  why: 'Masters that differ in passwords, modules or addresses are no cluster: which answer a client gets depends on the master that it comes to. A node that has another list of masters talks to one that is gone.',
  how: {
    nodes:
      'The files of the cluster configuration and each key of its env files are compared between the masters by hashes that are keyed anew in each run; the odd one out is named with the keys and files, never with values. Where the own file of a node names the password of Redis, it is held against that of most masters, by such hashes as well. The addresses of the masters must be those of the instances, on media nodes too, the domain that of the stack, and the own address of each node its own, which makes them unique. A node that is being installed or was started lately is not judged.',
  },
  needs: ['nodeProbes', 'stack'],
  uses: ['nodes', 'domainName'],
  phrases: {
    odd: ({observed, expected}: {observed: {node: string; differs: readonly string[]}; expected: {as: string}}) =>
      `${observed.node} differs from most masters in ${fewOf(observed.differs)}; expected ${expected.as}`,
    split: ({observed, expected}: {observed: {masters: number; differ: readonly string[]}; expected: {as: string}}) =>
      `the ${observed.masters} masters that were seen differ in ${fewOf(observed.differ)}, and no majority is alike; expected ${expected.as}`,
    stale: ({observed, expected}: Lists) =>
      `${observed.who} have ${observed.addresses} for the addresses of the masters; expected ${expected.addresses}, which the instances have`,
    otherMasters: ({observed, expected}: Lists) =>
      `the list of masters on ${observed.who} is ${observed.addresses}; expected ${expected.addresses}, as the masters have it`,
    otherPassword: ({observed}: {observed: {who: string}; expected: {as: string}}) =>
      `the REDIS_PASSWORD of ${observed.who} is not the one that most masters have; expected the same on all nodes`,
    otherDomain: ({observed, expected}: {observed: {domain: string}; expected: {domain: string}}) =>
      `the domain in the configuration of the masters is ${observed.domain}; expected ${expected.domain}, the domain of the stack`,
    notOwn: ({observed, expected}: {observed: {node: string; address: string}; expected: {address: string}}) =>
      `${observed.node} holds ${observed.address} for its own address; expected ${expected.address}`,
  },
  remedy: {
    text: 'A configuration that is edited on one master and followed by a restart of OpenVidu there goes to all nodes: make the change once more on the master that is right. A reboot of a master copies the values of the secret, so have them right there first.',
    commands: [
      // Not the one that a finding is about: what is restarted gives its configuration to all.
      'aws ssm start-session --target RIGHT_MASTER_INSTANCE_ID',
      'sudo ls -l --recursive /opt/openvidu/config/cluster',
      'sudo systemctl restart openvidu',
    ],
    url: configuration,
  },
  remedies: {
    notOwn: {
      text: 'Give the node its own address in its own settings, then restart OpenVidu there; on a media node this ends its rooms.',
      commands: [
        'aws ssm start-session --target INSTANCE_ID',
        'sudo grep --recursive PRIVATE_IP /opt/openvidu/config/node',
        'sudo systemctl restart openvidu',
      ],
      url: administration,
    },
    stale: {
      text: 'A private address stays with its instance for life, so a difference means a replaced or restored master. Store the right addresses in the secret, then reboot the masters one by one and replace the media nodes.',
      url: administration,
    },
    otherMasters: {
      text: 'Media nodes read the addresses of the masters once, at their first start: replace those that differ. Each drains its rooms before it ends.',
      commands: [replaceNode],
      url: administration,
    },
    otherPassword: {
      text: 'Media nodes read the password of Redis once, at their first start: make sure that the secret has the one of the masters, then replace those that differ. Each drains its rooms before it ends.',
      commands: [replaceNode],
      url: administration,
    },
  },
  judge({nodeProbes, stack, nodes, domainName}, {fail, see, look}) {
    const settled = settledNodes(nodeProbes, see)
    const installations = answersOf(settled, 'installation', see)
    const masters = settled.filter(({group}) => group === 'master')
    const everywhere = answersOf(settled, 'configuration', see)
    const configurations = everywhere.filter(({node}) => node.group === 'master')
    for (const answer of configurations) {
      const unread = unreadableFiles(answer)
      if (unread.length > 0) see(unknown('failed', `${unread.join(', ')} could not be read`), answer.node.subject)
      if (!hasClusterFiles(answer)) see(unknown('failed', 'no file of the cluster was seen'), answer.node.subject)
    }
    if (configurations.length < 2) {
      see(unknown('unresolved', 'fewer than two masters showed their configuration: nothing to compare'), stack.subject)
    }
    const alike = {as: 'one configuration on all masters'}
    const ofMasters = installations.filter(({node}) => node.group === 'master')
    const {odd, split} = clusterConfiguration(configurations, ofMasters)
    for (const {node, name, keys, files} of odd) {
      fail('odd', node.subject, {observed: {node: name, differs: [...keys, ...files]}, expected: alike})
    }
    if (split.length > 0) {
      fail('split', stack.subject, {observed: {masters: masters.length, differ: split}, expected: alike})
    }

    for (const {who, subject} of strayPasswords(everywhere, stack.subject)) {
      fail('otherPassword', subject, {observed: {who}, expected: {as: 'the password of most masters'}})
    }

    const agreed = agreedList(masters)
    const standing = look('nodes', nodes)
    const live = servingMasters(standing ?? [])
    const addresses = live.flatMap(({privateAddress}) => privateAddress ?? []).toSorted()
    if (standing !== undefined && (addresses.length < live.length || live.length === 0)) {
      see(unknown('unresolved', 'EC2 does not tell the address of each master'), stack.subject)
    } else if (standing !== undefined && agreed !== null && agreed.join() !== addresses.join()) {
      const observed = {who: 'the masters', addresses: agreed.join(', ')}
      fail('stale', stack.subject, {observed, expected: {addresses: addresses.join(', ')}})
    }
    for (const {node} of installations) {
      if (listedMasters(node) !== null) continue
      see(unknown('unresolved', 'the configuration of the node names no masters'), node.subject)
    }
    const right = agreed ?? addresses
    if (right.length > 0) {
      for (const {who, addresses: list, subject} of strayLists(settled, right, stack.subject)) {
        fail('otherMasters', subject, {observed: {who, addresses: list}, expected: {addresses: right.join(', ')}})
      }
    }

    const domain = commonest(masters.flatMap(node => settingOf(node, 'openvidu.env', 'DOMAIN_NAME') ?? []))
    const asked = look('domainName', domainName)
    const wanted = asked === undefined ? undefined : see(asked.value, asked.subject)
    if (domain === undefined) see(unknown('unresolved', 'no master told its DOMAIN_NAME'), stack.subject)
    // An empty parameter is a finding of its own; the installation then has another name.
    else if (wanted !== undefined && wanted !== '' && wanted.toLowerCase() !== domain.toLowerCase()) {
      fail('otherDomain', stack.subject, {observed: {domain}, expected: {domain: wanted}})
    }

    for (const {node, name} of installations) {
      const address = ownAddressOf(node)
      if (address === undefined) {
        see(unknown('unresolved', 'the configuration of the node does not tell its own address'), node.subject)
      } else if (node.privateAddress === null) {
        see(unknown('unresolved', 'EC2 tells no private address of the node'), node.subject)
      } else if (address !== node.privateAddress) {
        fail('notOwn', node.subject, {observed: {node: name, address}, expected: {address: node.privateAddress}})
      }
    }
  },
})
