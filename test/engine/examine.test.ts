import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {checks} from '../../checks/index.ts'
import {examine} from '../../src/engine/examine.ts'
import {exitCodeOf, gateSentence} from '../../src/engine/exit-code.ts'
import {selectChecks} from '../../src/engine/select.ts'
import type {Source} from '../../src/model/check.ts'
import {unknown, unknownCauses} from '../../src/model/fact.ts'
import {type FactKey, factKeys} from '../../src/model/facts.ts'
import {type Report, reportSchema} from '../../src/model/report.ts'
import {severities} from '../../src/model/severity.ts'
import type {Snapshot} from '../../src/model/snapshot.ts'
import {inSpan} from '../../src/openvidu/generations.ts'
import {requirements} from '../../src/openvidu/requirements.ts'
import {healthyPlan, offlinePlan, testTime, withChanged, withFacts} from '../support/snapshots.ts'

const report = (snapshot: Snapshot = healthyPlan()): Report =>
  examine({snapshot, checks, generatedAt: testTime, replayed: false})

describe('a report', () => {
  it('has each check once, in the order of areas and ids, with exactly one status', () => {
    const {results, summary} = report(offlinePlan())
    expect(results.map(({check}) => check)).toEqual(checks.map(({id}) => id))
    const {pass, fail, waived, unknown: unseen, notApplicable, error} = summary.counts
    expect(pass + fail + waived + unseen + notApplicable + error).toBe(checks.length)
    expect(summary.coverage).toEqual({judged: pass + fail + waived, total: checks.length - notApplicable})
  })

  it('has every requirement of the guide, with the status of its worst check', () => {
    const {requirements: told, results} = report(offlinePlan())
    expect(told.map(({id}) => id)).toEqual(requirements.map(({id}) => id))
    for (const {id, status, checks: own} of told) {
      const statuses = results.filter(({check}) => own.includes(check)).map(result => result.status)
      const {seenIn, span} = requirements.find(requirement => requirement.id === id) ?? {
        seenIn: [] as readonly Source[],
      }
      if (span !== undefined && !inSpan(span, '3.8.0')) {
        expect([id, status]).toEqual([id, 'not-applicable'])
        continue
      }
      const planned = seenIn.includes('plan') || seenIn.includes('lookup')
      if (own.length === 0) expect(status).toBe('not-checked')
      // That four masters will be healthy no plan can show, whatever its checks say.
      else if (!planned) expect(['not-checked', 'fail']).toContain(status)
      else expect(statuses).toContain(status)
      if (statuses.includes('fail')) expect(status).toBe('fail')
      else if (planned && statuses.includes('unknown')) expect(status).toBe('unknown')
    }
  })

  it('has requirements of other generations as not applicable, whatever their checks say of this one', () => {
    const statusOf = (generation: string | null) =>
      report(withChanged(offlinePlan(), 'template', template => ({...template, generation}))).requirements.find(
        ({id}) => id === 'R37',
      )?.status
    expect([statusOf('3.8.0'), statusOf('next'), statusOf(null)]).toEqual([
      'not-applicable',
      'not-checked',
      'not-checked',
    ])
  })

  it('is no pass where nothing could be judged', () => {
    const blind = Object.fromEntries(factKeys.map(key => [key, unknown('denied', 'no access')]))
    const {summary} = report(withFacts(offlinePlan(), blind))
    expect(summary).toMatchObject({verdict: 'unknown', counts: {pass: 0, fail: 0}, coverage: {judged: 0}})
    expect(examine({snapshot: offlinePlan(), checks: [], generatedAt: testTime, replayed: false}).summary.verdict).toBe(
      'unknown',
    )
  })

  it('keeps its schema and its truth whatever can not be seen', () => {
    const full = report()
    fc.assert(
      fc.property(fc.subarray([...factKeys]), fc.constantFrom(...unknownCauses), (keys, cause) => {
        const gaps = Object.fromEntries(keys.map(key => [key, unknown(cause, 'not seen')]))
        const partial = report(withFacts(healthyPlan(), gaps))
        expect(reportSchema.safeParse(partial).success).toBe(true)
        for (const [index, result] of partial.results.entries()) {
          const needed = (checks[index]?.needs ?? []) as readonly FactKey[]
          if (needed.some(key => keys.includes(key))) expect(result.status).toMatch(/^(unknown|not-applicable)$/)
          // What is not seen can't make a pass of what was none.
          if (result.status === 'pass') expect(full.results[index]?.status).toBe('pass')
          expect(result.status).not.toBe('error')
        }
      }),
      {numRuns: 150},
    )
  })
})

describe('the exit code', () => {
  it('is 4 and only where it is strict for what of a check pack broke: that is a gap, and no fault of ours', () => {
    const {results, summary, ...rest} = report()
    const [first, ...others] = results
    if (first === undefined) throw new Error('no results')
    const pack = {name: 'acme', version: '1.0.0', plugin: 'acme-checks'}
    const passed = others.map(result => ({...result, status: 'pass' as const, unknown: null}))
    const broken = {...first, pack, status: 'error' as const, unknown: null}
    const counts = {...summary.counts, error: 1, unknown: 0}
    const one: Report = {...rest, summary: {...summary, verdict: 'unknown', counts}, results: [broken, ...passed]}
    expect(exitCodeOf(one, {failOn: 'high', strict: false})).toBe(0)
    expect(exitCodeOf(one, {failOn: 'high', strict: true})).toBe(4)
    expect(
      exitCodeOf({...one, results: [{...broken, pack: undefined}, ...passed]}, {failOn: 'high', strict: false}),
    ).toBe(70)
  })

  const failed = (severity: Report['results'][number]['severity']) => {
    const {results, ...rest} = report()
    const [first, ...others] = results
    if (first === undefined) throw new Error('no results')
    const passed = others.map(result => ({...result, status: 'pass' as const}))
    return {...rest, results: [{...first, status: 'fail' as const, severity}, ...passed]}
  }
  const counting = (counts: Partial<Report['summary']['counts']>) => {
    const base = report()
    const results = base.results.map(result => ({...result, status: 'pass' as const}))
    const none = {pass: 1, fail: 0, waived: 0, unknown: 0, notApplicable: 0, error: 0}
    return {...base, results, summary: {...base.summary, counts: {...none, ...counts}}}
  }

  it.each(
    severities.flatMap(severity =>
      (['critical', 'high', 'medium', 'low', 'never'] as const).map(failOn => [severity, failOn] as const),
    ),
  )('for a %s finding with --fail-on %s', (severity, failOn) => {
    const reached = failOn !== 'never' && severities.indexOf(severity) <= severities.indexOf(failOn)
    expect(exitCodeOf(failed(severity), {failOn, strict: false})).toBe(reached ? 1 : 0)
  })

  it('is 4 for gaps only where it is strict, 70 for a broken check always', () => {
    expect(exitCodeOf(counting({unknown: 2}), {failOn: 'high', strict: false})).toBe(0)
    expect(
      exitCodeOf(
        {...counting({unknown: 2}), summary: {...counting({unknown: 2}).summary, verdict: 'unknown'}},
        {failOn: 'high', strict: true},
      ),
    ).toBe(4)
    const withGap = counting({})
    const gap = {facts: ['x'], cause: 'denied' as const, action: null, actions: [], detail: 'no access'}
    const beside = {
      ...withGap,
      results: withGap.results.map((result, index) => (index === 0 ? {...result, unknown: gap} : result)),
    }
    const sound = {
      ...withGap,
      results: withGap.results.map(result => ({...result, unknown: null})),
      summary: {...withGap.summary, verdict: 'pass' as const},
    }
    expect(exitCodeOf(sound, {failOn: 'high', strict: true})).toBe(0)
    expect(exitCodeOf({...sound, results: beside.results}, {failOn: 'high', strict: true})).toBe(4)
    expect(
      exitCodeOf({...sound, summary: {...sound.summary, verdict: 'unknown'}}, {failOn: 'high', strict: true}),
    ).toBe(4)
    expect(exitCodeOf(sound, {failOn: 'high', strict: false, blind: true})).toBe(3)
    expect(exitCodeOf(counting({error: 1}), {failOn: 'never', strict: false})).toBe(70)
    expect(
      gateSentence(
        {...counting({unknown: 2}), summary: {...counting({unknown: 2}).summary, verdict: 'unknown'}},
        {failOn: 'high', strict: true},
      ),
    ).toBe('Exit 4: nothing failed at or above high, but something could not be judged (--strict).')
  })
})

describe('the selection of checks', () => {
  const ids = (only: readonly string[], skip: readonly string[]) => selectChecks(checks, {only, skip}).map(({id}) => id)

  it('takes ids and areas, and skips last', () => {
    expect(ids([], [])).toHaveLength(checks.length)
    expect(ids(['four-masters'], [])).toEqual(['four-masters'])
    expect(ids(['masters', 'key-pair'], ['four-masters'])).not.toContain('four-masters')
    expect(ids([], ['network']).some(id => id === 'ssh-exposure')).toBe(false)
  })

  it('knows a check by its former ids, which no other check has', () => {
    const renamed = checks.map(check => (check.id === 'key-pair' ? {...check, formerIds: ['ssh-key']} : check))
    expect(selectChecks(renamed, {only: ['ssh-key'], skip: []}).map(({id}) => id)).toEqual(['key-pair'])
    const all = checks.flatMap(({id, formerIds = []}) => [id, ...formerIds])
    expect(new Set(all).size).toBe(all.length)
  })

  it('refuses strangers, all at once, and an empty choice', () => {
    expect(() => ids(['netwrk'], ['four-master'])).toThrow(
      '"netwrk"; did you mean "network"?; there is no check or area "four-master"; did you mean',
    )
    expect(() => ids(['stack'], ['stack'])).toThrow('leave no check to run')
  })
})
