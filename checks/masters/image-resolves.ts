import {bySubject} from '../../src/derive/by-subject.ts'
import {nodesInWords, stackNodes} from '../../src/derive/stack-nodes.ts'
import {defineCheck} from '../../src/model/check.ts'
import {unknown} from '../../src/model/fact.ts'
import {installationGuide} from '../../src/openvidu/pages.ts'

export default defineCheck({
  id: 'image-resolves',
  area: 'masters',
  title: 'The images of the nodes can be resolved in the region',
  severity: 'high',
  sources: ['lookup'],
  requirements: ['R10'],
  why: 'The templates name images by public parameters, which a region may not have and which end with the life of a release. CloudFormation notices when it makes the launch templates.',
  how: {
    lookup: 'The public parameter or the AMI id behind each launch template is asked for in the region.',
  },
  needs: ['images', 'masters'],
  uses: ['mediaGroup'],
  phrases: {
    unresolved: ({
      observed,
      expected,
    }: {
      observed: {nodes: string; references: readonly string[]}
      expected: {image: string}
    }) =>
      `the image of ${observed.nodes}, ${observed.references.join(' and ')}, is not there; expected ${expected.image}`,
  },
  remedy: {
    text: 'Leave AmiId or OperatingSystem at the default, or give the name of a parameter that the region has.',
    commands: ['aws ssm get-parameter --region REGION --name PARAMETER'],
    url: installationGuide,
  },
  judge({images, masters, mediaGroup}, {fail, see, look}) {
    const nodes = stackNodes(masters, look('mediaGroup', mediaGroup))
    for (const {subject, items} of bySubject(nodes, ({image}) => image.subject)) {
      const missing = items.flatMap(node => {
        const reference = see(node.image.reference, subject)
        if (reference === undefined) return []
        const found = images.find(image => image.reference === reference)
        if (found === undefined) {
          see(unknown('not-requested', `${reference} was not looked up`, 'ssm:GetParameters'), subject)
          return []
        }
        return found.imageId === null ? [{...node, reference}] : []
      })
      if (missing.length === 0) continue
      const references = [...new Set(missing.map(({reference}) => reference))]
      const expected = {image: 'a parameter or an AMI that exists in the region'}
      fail('unresolved', subject, {observed: {nodes: nodesInWords(missing), references}, expected})
    }
  },
})
