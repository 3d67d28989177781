import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {stepSummary} from '../../reports/github/step-summary.ts'
import {github} from '../../reports/github.ts'
import {markdown} from '../../reports/markdown.ts'
import {table} from '../../reports/table.ts'
import type {Report} from '../../src/model/report.ts'
import {expectGolden} from '../support/golden.ts'
import {hostileReport} from './hostile.ts'
import {blindReport, crowdedReport, healthyReport, sampleReport} from './sample-report.ts'

const options = {width: 80, colour: false, verbose: true}

function render(report: Report): string {
  return github.render(report, options)
}

/** The lines that the runner obeys: it looks behind leading blanks. */
function commandsIn(text: string): readonly string[] {
  return text.split('\n').filter(line => /^\s*::[a-z-]+(?:\s.*)?::/i.test(line))
}

/** An annotation of ours, with our properties in our order, whatever is in them. */
const annotation = /^::(?:error|warning|notice) (?:file=[^:,]+,line=\d+,)?title=[^:,]*::.*$/

describe('the report for GitHub', () => {
  it('is what it was', () => {
    expectGolden('reports/sample.github.log', render(sampleReport))
    expectGolden('reports/healthy.github.log', render(healthyReport))
    expectGolden('reports/blind.github.log', render(blindReport))
  })

  it('shows ten annotations of a kind, the worst first, and has the others in the log', () => {
    const lines = render(crowdedReport).split('\n')
    const errors = lines.filter(line => line.startsWith('::error'))
    expect(errors).toHaveLength(10)
    expect(errors[9]).toMatch(/^::error title=392 more errors::/)
    const begin = lines.indexOf('::group::392 more lines without an annotation')
    expect(lines.indexOf('::endgroup::') - begin - 1).toBe(392)
  })

  it('has commands of ours only', () => {
    const own = commandsIn(render(sampleReport)).length
    fc.assert(
      fc.property(hostileReport, report => {
        const text = render(report)
        const commands = commandsIn(text)
        for (const line of commands) expect(line).toMatch(annotation)
        // Gaps are told once for a cause and a detail, and here each may have a detail of its own.
        expect(commands.length).toBeLessThanOrEqual(own + 1)
        expect(commands.length).toBeGreaterThan(5)
        expect(text).not.toContain('##[')
        expect(text).not.toMatch(/[^\P{Cc}\n]|\p{Cf}|\p{Cs}|\p{Zl}|\p{Zp}/u)
      }),
      {numRuns: 60},
    )
  })

  it('can not be reached from the table, which the log of a job shows too', () => {
    fc.assert(
      fc.property(hostileReport, report => {
        const text = table.render(report, options)
        expect(commandsIn(text)).toEqual([])
        expect(text).not.toContain('##[')
      }),
      {numRuns: 30},
    )
  })
})

describe('the summary of a step', () => {
  it('is the Markdown report', () => {
    expect(stepSummary(sampleReport)).toBe(markdown.render(sampleReport, options))
  })

  it('stays below what GitHub takes, keeps the verdict, and says what it leaves out', () => {
    const summary = stepSummary(sampleReport, 3000)
    expect(Buffer.byteLength(summary)).toBeLessThanOrEqual(3000)
    expect(summary).toMatch(/^# ✗ FAIL: deployed stack openvidu-production\n/)
    expect(summary).toMatch(
      /\*\*\d+ of 12 sections did not fit into a summary of GitHub and are left out here\.\*\*\n$/,
    )
  })
})
