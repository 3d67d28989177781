import {readFileSync} from 'node:fs'
import {createRequire} from 'node:module'
import Ajv from 'ajv-draft-04'
import addFormats from 'ajv-formats'
import fc from 'fast-check'
import type {Log, Run} from 'sarif'
import {describe, expect, it} from 'vitest'
import {sarif} from '../../reports/sarif.ts'
import type {Report} from '../../src/model/report.ts'
import {expectGolden} from '../support/golden.ts'
import {hostileReport} from './hostile.ts'
import {blindReport, healthyReport, partlySeenReport, sampleReport} from './sample-report.ts'

const require = createRequire(import.meta.url)
/** The official schema, as the SDK of Microsoft ships it. */
const schema = JSON.parse(
  readFileSync(require.resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'), 'utf8'),
) as object
// One pattern of the schema is none with the flag u.
const ajv = new Ajv.default({strict: false, unicodeRegExp: false})
addFormats.default(ajv)
const validate = ajv.compile(schema)

function render(report: Report): string {
  return sarif.render(report, {width: 80, colour: false, verbose: false})
}

function runOf(report: Report): Run {
  const [run] = (JSON.parse(render(report)) as Log).runs
  if (run === undefined) throw new Error('no run')
  return run
}

describe('the SARIF report', () => {
  it('is what it was', () => {
    expectGolden('reports/sample.sarif', render(sampleReport))
    expectGolden('reports/blind.sarif', render(blindReport))
  })

  it.each([
    ['mixed', sampleReport],
    ['healthy', healthyReport],
    ['blind', blindReport],
    ['partly seen', partlySeenReport],
  ])('of a %s report keeps to the official schema', (_, report) => {
    expect(validate(JSON.parse(render(report))), JSON.stringify(validate.errors)).toBe(true)
  })

  it('has a rule for every check and a result for every finding, each with a file', () => {
    const {tool, results = []} = runOf(sampleReport)
    expect(tool.driver.rules?.map(({id}) => id)).toEqual(sampleReport.results.map(({check}) => check))
    const findings = sampleReport.results.flatMap(result => result.findings)
    expect(results.map(result => result.partialFingerprints?.primaryLocationLineHash)).toEqual(
      findings.map(({fingerprint}) => fingerprint),
    )
    for (const {ruleId, ruleIndex = -1, locations} of results) {
      expect(tool.driver.rules?.[ruleIndex]?.id).toBe(ruleId)
      expect(locations?.[0]?.physicalLocation?.artifactLocation?.uri).toMatch(/./)
    }
  })

  it('has no result for what passed or was not seen, and a notification for each gap', () => {
    const run = runOf(blindReport)
    expect(run.results).toEqual([])
    expect(run.invocations?.[0]?.toolExecutionNotifications?.map(({descriptor}) => descriptor?.id)).toEqual([
      'denied',
      'denied',
      'not-requested',
    ])
    expect(runOf(sampleReport).invocations?.[0]?.executionSuccessful).toBe(false)
    expect(runOf(blindReport).invocations?.[0]?.executionSuccessful).toBe(true)
  })

  it('marks what is waived as suppressed, with who answers for it', () => {
    const suppressed = runOf(sampleReport).results?.filter(result => (result.suppressions ?? []).length > 0)
    expect(suppressed?.map(({ruleId, suppressions}) => [ruleId, suppressions?.[0]?.justification])).toEqual([
      // One of two findings of a check that fails for the other.
      ['ssh-exposure', 'Waived until 2027-03-31 by network team: that is our own network'],
      ['certificate-expiry', 'Waived until 2026-12-01 by platform team: the new one is on order'],
    ])
  })

  it.each([
    ['params/prod.json', {uri: 'params/prod.json', uriBaseId: '%SRCROOT%'}],
    ['./prod.json', {uri: 'prod.json', uriBaseId: '%SRCROOT%'}],
    ['../a b#c?.yaml', {uri: '../a%20b%23c%3F.yaml', uriBaseId: '%SRCROOT%'}],
    ['/home/me/t.yaml', {uri: 'file:///home/me/t.yaml'}],
    ['C:\\me\\t.yaml', {uri: 'file:///C%3A/me/t.yaml'}],
    ['javascript:alert(1)', {uri: 'javascript%3Aalert(1)', uriBaseId: '%SRCROOT%'}],
    ['//evil.example/x', {uri: 'file:///evil.example/x'}],
  ])('names the file %s', (file, artifact) => {
    const report = withResults(sampleReport, 'ssh-exposure', file)
    expect(runOf(report).results?.[0]?.locations?.[0]?.physicalLocation?.artifactLocation).toEqual(artifact)
  })

  it('keeps to the schema and makes no link of a stranger', () => {
    fc.assert(
      fc.property(hostileReport, hostile => {
        // Times are times also in a saved report: its schema sees to it.
        const text = render({...hostile, target: {...hostile.target, takenAt: sampleReport.target.takenAt}})
        const log = JSON.parse(text) as Log
        expect(validate(log), JSON.stringify(validate.errors)).toBe(true)
        expect(text).not.toMatch(/[^\P{Cc}\n]|\p{Cf}|\p{Cs}|\p{Zl}|\p{Zp}/u)
        for (const {message} of log.runs[0]?.results ?? []) {
          expect(message.text).not.toMatch(/\]\(|\{\d+\}/)
          expect(message.text).not.toMatch(/[^\P{Cc}\n]|\p{Cf}|\p{Cs}/u)
        }
      }),
      {numRuns: 40},
    )
  })
})

function withResults(report: Report, check: string, file: string): Report {
  const [result] = report.results.filter(each => each.check === check)
  if (result === undefined) throw new Error(`no ${check}`)
  const findings = result.findings.map(each => ({...each, subject: {...each.subject, location: {file, line: 1}}}))
  return {...report, results: [{...result, findings}]}
}
