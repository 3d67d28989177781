import {defineCheck} from '../../src/model/check.ts'
import {terminationProtection} from '../../src/openvidu/pages.ts'

export default defineCheck({
  id: 'termination-protection',
  area: 'stack',
  title: 'The stack is protected against deletion',
  severity: 'medium',
  sources: ['deployed'],
  requirements: [],
  why: 'One wrong click or call deletes the stack, with the masters, their disks and the secret that opens everything.',
  how: {
    deployed:
      'The termination protection of the stack must be on. A nested stack is protected by its root, and not judged.',
  },
  needs: ['safeguards'],
  phrases: {
    off: ({observed, expected}: {observed: {protection: string}; expected: {protection: string}}) =>
      `termination protection of the stack is ${observed.protection}; expected ${expected.protection}`,
  },
  remedy: {
    text: 'Turn termination protection on; it changes nothing else.',
    commands: ['aws cloudformation update-termination-protection --stack-name STACK --enable-termination-protection'],
    url: terminationProtection,
  },
  judge({safeguards: {subject, terminationProtection}}, {fail}) {
    if (terminationProtection) return
    fail('off', subject, {observed: {protection: 'off'}, expected: {protection: 'on'}})
  },
})
