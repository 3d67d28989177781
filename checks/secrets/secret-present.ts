import {defineCheck} from '../../src/model/check.ts'
import {administration, restoreSecret} from '../../src/openvidu/pages.ts'

export default defineCheck({
  id: 'secret-present',
  area: 'secrets',
  title: 'The secret with URLs and credentials exists and stays',
  severity: 'critical',
  sources: ['deployed'],
  requirements: ['R21'],
  why: 'Masters and media nodes read the secret whenever they start: without it a node that restarts or is added does not come up, and nobody can look up the credentials.',
  how: {
    deployed:
      'Secrets Manager is asked for the secret that the stack made; it must be there, and not scheduled for deletion.',
  },
  needs: ['secret'],
  phrases: {
    gone: ({observed, expected}: {observed: {secret: string}; expected: {state: string}}) =>
      `the secret ${observed.secret} does not exist; expected it ${expected.state}`,
    scheduled: ({observed, expected}: {observed: {secret: string; deletion: string}; expected: {deletion: string}}) =>
      `the secret ${observed.secret} is to be deleted on ${observed.deletion}, and cannot be read until it is restored; expected ${expected.deletion}`,
  },
  remedy: {
    text: 'Restore the secret while its recovery window lasts.',
    commands: ['aws secretsmanager restore-secret --secret-id SECRET'],
    url: restoreSecret,
  },
  remedies: {
    gone: {
      text: 'Make a secret of that name again from the configuration of a master (/opt/openvidu/config/cluster), then reboot the masters one by one.',
      url: administration,
    },
  },
  judge({secret: {subject, name, exists, deletionAt}}, {fail}) {
    if (!exists) fail('gone', subject, {observed: {secret: name}, expected: {state: 'as the stack made it'}})
    else if (deletionAt !== null) {
      const observed = {secret: name, deletion: deletionAt.slice(0, 10)}
      fail('scheduled', subject, {observed, expected: {deletion: 'no deletion'}})
    }
  },
})
