import {describe, expect, it} from 'vitest'
import {fingerprint, judge} from '../../src/engine/judge.ts'
import {
  type AnyCheck,
  defineCheck,
  type Evidence,
  type FindingOptions,
  type Judgement as JudgementOf,
  type Source,
} from '../../src/model/check.ts'
import {absent, known, type Seen, unknown} from '../../src/model/fact.ts'
import type {Snapshot} from '../../src/model/snapshot.ts'
import {parameterSubject} from '../../src/model/subject.ts'
import {official, offlinePlan, withFacts} from '../support/snapshots.ts'

const subject = (name: string) => parameterSubject(name, null)
const evidence: Evidence = {observed: {value: 1}, expected: {value: 2}}

/** Of whatever phrase, so that a test can name one that is not there. */
type Judgement = JudgementOf<Record<string, (evidence: Evidence) => string>>

function check(
  judgeIt: (judgement: Judgement, facts: {region: string}) => void,
  sources: [Source, ...Source[]] = ['plan'],
): AnyCheck {
  return defineCheck({
    id: 'test-check',
    area: 'stack',
    title: 'Test',
    severity: 'high',
    sources,
    requirements: [],
    why: 'Test.',
    how: {},
    needs: ['region'],
    uses: ['zones'],
    phrases: {
      wrong: ({observed, expected}: Evidence) => `${observed.value} instead of ${expected.value}`,
      odd: () => 'odd',
    },
    remedy: {text: 'Mend it.', url: 'https://example.com'},
    remedies: {odd: {text: 'Mend the odd.', url: 'https://example.com/odd'}},
    judge: (facts, judgement) => judgeIt(judgement, facts),
  })
}

const failing = (options?: FindingOptions) => check(({fail}) => fail('wrong', subject('A'), evidence, options))
const verdictOf = (judged: AnyCheck, snapshot: Snapshot = offlinePlan()) => judge(judged, snapshot)

describe('the engine', () => {
  it('passes a check that finds nothing, and fails one that does', () => {
    expect(verdictOf(check(() => {}))).toEqual({status: 'pass'})
    expect(verdictOf(failing())).toMatchObject({
      status: 'fail',
      findings: [{phrase: 'wrong', message: '1 instead of 2', severity: 'high', defect: null, ...evidence}],
      remedy: {text: 'Mend it.'},
    })
  })

  it('gives a phrase its own remedy', () => {
    const judged = check(({fail}) => fail('odd', subject('A'), evidence))
    expect(verdictOf(judged)).toMatchObject({remedy: {text: 'Mend the odd.'}})
  })

  it('turns a check that throws into an error that names it, never into silence', () => {
    const judged = check(() => {
      throw new TypeError('no such thing')
    })
    expect(verdictOf(judged)).toEqual({status: 'error', message: 'check test-check broke: TypeError: no such thing'})
  })

  it('takes a phrase that is not there for a fault of the check', () => {
    expect(verdictOf(check(({fail}) => fail('missing', subject('A'), evidence)))).toMatchObject({status: 'error'})
  })

  it('makes one finding of two about one subject, which no waiver could tell apart', () => {
    const twice = check(({fail}) => {
      fail('wrong', subject('A'), evidence, {severity: 'low'})
      fail('odd', subject('A'), evidence)
    })
    expect(verdictOf(twice)).toMatchObject({
      status: 'fail',
      findings: [
        {phrase: 'odd', severity: 'high', message: 'odd; 1 instead of 2', observed: {value: 1, also: [{value: 1}]}},
      ],
    })
  })

  it('does not judge what it needs and can not see, and does not apply to what is not there', () => {
    const judged = check(() => {})
    expect(
      verdictOf(judged, withFacts(offlinePlan(), {region: unknown('denied', 'no access', 'ec2:Describe')})),
    ).toEqual({
      status: 'unknown',
      unseen: {
        facts: ['region'],
        cause: 'denied',
        action: 'ec2:Describe',
        actions: ['ec2:Describe'],
        detail: 'no access',
      },
    })
    expect(verdictOf(judged, withFacts(offlinePlan(), {region: absent('nowhere')}))).toEqual({
      status: 'not-applicable',
      why: 'nowhere',
    })
    const {region: _, ...facts} = offlinePlan().facts
    expect(verdictOf(judged, {...offlinePlan(), facts})).toMatchObject({
      status: 'unknown',
      unseen: {cause: 'not-requested'},
    })
  })

  it('counts what is unseen inside a fact as not judged, beside findings too', () => {
    const gap: Seen<number> = unknown('timed-out', 'no answer')
    const look = check(({see}) => expect(see(gap, subject('B'))).toBeUndefined())
    expect(verdictOf(look)).toEqual({
      status: 'unknown',
      unseen: {facts: ['B'], cause: 'timed-out', action: null, actions: [], detail: 'no answer'},
    })
    const both = check(({see, fail}) => {
      see(gap, subject('B'))
      expect(see(known(3), subject('C'))).toBe(3)
      fail('wrong', subject('A'), evidence)
    })
    expect(verdictOf(both)).toMatchObject({status: 'fail', unseen: {facts: ['B']}})
  })

  it('leads with the gravest cause, and tells the details of all', () => {
    const judged = check(({see}) => {
      see(unknown('not-requested', 'not asked'), subject('A'))
      see(unknown('denied', 'no access', 's3:GetObject'), subject('B'))
    })
    expect(verdictOf(judged)).toMatchObject({
      unseen: {cause: 'denied', action: 's3:GetObject', facts: ['A', 'B'], detail: 'no access; not asked'},
    })
  })

  it('looks at a fact only some layouts have: absent costs nothing, unknown is a gap', () => {
    const judged = check(({look}) => {
      const zones = offlinePlan().facts.zones
      if (zones !== undefined) look('zones', zones)
    })
    expect(verdictOf(judged)).toMatchObject({status: 'unknown', unseen: {facts: ['zones'], cause: 'not-requested'}})
    const absence = check(({look}) => expect(look('zones', absent('none'))).toBeUndefined())
    expect(verdictOf(absence)).toEqual({status: 'pass'})
  })

  it('marks and caps what the official template does by itself, and only there', () => {
    const judged = failing({defect: 'D22'})
    expect(verdictOf(judged, official(offlinePlan()))).toMatchObject({findings: [{severity: 'medium', defect: 'D22'}]})
    expect(verdictOf(judged)).toMatchObject({findings: [{severity: 'high', defect: null}]})
    const light = failing({defect: 'D23', severity: 'low'})
    expect(verdictOf(light, official(offlinePlan()))).toMatchObject({findings: [{severity: 'low', defect: 'D23'}]})
    expect(verdictOf(failing(), official(offlinePlan()))).toMatchObject({findings: [{severity: 'high', defect: null}]})
  })

  it('does not blame a user for a template whose official text nobody knows', () => {
    const template = offlinePlan().facts.template
    if (template?.state !== 'known') throw new Error('no template')
    const as = (version: string | null) =>
      withFacts(offlinePlan(), {
        template: {...template.value, official: known('unverifiable'), version: known(version)},
      })
    expect(verdictOf(failing({defect: 'D22'}), as('3.1.0'))).toMatchObject({
      findings: [{defect: 'D22', severity: 'medium'}],
    })
    expect(verdictOf(failing({defect: 'D22'}), as('main'))).toMatchObject({
      findings: [{defect: null, severity: 'high'}],
    })
    expect(verdictOf(failing({defect: 'D22'}), as(null))).toMatchObject({findings: [{defect: null}]})
  })

  it('judges only where its sources do', () => {
    const deployed = check(() => {}, ['deployed', 'nodes'])
    expect(verdictOf(deployed)).toEqual({status: 'not-applicable', why: 'judged on a deployed stack'})
    const planned = check(() => {}, ['plan'])
    const running: Snapshot = {...offlinePlan(), target: {...offlinePlan().target, kind: 'deployed'}}
    expect(verdictOf(planned, running)).toEqual({status: 'not-applicable', why: 'judged on a planned stack'})
  })

  it('puts the heaviest finding first', () => {
    const judged = check(({fail}) => {
      fail('wrong', subject('B'), evidence, {severity: 'low'})
      fail('wrong', subject('C'), evidence)
      fail('wrong', subject('A'), evidence)
    })
    expect(verdictOf(judged)).toMatchObject({findings: ['A', 'C', 'B'].map(id => ({subject: {id}}))})
  })

  it('fingerprints by check and subject alone', () => {
    const place = {file: 'a.json', line: 3}
    expect(fingerprint('x', parameterSubject('A', place))).toBe(fingerprint('x', parameterSubject('A', null)))
    expect(fingerprint('x', subject('A'))).not.toBe(fingerprint('y', subject('A')))
    expect(fingerprint('x', subject('A'))).not.toBe(fingerprint('x', subject('B')))
  })
})
