import {defineCheck} from '../../src/model/check.ts'
import {subjectName} from '../../src/model/subject.ts'
import {configuration, installationGuide} from '../../src/openvidu/pages.ts'

const key = 'OPENVIDU_PRO_LICENSE'
const states = {none: '`none`', blank: 'blank', 'not-text': 'no text', missing: 'missing'} as const

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
    deployed:
      'The template of the stack must refuse a blank licence. With `--verify-secret` the licence in the shared secret must not be blank or `none` either. The value is never shown.',
  },
  needs: ['license'],
  uses: ['secretReview'],
  phrases: {
    blank: ({observed, expected}: {observed: {parameter: string; value: string}; expected: {value: string}}) =>
      `${observed.parameter} is ${observed.value}; expected ${expected.value}`,
    notInSecret: ({observed, expected}: {observed: {key: string; state: string}; expected: {value: string}}) =>
      `in the secret ${observed.key} is ${observed.state}; expected ${expected.value}`,
  },
  remedy: {
    text: 'Give the licence key of your OpenVidu account; a trial key will do for a start. Keep it out of version control.',
    url: installationGuide,
  },
  remedies: {
    notInSecret: {
      text: 'Write the licence key into OPENVIDU_PRO_LICENSE of the secret, then reboot the masters one by one.',
      url: configuration,
    },
  },
  judge({license: {subject, blank}, secretReview}, {fail, see, look}) {
    const expected = {value: 'an OpenVidu PRO licence key'}
    if (see(blank, subject) === true) {
      fail('blank', subject, {observed: {parameter: subjectName(subject), value: 'blank'}, expected})
    }
    // Reading the secret is asked for, or left alone: then the parameter is what there is to judge.
    if (secretReview.state === 'unknown' && secretReview.cause === 'not-requested') return
    const review = look('secretReview', secretReview)
    if (review === undefined) return
    const content = review.keys.find(({name}) => name === key)?.content ?? 'missing'
    if (content === 'filled') return
    fail('notInSecret', review.subject, {observed: {key, state: states[content]}, expected})
  },
})
