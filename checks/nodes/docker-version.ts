import {installedGeneration} from '../../src/derive/generation.ts'
import {answersOf, nodesToJudge, partOf} from '../../src/derive/node-answers.ts'
import {isOlder} from '../../src/derive/version-order.ts'
import {defineCheck} from '../../src/model/check.ts'
import {unknown} from '../../src/model/fact.ts'
import {generationOf} from '../../src/openvidu/generations.ts'
import {dockerOnUbuntu} from '../../src/openvidu/pages.ts'

export default defineCheck({
  id: 'docker-version',
  area: 'nodes',
  title: 'Docker on every node is as new as the installed version of OpenVidu demands',
  severity: 'medium',
  sources: ['nodes'],
  requirements: ['R44'],
  why: 'The installer refuses a Docker that is older than it was tested with: the next upgrade of this node stops there, and a new node from the same image never gets OpenVidu.',
  how: {
    nodes:
      'The version of the Docker engine is compared with the oldest one that the installer of the installed version accepts (28.1.1 in 3.2 and 3.3, 28.3.3 in 3.4, 29.0.2 in 3.5, 29.2.1 in 3.6, 29.4.2 in 3.7, 29.5.3 in 3.8). For versions whose installer is not known it is not judged.',
  },
  needs: ['nodeProbes'],
  uses: ['template'],
  phrases: {
    older: ({
      observed,
      expected,
    }: {
      observed: {node: string; docker: string}
      expected: {docker: string; generation: string}
    }) =>
      `${observed.node} has Docker ${observed.docker}; expected at least ${expected.docker}, as OpenVidu ${expected.generation} demands`,
  },
  remedy: {
    text: 'Update Docker while the node serves nobody, and in the image too where the nodes start from one of your own.',
    commands: [
      'aws ssm start-session --target INSTANCE_ID',
      'sudo systemctl stop openvidu',
      'sudo apt-get update && sudo apt-get install --only-upgrade docker-ce docker-ce-cli containerd.io',
      'sudo systemctl start openvidu',
    ],
    url: dockerOnUbuntu,
  },
  judge({nodeProbes, template}, {fail, see}) {
    for (const {node, name, part} of answersOf(nodesToJudge(nodeProbes, see), 'docker', see)) {
      const notSeen = (why: string) => see(unknown('unresolved', why), node.subject)
      const id = see(installedGeneration(partOf(node, 'installation'), template), node.subject)
      if (id === undefined) continue
      const {dockerMinimum: minimum, label: generation} = generationOf(id)
      if (minimum === null) notSeen(`which Docker OpenVidu ${generation} demands is not known`)
      else if (part.version === null) notSeen(`Docker of ${name} does not answer`)
      else {
        const older = isOlder(part.version, minimum)
        const observed = {node: name, docker: part.version}
        if (older === null) notSeen(`the version of Docker on ${name} has another form than expected`)
        else if (older) fail('older', node.subject, {observed, expected: {docker: minimum, generation}})
      }
    }
  },
})
