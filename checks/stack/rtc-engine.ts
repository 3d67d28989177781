import {defineCheck} from '../../src/model/check.ts'
import {unknown} from '../../src/model/fact.ts'
import type {FactMap} from '../../src/model/facts.ts'
import {subjectName} from '../../src/model/subject.ts'
import {performance} from '../../src/openvidu/pages.ts'

const engines = ['pion', 'mediasoup'] as const

/** Limits of mediasoup beside Pion. Source: performance page of 3.4.1, "Limitations". */
const mediasoupLimits = [
  'all clients use VP8',
  'ingress is held to VP8 without simulcast',
  'screens shared with simulcast may be blurred',
  'clients get no ConnectionQualityChanged and no TrackStreamStateChanged event',
] as const

export default defineCheck({
  id: 'rtc-engine',
  area: 'stack',
  title: 'The media engine is one without limits to mind',
  severity: 'low',
  sources: ['plan', 'deployed'],
  requirements: ['R7'],
  why: 'With mediasoup a node carries more tracks, but some features of the default engine Pion are missing; in the 3.0 generation it was an experiment. Applications that rely on such a feature fail at run time only.',
  how: {
    plan: 'The parameter RTCEngine is read. Mediasoup is reported with its limits: as an experiment up to 3.0, as information since.',
    deployed: 'The engine that the shared secret names is read in the same way.',
  },
  needs: ['rtcEngine'],
  uses: ['template'],
  phrases: {
    unsupported: ({
      observed,
      expected,
    }: {
      observed: {parameter: string; engine: string}
      expected: {engines: readonly string[]}
    }) => `${observed.parameter} is "${observed.engine}"; expected ${expected.engines.join(' or ')}`,
    experimental: ({observed, expected}: {observed: {parameter: string; engine: string}; expected: {engine: string}}) =>
      `${observed.parameter} is ${observed.engine}, which was an experiment up to 3.0; expected ${expected.engine} for production`,
    limited: ({
      observed,
      expected,
    }: {
      observed: {parameter: string; engine: string; limits: readonly string[]}
      expected: {engine: string}
    }) =>
      `${observed.parameter} is ${observed.engine}, whose limits are to be known (${observed.limits.join(', ')}); expected ${expected.engine} where one of them matters`,
  },
  remedy: {
    text: 'Set RTCEngine to pion, or check that your applications can do without what mediasoup lacks.',
    url: performance,
  },
  judge({rtcEngine: {subject, value}, template: templateFact}, {fail, see, look}) {
    const engine = see(value, subject)
    if (engine === undefined || engine === 'pion') return
    const observed = {parameter: subjectName(subject), engine}
    if (engine !== 'mediasoup') {
      return fail('unsupported', subject, {observed, expected: {engines: engines}}, {severity: 'medium'})
    }
    const expected = {engine: 'pion'}
    const template = look('template', templateFact)
    if (template !== undefined && isOfExperimentalAge(template)) {
      return fail('experimental', subject, {observed, expected})
    }
    if (template?.generation === null) {
      see(unknown('unresolved', 'whether mediasoup is experimental depends on a version that is not known'), subject)
    }
    const options = {severity: 'info'} as const
    fail('limited', subject, {observed: {...observed, limits: mediasoupLimits}, expected}, options)
  },
})

/** The generation named 3.0.0-beta3 reaches to 3.1.0, which is past the experiment: there the version decides. */
function isOfExperimentalAge({version, generation}: FactMap['template']): boolean {
  const named = version.state === 'known' ? version.value : null
  return named?.startsWith('3.0.') ?? generation === '3.0.0-beta1'
}
