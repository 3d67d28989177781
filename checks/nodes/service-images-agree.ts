import {type AnsweredPart, answersOf, nodesToJudge} from '../../src/derive/node-answers.ts'
import {majorityOf} from '../../src/derive/odd-ones-out.ts'
import {lasting, serviceName} from '../../src/derive/service-containers.ts'
import {defineCheck} from '../../src/model/check.ts'
import {unknown} from '../../src/model/fact.ts'
import {stackAsWhole} from '../../src/model/subject.ts'
import {upgrade} from '../../src/openvidu/pages.ts'

export default defineCheck({
  id: 'service-images-agree',
  area: 'nodes',
  title: 'Nodes of one role run the same images',
  severity: 'medium',
  sources: ['nodes'],
  requirements: ['R31'],
  why: 'The same tag may stand for different images, when it was moved between two pulls: one node then behaves unlike its neighbours though all versions agree.',
  how: {
    nodes:
      'The id of the image of each running container is compared with that of the same service on the other nodes of the role, agents and what runs once left out. The node with another image than most is named; two nodes of one role must have answered, or there is nothing to compare.',
  },
  needs: ['nodeProbes'],
  phrases: {
    otherImages: ({
      observed,
      expected,
    }: {
      observed: {node: string; images: readonly string[]}
      expected: {images: readonly string[]}
    }) => `${observed.node} runs ${observed.images.join(', ')}; expected ${expected.images.join(', ')}`,
  },
  remedy: {
    text: 'Pull the images again on the node that differs and restart OpenVidu there, which on a media node ends its rooms; a media node can as well be ended and replaced.',
    commands: [
      'aws ssm start-session --target INSTANCE_ID',
      'cd /opt/openvidu && sudo docker compose pull && sudo systemctl restart openvidu',
    ],
    url: upgrade,
  },
  judge({nodeProbes}, {fail, see}) {
    const answered = answersOf(nodesToJudge(nodeProbes, see), 'containers', see)
    const roles = [...Map.groupBy(answered, ({node}) => node.group).values()].filter(nodes => nodes.length > 1)
    if (roles.length === 0 && answered.length > 0)
      see(unknown('unresolved', 'no two nodes of one role answered, so no images were compared'), stackAsWhole)
    for (const nodes of roles) {
      const found = [...Map.groupBy(nodes.flatMap(runningIn), ({service}) => service).values()].flatMap(images => {
        const most = majorityOf(images, ({imageId}) => imageId)
        if (most === null) return []
        const usual = images.find(({imageId}) => imageId === most.value)
        return most.odd.map(odd => ({
          ...odd,
          has: `${odd.service} of ${odd.image} (${short(odd.imageId)})`,
          others: `${usual?.image} (${short(most.value)}) as on ${most.agreeing} of ${most.of}`,
        }))
      })
      for (const [node, own] of Map.groupBy(found, ({node}) => node)) {
        const [first] = own
        if (first === undefined) continue
        const observed = {node: first.name, images: own.map(({has}) => has)}
        fail('otherImages', node.subject, {observed, expected: {images: own.map(({others}) => others)}})
      }
    }
  },
})

function runningIn({node, name, part}: AnsweredPart<'containers'>) {
  return lasting(part)
    .filter(({state}) => state === 'running' || state === 'restarting')
    .map(container => ({
      node,
      name,
      service: serviceName(container),
      image: container.image,
      imageId: container.imageId,
    }))
}

/** As Docker shortens ids. */
function short(imageId: string): string {
  return imageId.replace(/^sha256:/, '').slice(0, 12)
}
