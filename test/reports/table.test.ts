import {stripVTControlCharacters} from 'node:util'
import fc from 'fast-check'
import stringWidth from 'fast-string-width'
import {describe, expect, it} from 'vitest'
import {plain} from '../../reports/escape/terminal.ts'
import {table} from '../../reports/table.ts'
import type {Report} from '../../src/model/report.ts'
import {expectGolden} from '../support/golden.ts'
import {hostileReport} from './hostile.ts'
import {blindReport, crowdedReport, healthyReport, sampleReport} from './sample-report.ts'

const narrow = {width: 80, colour: false, verbose: false}

function lastLine(report: Report): string | undefined {
  return table.render(report, narrow).trimEnd().split('\n').at(-1)
}

describe('the terminal report', () => {
  it('is what it was', () => {
    expectGolden('reports/sample.txt', table.render(sampleReport, narrow))
    expectGolden('reports/sample-verbose.txt', table.render(sampleReport, {...narrow, verbose: true}))
    expectGolden('reports/sample-60-columns.txt', table.render(sampleReport, {...narrow, width: 60}))
    expectGolden('reports/healthy.txt', table.render(healthyReport, narrow))
    expectGolden('reports/blind.txt', table.render(blindReport, narrow))
  })

  it('says the same in colour', () => {
    const coloured = table.render(sampleReport, {...narrow, colour: true})
    expect(coloured).toContain('\u001b[')
    expect(stripVTControlCharacters(coloured)).toBe(table.render(sampleReport, narrow))
  })

  it('ends with the verdict', () => {
    expect(lastLine(sampleReport)).toBe('FAIL  3 checks failed: 1 critical, 1 high, 1 medium')
    expect(lastLine(healthyReport)).toBe('PASS  all 3 checks that apply passed')
    expect(lastLine(blindReport)).toBe('UNKNOWN  not a pass: 3 of 3 checks could not be judged')
  })

  it('never reads as a pass where something was not judged', () => {
    const gap: Report = {...blindReport, summary: {...blindReport.summary, verdict: 'pass'}}
    expect(lastLine(gap)).toMatch(/^UNKNOWN {2}not a pass/)
    const nothing: Report = {...gap, summary: {...gap.summary, coverage: {judged: 0, total: 0}}}
    expect(lastLine(nothing)).toBe('UNKNOWN  not a pass: no check applies here, nothing was judged')
  })

  it('shows twenty findings of a check and counts the rest', () => {
    const text = table.render(crowdedReport, narrow)
    expect(text.match(/OpenViduMasterNode3 is stopped/g)).toHaveLength(20)
    expect(text).toContain('and 380 more (see --format json)')
  })

  it('lists an unknown check for which no cause was recorded', () => {
    const results = blindReport.results.map(result => ({...result, unknown: null}))
    const text = table.render({...blindReport, results}, narrow)
    expect(text).toContain('The look-up failed: no cause was recorded')
    expect(text).toContain('3 checks: public-ip-auto-assign, subnets-in-vpc, services-running')
  })

  it('prints no control character of a stranger', () => {
    fc.assert(
      fc.property(hostileReport, fc.boolean(), fc.boolean(), (report, colour, verbose) => {
        const text = table.render(report, {width: 80, colour, verbose})
        // biome-ignore lint/suspicious/noControlCharactersInRegex: our own colours are what is taken out.
        const own = colour ? text.replace(/\u001b\[\d+m/g, '') : text
        expect(own).not.toMatch(/[^\P{Cc}\n]|\p{Cf}|\p{Cs}|\p{Zl}|\p{Zp}/u)
      }),
    )
  })

  it('keeps to the width but for what can not be broken', () => {
    fc.assert(
      fc.property(hostileReport, fc.integer({min: 60, max: 200}), (report, width) => {
        const copied = new Set(
          report.results.flatMap(({remediation}) =>
            [...remediation.commands, remediation.url].map(line => plain(line).trim()),
          ),
        )
        const tooLong = table
          .render(report, {width, colour: false, verbose: true})
          .split('\n')
          .filter(line => stringWidth(line) > width && line.trim().includes(' ') && !copied.has(line.trim()))
        expect(tooLong).toEqual([])
      }),
    )
  })
})
