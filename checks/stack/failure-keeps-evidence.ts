import {defineCheck} from '../../src/model/check.ts'
import {stackFailureOptions} from '../../src/openvidu/pages.ts'

export default defineCheck({
  id: 'failure-keeps-evidence',
  area: 'stack',
  title: 'A creation that fails keeps what it made',
  severity: 'low',
  sources: ['deployed'],
  requirements: ['R19'],
  why: 'A failed creation that is rolled back deletes the masters with their installation logs, and with them whatever would tell why it failed.',
  how: {
    deployed:
      'The failure option that the stack was created with is read (DisableRollback). A nested stack has that of its root.',
  },
  needs: ['safeguards'],
  phrases: {
    rollsBack: ({
      observed,
      expected,
    }: {
      observed: {option: string; disableRollback: boolean}
      expected: {option: string}
    }) => `the stack was created with "${observed.option}"; expected "${expected.option}"`,
  },
  remedy: {
    text: 'Choose "Preserve successfully provisioned resources" when the stack is created, and again with each update.',
    commands: ['aws cloudformation create-stack --stack-name STACK --disable-rollback ...'],
    url: stackFailureOptions,
  },
  judge({safeguards: {subject, keepsFailures}}, {fail}) {
    if (keepsFailures) return
    fail('rollsBack', subject, {
      observed: {option: 'Roll back all stack resources', disableRollback: false},
      expected: {option: 'Preserve successfully provisioned resources'},
    })
  },
})
