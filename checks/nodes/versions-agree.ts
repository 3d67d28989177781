import {answersOf, partOf} from '../../src/derive/node-answers.ts'
import {majorityOf} from '../../src/derive/odd-ones-out.ts'
import {isVersioned, lasting, serviceName, tagOf} from '../../src/derive/service-containers.ts'
import {settledNodes} from '../../src/derive/settled-nodes.ts'
import {defineCheck} from '../../src/model/check.ts'
import {unknown} from '../../src/model/fact.ts'
import {onPremisesAdministration, upgrade} from '../../src/openvidu/pages.ts'

export default defineCheck({
  id: 'versions-agree',
  area: 'nodes',
  title: 'All nodes are installed with one version of OpenVidu, and run it',
  severity: 'high',
  sources: ['nodes'],
  requirements: ['R31'],
  why: 'Nodes of different versions do not understand each other’s state: rooms fail in ways that depend on which node they meet. An upgrade that left a node behind looks just so.',
  how: {
    nodes:
      'The version in deployment-info.yaml of every node is compared with that of most masters, and with the tags of the images that carry the version, on the node itself. Where the template names another release than most masters have, that weighs medium: an upgrade in place leaves the template as it was, with the ports and scripts of its own release. Where the secret was read (`--verify-secret`), its version must be theirs, too: nodes to come install that one. Nodes that still install are not judged.',
  },
  needs: ['nodeProbes'],
  uses: ['template', 'secretInstallation'],
  phrases: {
    otherVersion: ({
      observed,
      expected,
    }: {
      observed: {node: string; version: string}
      expected: {version: string; agreeing: number; of: number; who: string}
    }) =>
      `${observed.node} is installed with version ${observed.version}; expected ${expected.version}, as ${expected.agreeing} of ${expected.of} ${expected.who}`,
    noVersion: ({observed, expected}: {observed: {node: string; version: string}; expected: {file: string}}) =>
      `${observed.node} has ${observed.version}; expected one in ${expected.file}`,
    otherImages: ({
      observed,
      expected,
    }: {
      observed: {node: string; images: readonly string[]}
      expected: {version: string}
    }) =>
      `${observed.node} runs ${observed.images.join(', ')}; expected ${expected.version}, the version that it is installed with`,
    otherSecret: ({
      observed,
      expected,
    }: {
      observed: {version: string}
      expected: {version: string; agreeing: number; of: number; who: string}
    }) =>
      `the secret has version ${observed.version}, which new nodes install; expected ${expected.version}, as ${expected.agreeing} of ${expected.of} ${expected.who}`,
    otherTemplate: ({
      observed,
      expected,
    }: {
      observed: {version: string; agreeing: number; of: number; who: string}
      expected: {version: string}
    }) =>
      `${observed.agreeing} of ${observed.of} ${observed.who} are installed with version ${observed.version}; expected ${expected.version}, which the template of the stack installs`,
  },
  remedy: {
    text: 'Bring all masters to one version first, then end the media nodes that have another: their successors take the version from the secret.',
    commands: [
      'aws ssm start-session --target INSTANCE_ID',
      'cat /opt/openvidu/deployment-info.yaml',
      'aws autoscaling terminate-instance-in-auto-scaling-group --instance-id MEDIA_INSTANCE_ID --no-should-decrement-desired-capacity',
    ],
    url: upgrade,
  },
  remedies: {
    otherImages: {
      text: 'Restart OpenVidu on this node, so that its containers are made anew of the installed version; on a media node this ends its rooms.',
      commands: [
        'aws ssm start-session --target INSTANCE_ID',
        'cd /opt/openvidu && sudo docker compose images',
        'sudo systemctl restart openvidu',
      ],
      url: onPremisesAdministration,
    },
    otherSecret: {
      text: 'Store the version that the masters run in OPENVIDU_VERSION of the secret, on one master, or bring the masters to that of the secret.',
      commands: [
        'aws ssm start-session --target INSTANCE_ID',
        'sudo /usr/local/bin/store_secret.sh save OPENVIDU_VERSION VERSION',
      ],
      url: upgrade,
    },
    otherTemplate: {
      text: 'After an upgrade in place compare the security groups with those of the template of the new release, and review a change set before updating the stack to it, which may replace the masters.',
      commands: [
        // It keeps the parameters of the stack as they are, which create-change-set does not.
        'aws cloudformation deploy --no-execute-changeset --stack-name STACK --template-file TEMPLATE_FILE --s3-bucket BUCKET --capabilities CAPABILITY_NAMED_IAM',
      ],
      url: upgrade,
    },
  },
  judge({nodeProbes, template, secretInstallation}, {fail, see}) {
    const installed = answersOf(settledNodes(nodeProbes, see), 'installation', see)
    const file = '/opt/openvidu/deployment-info.yaml'
    const versioned = installed.flatMap(({node, name, part: {version}}) => {
      if (version !== null) return [{node, name, version}]
      fail('noVersion', node.subject, {observed: {node: name, version: 'no version'}, expected: {file}})
      return []
    })
    for (const {node, name, version} of versioned) {
      const containers = lasting(see(partOf(node, 'containers'), node.subject) ?? [])
      const tags = containers.filter(container => isVersioned(node.group, container))
      const images = tags.filter(({image}) => (tagOf(image) ?? version) !== version)
      if (images.length > 0) {
        const shown = images.map(container => `${serviceName(container)} of ${tagOf(container.image)}`)
        fail('otherImages', node.subject, {observed: {node: name, images: shown}, expected: {version}})
      }
      const open = tags.filter(({image}) => tagOf(image) === null).map(serviceName)
      if (open.length > 0) see(unknown('unresolved', `images without tag on ${name}: ${open.join(', ')}`), node.subject)
    }
    const most = majorityOf(versioned, ({version}) => version)
    if (most === null) return
    const {value: version, agreeing, of, who} = most
    for (const {node, name, version: own} of most.odd) {
      const observed = {node: name, version: own}
      fail('otherVersion', node.subject, {observed, expected: {version, agreeing, of, who}})
    }
    const stored = secretInstallation.state === 'known' ? secretInstallation.value : null
    if (stored !== null && stored.version !== null && stored.version !== version) {
      fail('otherSecret', stored.subject, {observed: {version: stored.version}, expected: {version, agreeing, of, who}})
    }
    if (template.state !== 'known') return
    const {version: named, versionSubject} = template.value
    const asked = named.state === 'known' ? named.value : null
    // `main` is no release: what it installed was whatever main was that day.
    if (asked === null || asked === 'main' || asked === version) return
    const evidence = {observed: {version, agreeing, of, who}, expected: {version: asked}}
    fail('otherTemplate', versionSubject, evidence, {severity: 'medium'})
  },
})
