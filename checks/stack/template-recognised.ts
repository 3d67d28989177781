import {sameStructure} from '../../src/derive/template-structure.ts'
import {defineCheck} from '../../src/model/check.ts'
import {unknown} from '../../src/model/fact.ts'
import {generationOf, generationOfVersion, newestGeneration} from '../../src/openvidu/generations.ts'
import {installationGuide} from '../../src/openvidu/pages.ts'

const unread = 'no known release'

export default defineCheck({
  id: 'template-recognised',
  area: 'stack',
  title: 'The template is an official release, unchanged',
  severity: 'medium',
  sources: ['plan', 'deployed'],
  requirements: ['R2'],
  why: 'What a deployment should look like is known for each release. Of any other template nobody can say which ports, roles and services belong to it, and its faults are its own.',
  how: {
    plan: 'The version that the masters install is read from their user data and held against the parameters and resources, which tell the generation, and against the digest of the official text.',
    deployed: 'The template that CloudFormation keeps of the stack is read in the same way.',
  },
  needs: ['template'],
  phrases: {
    internalTls: ({observed, expected}: {observed: {variant: string}; expected: {template: string}}) =>
      `this is the withdrawn ${observed.variant} variant of the template, which is not supported; expected ${expected.template}`,
    unversioned: ({observed, expected}: {observed: {shape: string}; expected: {newest: string}}) =>
      `the template names no OpenVidu version and has the parameters and resources of ${observed.shape}; expected an official release such as ${expected.newest}`,
    development: ({observed, expected}: {observed: {version: string}; expected: {newest: string}}) =>
      `the template installs the development build ${observed.version}, which may change any day; expected a release such as ${expected.newest}`,
    unknownRelease: ({observed, expected}: {observed: {version: string}; expected: {newest: string}}) =>
      `the template installs ${observed.version}, a version that this tool has no knowledge of; the newest it knows is ${expected.newest}`,
    wrongShape: ({observed, expected}: {observed: {version: string; shape: string}; expected: {shape: string}}) =>
      `the template installs ${observed.version} but has the parameters and resources of ${observed.shape}; expected those of ${expected.shape}`,
    modified: ({observed, expected}: {observed: {version: string}; expected: {text: string}}) =>
      `the template says ${observed.version} but differs from ${expected.text}`,
  },
  remedy: {
    text: 'Take the template of a pinned release, and make changes of your own in a change set that you can read.',
    commands: ['curl -O https://s3.eu-west-1.amazonaws.com/get.openvidu.io/pro/ha/VERSION/aws/cf-openvidu-ha.yaml'],
    url: installationGuide,
  },
  remedies: {
    unknownRelease: {
      text: 'Update openvidu-doctor; until then what it says of this template rests on the generation it resembles.',
      url: installationGuide,
    },
    modified: {
      text: 'Compare the template with the official one of that release and keep only the changes you mean.',
      commands: [
        'curl -o official.yaml https://s3.eu-west-1.amazonaws.com/get.openvidu.io/pro/ha/VERSION/aws/cf-openvidu-ha.yaml',
        'diff official.yaml TEMPLATE',
      ],
      url: installationGuide,
    },
  },
  judge({template: {subject, versionSubject, kind, shape, ...text}}, {fail, see}) {
    const newest = generationOf(newestGeneration).label
    if (kind === 'internal-tls') {
      const observed = {variant: 'internal TLS'}
      return fail('internalTls', subject, {observed, expected: {template: 'cf-openvidu-ha.yaml'}})
    }
    const version = see(text.version, versionSubject)
    const official = see(text.official, subject)
    if (version === undefined || official === undefined) return
    if (version === null) {
      return fail('unversioned', subject, {observed: {shape: shape ?? unread}, expected: {newest}})
    }
    if (version === 'main') return fail('development', versionSubject, {observed: {version}, expected: {newest}})
    const release = generationOfVersion(version)
    if (release === null) return fail('unknownRelease', versionSubject, {observed: {version}, expected: {newest}})
    if (official === 'unmodified') return
    const {templateSeen, label} = generationOf(release)
    if (templateSeen && !sameStructure(release, shape)) {
      const observed = {version, shape: shape ?? unread}
      return fail('wrongShape', versionSubject, {observed, expected: {shape: label}})
    }
    if (official === 'modified') {
      const expected = {text: 'the official template of that release'}
      return fail('modified', subject, {observed: {version}, expected}, {severity: 'low'})
    }
    see(unknown('unresolved', `no official template of ${version} is known to compare with`), subject)
  },
})
