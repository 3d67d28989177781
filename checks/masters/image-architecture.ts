import {architectureIn, missesFamily} from '../../src/derive/image-architecture.ts'
import {areDeployed} from '../../src/derive/live-nodes.ts'
import {byInstanceType, nodesInWords, stackNodes} from '../../src/derive/stack-nodes.ts'
import {defineCheck} from '../../src/model/check.ts'
import {unknown} from '../../src/model/fact.ts'
import {subjectName} from '../../src/model/subject.ts'
import {instanceTypeSpecification} from '../../src/openvidu/instance-types.ts'
import {instanceTypeFinder} from '../../src/openvidu/pages.ts'

interface Evidence {
  readonly observed: {setting: string; nodes: string; type: string; typeArchitecture: string; imageArchitecture: string}
  readonly expected: {imageArchitecture: string}
}

export default defineCheck({
  id: 'image-architecture',
  area: 'masters',
  title: 'Instance types and images have the same architecture',
  severity: 'high',
  sources: ['plan', 'lookup', 'deployed'],
  requirements: ['R8', 'R10'],
  why: 'EC2 refuses to start an arm64 type from an x86_64 image and the other way round: masters fail the stack, media nodes are tried again and again.',
  how: {
    plan: 'The architecture of each type is held against that of its image, which the public image parameters of Canonical and AWS carry in their names.',
    lookup: 'Where the name of an image does not tell, the image itself does.',
    deployed:
      'An instance that was started proves that its type and image agree. What is judged is the launch template of the media nodes: the next node starts from it.',
  },
  needs: ['masters', 'masterCount'],
  uses: ['mediaGroup', 'images', 'template', 'nodes'],
  phrases: {
    mismatch: ({observed, expected}: Evidence) =>
      `${observed.setting} gives ${observed.nodes} ${observed.type}, an ${observed.typeArchitecture} type, but their image is ${observed.imageArchitecture}; expected an ${expected.imageArchitecture} image`,
    templateGap: ({observed, expected}: Evidence) =>
      `${observed.setting} gives ${observed.nodes} ${observed.type}, an ${observed.typeArchitecture} type that the template allows but starts from an ${observed.imageArchitecture} image; expected a type that this template gives an ${expected.imageArchitecture} image`,
  },
  remedy: {
    text: 'Choose a type of the architecture of the image, or an image of that of the type (in templates up to 3.4.1 the parameter AmiId).',
    commands: ['aws ec2 describe-instance-types --instance-types TYPE --query "InstanceTypes[].ProcessorInfo"'],
    url: instanceTypeFinder,
  },
  remedies: {
    templateGap: {
      text: 'Choose another family, such as c7g or c6g for arm64, or use the template of 3.6.0 or newer, which knows this family.',
      url: instanceTypeFinder,
    },
  },
  judge({masters, masterCount, mediaGroup, images, template, nodes}, {fail, see, look}) {
    const live = areDeployed(masterCount) ? look('nodes', nodes) : []
    if (live === undefined) return
    const judged = stackNodes(areDeployed(masterCount) ? [] : masters, look('mediaGroup', mediaGroup))
    for (const {subject, items} of byInstanceType(judged)) {
      const type = see(items[0].instanceType.value, subject)
      if (type === undefined) continue
      const {reference: asked} = items[0].image
      const started = (node: (typeof live)[number]): boolean =>
        node.instanceType === type && asked.state === 'known' && node.imageId === asked.value
      if (live.some(started)) continue
      const wanted = instanceTypeSpecification(type)?.architecture
      if (wanted === undefined) {
        see(unknown('unresolved', `the architecture of ${type} is not known: no official template allows it`), subject)
        continue
      }
      const wrong = items.flatMap(node => {
        const {subject: imageSubject, architecture, reference} = node.image
        // A look-up is only needed where neither the image's name nor its reference says why it can't be told.
        const seen =
          architecture.state === 'unknown' && reference.state === 'known'
            ? architectureIn(look('images', images), reference.value)
            : architecture
        const imageArchitecture = seen === null ? undefined : see<string>(seen, imageSubject)
        return imageArchitecture === undefined || imageArchitecture === wanted ? [] : [{...node, imageArchitecture}]
      })
      const [first] = wrong
      if (first === undefined) continue
      const {imageArchitecture} = first
      const gap = wanted === 'arm64' && missesFamily(look('template', template), type)
      const observed = {setting: subjectName(subject), nodes: nodesInWords(wrong), type, typeArchitecture: wanted}
      const evidence = {observed: {...observed, imageArchitecture}, expected: {imageArchitecture: wanted}}
      fail(gap ? 'templateGap' : 'mismatch', subject, evidence)
    }
  },
})
