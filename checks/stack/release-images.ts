import {defineCheck} from '../../src/model/check.ts'
import {unknown} from '../../src/model/fact.ts'
import {generationOf, generationOfVersion} from '../../src/openvidu/generations.ts'
import {upgrade} from '../../src/openvidu/pages.ts'
import {withdrawnImagesOf} from '../../src/openvidu/withdrawn-images.ts'

export default defineCheck({
  id: 'release-images',
  area: 'stack',
  title: 'The release installs no image that was withdrawn',
  severity: 'high',
  sources: ['plan', 'deployed'],
  requirements: ['R2'],
  why: 'A node pulls the images of its release when it is installed, and one that its registry has no more ends that: CloudFormation may well call the stack complete, but none of its master nodes ever serves. In a stack that serves, a master node that is replaced does not come back: the template tells masters their version.',
  how: {
    plan: 'The version that the masters install is read from their user data and looked up among the releases whose images are known to be withdrawn; no registry is asked.',
    deployed: 'The version is read in the same way from the template that CloudFormation keeps of the stack.',
  },
  needs: ['template'],
  phrases: {
    withdrawn: ({
      observed,
      expected,
    }: {
      observed: {version: string; role: string; module: string; image: string; registry: string; withdrawn: string}
      expected: {version: string}
    }) =>
      `the template installs ${observed.version}, whose module ${observed.module}, on by default, runs ${observed.image} on each ${observed.role} node, withdrawn from ${observed.registry} in ${observed.withdrawn}; expected ${expected.version}`,
  },
  remedy: {
    text: 'Deploy the template of a newer release. A stack that runs serves on, but no master node that is made anew from its template is installed, not after an upgrade in place either: move to a newer deployment before one has to be replaced.',
    commands: ['curl -O https://s3.eu-west-1.amazonaws.com/get.openvidu.io/pro/ha/VERSION/aws/cf-openvidu-ha.yaml'],
    url: upgrade,
  },
  judge({template: {version, versionSubject}}, {fail, see}) {
    const named = see(version, versionSubject)
    if (named === undefined) return
    const release = named === null ? null : generationOfVersion(named)
    if (named === null || release === null || !generationOf(release).templateSeen) {
      const detail = `which images ${named ?? 'a template without a version'} installs is not known`
      see(unknown('unresolved', detail), versionSubject)
      return
    }
    for (const {role, module, image, registry, withdrawn} of withdrawnImagesOf(release)) {
      const observed = {version: named, role, module, image, registry, withdrawn}
      fail('withdrawn', versionSubject, {observed, expected: {version: '3.4.0 or newer'}})
    }
  },
})
