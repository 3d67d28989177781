import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {compare, failsNow} from '../../src/engine/compare.ts'
import {type Change, type Comparison, comparisonSchema} from '../../src/model/comparison.ts'
import type {Report, ReportFinding, Result} from '../../src/model/report.ts'
import {severities} from '../../src/model/severity.ts'
import {sampleReport} from '../reports/sample-report.ts'

const tool = {name: 'openvidu-doctor', version: '0.0.0'} as const
const checkIds = new Map([
  ['one', 'one'],
  ['two', 'two'],
  ['old-two', 'two'],
])

const compared = (old: Report, young: Report): Comparison => compare({old, new: young, checkIds, tool})

const gap: Result['unknown'] = {
  facts: ['nodes'],
  cause: 'denied',
  action: 'ec2:DescribeInstances',
  actions: ['ec2:DescribeInstances'],
  detail: 'no access',
}

const waiver = {reason: 'on order', owner: 'platform team', expires: '2027-01-31'}

function finding(name: string, own: Partial<ReportFinding> = {}): ReportFinding {
  return {
    subject: {type: 'AWS::EC2::Instance', id: name, logicalId: null, location: null},
    severity: 'high',
    message: `${name} is wrong`,
    observed: {},
    expected: {},
    defect: null,
    fingerprint: name,
    waiver: null,
    ...own,
  }
}

function result(check: string, status: Result['status'], own: Partial<Result> = {}): Result {
  return {
    check,
    area: 'masters',
    title: 'All is well',
    severity: 'high',
    status,
    findings: [],
    unknown: status === 'unknown' ? gap : null,
    notApplicable: status === 'not-applicable' ? {why: 'there is none'} : null,
    error: status === 'error' ? {message: 'broke'} : null,
    waiver: null,
    remediation: {text: '', commands: [], url: ''},
    requirements: [],
    ...own,
  }
}

const report = (results: readonly Result[], target: Partial<Report['target']> = {}): Report => ({
  ...sampleReport,
  target: {...sampleReport.target, ...target},
  results: [...results],
})

const failing = (...findings: readonly ReportFinding[]) => result('one', 'fail', {findings: [...findings]})
const groupsOf = ({changes}: Comparison) => changes.map(({subject, group}) => `${subject.id}: ${group}`)

function onlyOne({changes: [change]}: Comparison): Change {
  if (change === undefined) throw new Error('no change')
  return change
}

describe('a comparison', () => {
  const a = finding('a')

  it.each([
    ['passes', result('one', 'pass'), 'fixed'],
    ['fails elsewhere', failing(finding('b')), 'fixed'],
    ['is unknown', result('one', 'unknown'), 'no-longer-seen'],
    ['broke', result('one', 'error'), 'no-longer-seen'],
    ['does not apply', result('one', 'not-applicable'), 'no-longer-seen'],
    ['fails elsewhere, and did not see all', {...failing(finding('b')), unknown: gap}, 'no-longer-seen'],
    ['was not run', result('two', 'pass'), 'no-longer-seen'],
    ['fails still', failing(a), 'still-failing'],
  ])('of a finding whose check %s now', (_, now, group) => {
    expect(groupsOf(compared(report([failing(a)]), report([now])))).toContain(`a: ${group}`)
  })

  it('says why a report does not tell', () => {
    expect(onlyOne(compared(report([failing(a)]), report([result('one', 'unknown')]))).gap).toEqual({
      status: 'unknown',
      detail: 'no access',
    })
    expect(onlyOne(compared(report([]), report([failing(a)]))).gap).toEqual({
      status: 'not-run',
      detail: 'the check was not run',
    })
  })

  it('knows a check by its former id', () => {
    const old = report([result('old-two', 'fail', {findings: [a]})])
    const young = report([result('two', 'fail', {findings: [a]})])
    expect(compared(old, young)).toMatchObject({
      summary: {stillFailing: 1, new: 0},
      newlyJudged: [],
      noLongerJudged: [],
    })
  })

  it('lists checks that are judged in one of them only, but none that does not apply', () => {
    const old = report([result('one', 'pass'), result('two', 'unknown'), result('x', 'not-applicable')])
    const young = report([result('one', 'unknown'), result('two', 'pass'), result('x', 'pass')])
    const {noLongerJudged, newlyJudged} = compared(old, young)
    expect(noLongerJudged).toMatchObject([{check: 'one', old: 'pass', new: 'unknown', detail: 'no access'}])
    expect(newlyJudged).toMatchObject([{check: 'two', old: 'unknown', new: 'pass', detail: 'no access'}])
  })

  it('tells a plan from what is there', () => {
    const plan = report([failing(a)], {kind: 'planned'})
    const live = report([result('one', 'pass')], {kind: 'deployed'})
    expect(compared(plan, live).relation).toBe('plan-to-live')
    expect(compared(live, plan).relation).toBe('live-to-plan')
    expect(compared(live, live).relation).toBe('over-time')
  })

  it('notes what makes the reports less comparable, and only what both tell', () => {
    const other = {
      ...report([], {stackName: 'audio', region: null, takenAt: '2026-11-01T00:00:00.000Z'}),
      settings: null,
    }
    expect(compared(report([]), other).notes).toEqual([
      'The reports are of different stacks: openvidu-production and audio.',
      'What OLD tells was seen after what NEW tells.',
      'The reports were made with different settings, such as thresholds.',
    ])
    expect(compared(report([]), report([])).notes).toEqual([])
  })
})

describe('the gate of a comparison', () => {
  const gate = (old: readonly Result[], young: readonly Result[], failOn: 'critical' | 'high' | 'never' = 'high') =>
    compared(report(old), report(young)).changes.some(change => failsNow(change, failOn))
  const a = finding('a')

  it.each([
    ['new', [result('one', 'pass')], [failing(a)], true],
    ['newly seen', [result('one', 'unknown')], [failing(a)], true],
    ['heavier than before', [failing({...a, severity: 'low'})], [failing(a)], true],
    ['no longer waived', [result('one', 'waived', {findings: [{...a, waiver}]})], [failing(a)], true],
    ['new and light', [result('one', 'pass')], [failing({...a, severity: 'medium'})], false],
    ['new and waived', [result('one', 'pass')], [result('one', 'waived', {findings: [{...a, waiver}]})], false],
    ['still there', [failing(a)], [failing(a)], false],
    ['lighter, and still heavy', [failing({...a, severity: 'critical'})], [failing(a)], false],
    ['fixed', [failing(a)], [result('one', 'pass')], false],
    ['no longer seen', [failing(a)], [result('one', 'unknown')], false],
  ])('for what is %s', (_, old, young, closes) => {
    expect(gate(old, young)).toBe(closes)
    expect(gate(old, young, 'never')).toBe(false)
  })
})

/** A report of a few checks in any state that reports can be in. */
const anyReport: fc.Arbitrary<Report> = fc
  .record({
    kind: fc.constantFrom('planned' as const, 'deployed' as const),
    results: fc.uniqueArray(anyResult(), {selector: ({check}) => check, maxLength: 3}),
  })
  .map(({kind, results}) => report(results, {kind}))

function anyResult(): fc.Arbitrary<Result> {
  const findings = fc.uniqueArray(
    fc
      .record({
        name: fc.constantFrom('a', 'b', 'c', 'd'),
        severity: fc.constantFrom(...severities),
        waived: fc.boolean(),
      })
      .map(({name, severity, waived}) => finding(name, {severity, waiver: waived ? waiver : null})),
    {selector: ({fingerprint}) => fingerprint, minLength: 1, maxLength: 4},
  )
  const check = fc.constantFrom('one', 'two', 'three')
  const without = fc.constantFrom('pass' as const, 'unknown' as const, 'error' as const, 'not-applicable' as const)
  return fc.oneof(
    fc.record({check, status: without}).map(given => result(given.check, given.status)),
    fc.record({check, findings, partly: fc.boolean()}).map(given => {
      const status = given.findings.every(one => one.waiver !== null) ? (given.partly ? 'unknown' : 'waived') : 'fail'
      return result(given.check, status, {findings: given.findings, unknown: given.partly ? gap : null})
    }),
  )
}

const mirrored: Readonly<Record<Change['group'], Change['group']>> = {
  new: 'fixed',
  fixed: 'new',
  'newly-seen': 'no-longer-seen',
  'no-longer-seen': 'newly-seen',
  'still-failing': 'still-failing',
}

describe('whatever the reports', () => {
  const key = ({check, fingerprint}: Pick<Change, 'check' | 'fingerprint'>) => `${check} ${fingerprint}`

  it('each finding of either is in exactly one group', () => {
    fc.assert(
      fc.property(anyReport, anyReport, (old, young) => {
        const comparison = compared(old, young)
        const all = [old, young].flatMap(({results}) =>
          results.flatMap(({check, findings}) => findings.map(({fingerprint}) => key({check, fingerprint}))),
        )
        expect(comparison.changes.map(key).toSorted()).toEqual([...new Set(all)].toSorted())
        const {summary} = comparison
        const sum = summary.new + summary.newlySeen + summary.stillFailing + summary.noLongerSeen + summary.fixed
        expect(sum).toBe(comparison.changes.length)
        expect(comparisonSchema.safeParse(comparison).success).toBe(true)
      }),
    )
  })

  it('what is new one way is fixed the other way, and what is seen newly is no longer seen', () => {
    fc.assert(
      fc.property(anyReport, anyReport, (old, young) => {
        const [there, back] = [compared(old, young), compared(young, old)]
        const groups = new Map(back.changes.map(change => [key(change), change.group]))
        for (const change of there.changes) expect(groups.get(key(change))).toBe(mirrored[change.group])
        expect(back.noLongerJudged.map(({check}) => check)).toEqual(there.newlyJudged.map(({check}) => check))
      }),
    )
  })

  it('nothing is fixed or new where a check did not judge everything', () => {
    fc.assert(
      fc.property(anyReport, anyReport, (old, young) => {
        for (const {group, check} of compared(old, young).changes) {
          const other = group === 'fixed' ? young : group === 'new' ? old : null
          if (other === null) continue
          const judged = other.results.find(one => one.check === check)
          expect(judged?.status).toMatch(/^(pass|fail|waived)$/)
          expect(judged?.unknown).toBeNull()
        }
      }),
    )
  })

  it('a report against itself is no change, and closes no gate', () => {
    fc.assert(
      fc.property(anyReport, one => {
        const comparison = compared(one, one)
        expect(new Set(comparison.changes.map(({group}) => group)).size).toBeLessThanOrEqual(1)
        expect(comparison.changes.some(change => change.group !== 'still-failing' || failsNow(change, 'low'))).toBe(
          false,
        )
        expect([comparison.notes, comparison.newlyJudged, comparison.noLongerJudged]).toEqual([[], [], []])
      }),
    )
  })

  it('the order of results changes nothing', () => {
    fc.assert(
      fc.property(anyReport, anyReport, (old, young) => {
        const turned = ({results, ...rest}: Report): Report => ({
          ...rest,
          results: results.toReversed().map(one => ({...one, findings: one.findings.toReversed()})),
        })
        expect(JSON.stringify(compared(turned(old), turned(young)))).toBe(JSON.stringify(compared(old, young)))
      }),
    )
  })
})
