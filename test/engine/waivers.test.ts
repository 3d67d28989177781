import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {examine} from '../../src/engine/examine.ts'
import {exitCodeOf} from '../../src/engine/exit-code.ts'
import {type AnyCheck, defineCheck, type Evidence, type FindingOptions} from '../../src/model/check.ts'
import {unknown} from '../../src/model/fact.ts'
import {type Report, reportSchema} from '../../src/model/report.ts'
import {defaultSettings, type Settings} from '../../src/model/settings.ts'
import {parameterSubject} from '../../src/model/subject.ts'
import type {Waiver} from '../../src/model/waiver.ts'
import {offlinePlan, testTime, withFacts} from '../support/snapshots.ts'

interface Found {
  readonly name: string
  readonly phrase?: 'wrong' | 'odd'
  readonly options?: FindingOptions
}

/** A check that fails with these findings, and where asked for could not see something else. */
function check(
  found: readonly Found[],
  {id = 'test-check', partly = false, formerIds = [] as string[]} = {},
): AnyCheck {
  return defineCheck({
    id,
    formerIds,
    area: 'stack',
    title: 'Test',
    severity: 'high',
    sources: ['plan'],
    requirements: [],
    why: 'Test.',
    how: {},
    needs: ['region'],
    phrases: {wrong: (_: Evidence) => 'wrong', odd: (_: Evidence) => 'odd'},
    remedy: {text: 'Mend it.', url: 'https://example.com'},
    remedies: {odd: {text: 'Mend the odd.', url: 'https://example.com/odd'}},
    judge: (_, {fail, see}) => {
      for (const {name, phrase = 'wrong', options} of found)
        fail(phrase, parameterSubject(name, null), {observed: {}, expected: {}}, options)
      if (partly) see(unknown('denied', 'no access'), parameterSubject('Hidden', null))
    },
  })
}

const waiver = (given: Partial<Waiver> = {}): Waiver => ({
  check: 'test-check',
  subject: '*',
  stack: 'video',
  reason: 'on order',
  owner: 'platform team',
  expires: '2027-01-31',
  ...given,
})

const one: readonly Found[] = [{name: 'A'}]
const two: readonly Found[] = [
  {name: 'A', phrase: 'odd', options: {severity: 'critical'}},
  {name: 'B', options: {severity: 'low'}},
]

function reportOf(judged: AnyCheck, settings: Partial<Settings>, snapshot = offlinePlan()): Report {
  return examine({
    snapshot,
    checks: [judged],
    generatedAt: testTime,
    replayed: false,
    settings: {...defaultSettings, ...settings},
  })
}

function resultOf(report: Report): Report['results'][number] {
  const [result] = report.results
  if (result === undefined) throw new Error('no result')
  return result
}

const strict = {failOn: 'low', strict: true} as const

describe('a waiver', () => {
  it('takes a check whose every finding it covers out of the count, and stays to be seen', () => {
    const report = reportOf(check(one), {waivers: [waiver()]})
    const own = {reason: 'on order', owner: 'platform team', expires: '2027-01-31'}
    expect(resultOf(report)).toMatchObject({status: 'waived', waiver: own, findings: [{waiver: own}]})
    expect(report.summary).toMatchObject({
      verdict: 'pass',
      counts: {waived: 1, fail: 0},
      coverage: {judged: 1, total: 1},
    })
    expect(report.waivers).toEqual([{...waiver(), state: 'applied', findings: 1}])
    expect(exitCodeOf(report, strict)).toBe(0)
  })

  it('leaves the findings that it does not cover, with their weight and their cure', () => {
    const report = reportOf(check(two), {waivers: [waiver({subject: 'A'})]})
    const result = resultOf(report)
    expect(result).toMatchObject({status: 'fail', severity: 'low', waiver: null, remediation: {text: 'Mend it.'}})
    // What counts comes first.
    expect(result.findings.map(({subject, waiver: own}) => [subject.id, own?.owner ?? null])).toEqual([
      ['B', null],
      ['A', 'platform team'],
    ])
    expect(report.summary.failedBySeverity).toMatchObject({critical: 0, low: 1})
    expect(exitCodeOf(report, {failOn: 'medium', strict: false})).toBe(0)
  })

  it('makes no pass of what else could not be seen', () => {
    const report = reportOf(check(one, {partly: true}), {waivers: [waiver()]})
    expect(resultOf(report)).toMatchObject({
      status: 'unknown',
      waiver: null,
      findings: [{waiver: {owner: 'platform team'}}],
    })
    expect(report.summary.verdict).toBe('unknown')
    expect(report.waivers).toMatchObject([{state: 'applied', findings: 1}])
    expect(exitCodeOf(report, strict)).toBe(4)
  })

  it('waives neither what is unknown nor a check that broke', () => {
    const blind = withFacts(offlinePlan(), {region: unknown('denied', 'no access')})
    const unseen = reportOf(check(one), {waivers: [waiver()]}, blind)
    expect(resultOf(unseen).status).toBe('unknown')
    expect(unseen.waivers).toMatchObject([{state: 'not-judged', findings: 0}])
    const broken = {
      ...check(one),
      judge: () => {
        throw new Error('broken')
      },
    }
    expect(resultOf(reportOf(broken, {waivers: [waiver()]})).status).toBe('error')
  })

  it.each([
    ['2026-11-22', 'ending', 'waived'],
    ['2026-12-06', 'ending', 'waived'],
    ['2026-12-07', 'applied', 'waived'],
    // The day after its last one the finding counts again.
    ['2026-11-21', 'expired', 'fail'],
  ])('until %s is %s', (expires, state, status) => {
    const report = reportOf(check(one), {waivers: [waiver({expires})]})
    expect(report.waivers).toMatchObject([{state, findings: 1}])
    expect(resultOf(report).status).toBe(status)
  })

  it.each([
    ['of another subject', waiver({subject: 'B*'}), 'unused'],
    ['of another check', waiver({check: 'other-check'}), 'not-judged'],
  ])('%s covers nothing', (_, given, state) => {
    const report = reportOf(check(one), {waivers: [given]})
    expect(resultOf(report).status).toBe('fail')
    expect(report.waivers).toMatchObject([{state, findings: 0}])
  })

  it('of another stack, or for a plan without a name, is none of this report', () => {
    const elsewhere = reportOf(check(one), {waivers: [waiver({stack: 'video-2'})]})
    expect([resultOf(elsewhere).status, elsewhere.waivers]).toEqual(['fail', []])
    const nameless = {...offlinePlan(), target: {...offlinePlan().target, stackName: null}}
    const report = reportOf(check(one), {waivers: [waiver()]}, nameless)
    expect([resultOf(report).status, report.waivers]).toEqual(['fail', []])
  })

  it('gives way to the one that holds longer, and is not unused for it', () => {
    const longer = waiver({expires: '2027-04-30', owner: 'somebody else'})
    const report = reportOf(check(one), {waivers: [waiver(), longer]})
    expect(resultOf(report).waiver?.owner).toBe('somebody else')
    expect(report.waivers.map(({state}) => state)).toEqual(['applied', 'applied'])
  })
})

describe('settings', () => {
  it('reach the checks, and the report tells what was set', () => {
    let seen = 0
    const look: AnyCheck = {
      ...check([]),
      judge: (_: never, {thresholds}: never) => {
        seen = (thresholds as Settings['thresholds']).diskUsedPercent
      },
    }
    const thresholds = {...defaultSettings.thresholds, diskUsedPercent: 95}
    const report = reportOf(look, {thresholds, skip: ['nodes', 'network', 'nodes']})
    expect(seen).toBe(95)
    expect(report.settings).toEqual({thresholds: {diskUsedPercent: 95}, severity: {}, skip: ['network', 'nodes']})
    expect(reportOf(check([]), {}).settings).toBeNull()
  })

  it('weigh all findings of a check, whatever they weighed, and the check itself', () => {
    const severity = new Map([['test-check', 'medium'] as const])
    const failed = reportOf(check(two), {severity})
    expect(resultOf(failed).findings.map(({severity: own}) => own)).toEqual(['medium', 'medium'])
    expect(resultOf(reportOf(check([]), {severity}))).toMatchObject({status: 'pass', severity: 'medium'})
  })

  it('give the same bytes in whatever order they stand', () => {
    const waivers = [
      waiver(),
      waiver({subject: 'A'}),
      waiver({subject: 'B', expires: '2026-11-01'}),
      waiver({reason: 'x'}),
    ]
    const severities = [
      ['test-check', 'low'],
      ['other-check', 'info'],
    ] as const
    const skip = ['nodes', 'secrets', 'network']
    const told = (own: Partial<Settings>) => JSON.stringify(reportOf(check(two), own))
    const first = told({waivers, severity: new Map(severities), skip})
    const shuffled = <T>(all: readonly T[]) => fc.shuffledSubarray([...all], {minLength: all.length})
    fc.assert(
      fc.property(shuffled(waivers), shuffled(severities), shuffled(skip), (own, weights, left) => {
        expect(told({waivers: own, severity: new Map(weights), skip: left})).toBe(first)
      }),
      {numRuns: 40},
    )
    expect(reportSchema.safeParse(JSON.parse(first)).success).toBe(true)
  })
})

it('a renamed check keeps the fingerprints of its findings', () => {
  const before = resultOf(reportOf(check(one, {id: 'old-name'}), {}))
  const after = resultOf(reportOf(check(one, {id: 'new-name', formerIds: ['old-name', 'newer-name']}), {}))
  expect(after.findings[0]?.fingerprint).toBe(before.findings[0]?.fingerprint)
})
