import {publishedGeneration} from '../../src/derive/generation.ts'
import {defineCheck} from '../../src/model/check.ts'
import {awsLimits, maximumStackNameLength, stackNamePattern} from '../../src/openvidu/limits.ts'
import {createFunction, createStack} from '../../src/openvidu/pages.ts'

export default defineCheck({
  id: 'stack-name-length',
  area: 'stack',
  title: 'The stack name leaves room for the names made from it',
  severity: 'high',
  sources: ['plan'],
  requirements: ['R40'],
  why: 'The template names a Lambda function after region and stack. A name too long for Lambda fails the stack after its first resources are made.',
  how: {
    plan: 'The name is held against what CloudFormation takes as a stack name, and its length against the 64 characters of a Lambda function name less the fixed prefix and the region.',
  },
  needs: ['stackName', 'region', 'template'],
  phrases: {
    refused: ({observed, expected}: {observed: {name: string}; expected: {name: string}}) =>
      `"${observed.name}" is no stack name for CloudFormation; expected ${expected.name}`,
    tooLong: ({
      observed,
      expected,
    }: {
      observed: {name: string; characters: number; region: string}
      expected: {characters: number}
    }) =>
      `the stack name "${observed.name}" has ${observed.characters} characters, which the template cannot refuse, but in ${observed.region} only ${expected.characters} leave room for the name of its function`,
  },
  remedy: {text: 'Choose a shorter stack name.', url: createFunction},
  remedies: {
    refused: {
      text: 'Choose a name that begins with a letter and goes on with letters, digits and hyphens.',
      url: createStack,
    },
  },
  judge({stackName, region, template}, {fail, see}) {
    const subject = {type: 'Stack', id: stackName, logicalId: null, location: null}
    const {stackNameCharacters} = awsLimits
    if (!stackNamePattern.test(stackName) || stackName.length > stackNameCharacters) {
      const name = `a letter, then letters, digits and hyphens, ${stackNameCharacters} characters at most`
      return fail('refused', subject, {observed: {name: stackName}, expected: {name}})
    }
    // Only templates that were seen are known to name a function after the stack.
    if (see(publishedGeneration(template, 'the names made from the stack name'), subject) === undefined) return
    const room = maximumStackNameLength(region)
    const characters = stackName.length
    if (characters <= room) return
    fail('tooLong', subject, {observed: {name: stackName, characters, region}, expected: {characters: room}})
  },
})
