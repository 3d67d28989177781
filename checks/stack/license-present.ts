import {defineCheck} from '../../src/model/check.ts'
import {subjectName} from '../../src/model/subject.ts'
import {installationGuide} from '../../src/openvidu/pages.ts'

export default defineCheck({
  id: 'license-present',
  area: 'stack',
  title: 'An OpenVidu PRO licence key is given',
  severity: 'critical',
  sources: ['plan', 'deployed'],
  requirements: ['R1'],
  why: 'High Availability is part of OpenVidu PRO: without a licence key no server starts, on any node.',
  how: {
    plan: 'The licence parameter must have more than blanks. Its value is never shown; whether OpenVidu accepts the key cannot be told from here.',
    deployed: 'The licence in the shared secret must not be blank or `none`. The value is never shown.',
  },
  needs: ['license'],
  phrases: {
    blank: ({observed, expected}: {observed: {parameter: string; value: string}; expected: {value: string}}) =>
      `${observed.parameter} is ${observed.value}; expected ${expected.value}`,
  },
  remedy: {
    text: 'Give the licence key of your OpenVidu account; a trial key will do for a start. Keep it out of version control.',
    url: installationGuide,
  },
  judge({license: {subject, blank}}, {fail, see}) {
    if (see(blank, subject) !== true) return
    const observed = {parameter: subjectName(subject), value: 'blank'}
    fail('blank', subject, {observed, expected: {value: 'an OpenVidu PRO licence key'}})
  },
})
