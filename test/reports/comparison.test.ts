import fc from 'fast-check'
import stringWidth from 'fast-string-width'
import {describe, expect, it} from 'vitest'
import {renderComparison} from '../../reports/comparison/index.ts'
import {json} from '../../reports/json.ts'
import {compare} from '../../src/engine/compare.ts'
import {type Comparison, comparisonSchema} from '../../src/model/comparison.ts'
import type {Report} from '../../src/model/report.ts'
import {expectGolden} from '../support/golden.ts'
import {earlierReport, plannedReport} from './comparison-pairs.ts'
import {hostileReport} from './hostile.ts'
import {sampleReport} from './sample-report.ts'

const page = {width: 80, colour: false, verbose: false}
const compared = (old: Report, young: Report): Comparison =>
  compare({old, new: young, checkIds: new Map(), tool: sampleReport.tool})

const pairs = {
  'over-time': compared(earlierReport, sampleReport),
  'plan-to-live': compared(plannedReport, sampleReport),
  'live-to-plan': compared(sampleReport, plannedReport),
}

describe('a comparison for people and programs', () => {
  it.each(Object.entries(pairs))('%s is what it was', (name, comparison) => {
    expectGolden(`comparison/${name}.txt`, renderComparison(comparison, 'table', page))
    expectGolden(`comparison/${name}.md`, renderComparison(comparison, 'markdown', page))
    expectGolden(`comparison/${name}.json`, renderComparison(comparison, 'json', page))
  })

  it('comes from reports that other tests give to the command', () => {
    expectGolden('reports/earlier.json', json.render(earlierReport, page))
    expectGolden('reports/planned.json', json.render(plannedReport, page))
  })

  it('tells each change in each format', () => {
    for (const comparison of Object.values(pairs)) {
      const table = renderComparison(comparison, 'table', {...page, width: 400, verbose: true})
      const markdown = renderComparison(comparison, 'markdown', page).replaceAll('\\', '')
      for (const {new: young, old} of comparison.changes) {
        const message = (young ?? old)?.message ?? ''
        expect(table).toContain(message)
        expect(markdown).toContain(message)
      }
      expect(comparisonSchema.parse(JSON.parse(renderComparison(comparison, 'json', page)))).toEqual(comparison)
    }
  })

  it('calls nothing by the name of a pass that nobody saw', () => {
    const {changes} = pairs['over-time']
    const lost = changes.filter(({group}) => group === 'no-longer-seen')
    expect(lost.map(({check}) => check)).toEqual(['services-running'])
    expect(renderComparison(pairs['over-time'], 'table', page)).toContain('Now: unknown, the nodes were not asked')
  })

  it('prints no control character of a stranger, and keeps to the width', () => {
    fc.assert(
      fc.property(hostileReport, hostileReport, (old, young) => {
        const comparison = compared(old, young)
        const table = renderComparison(comparison, 'table', {...page, verbose: true})
        for (const text of [
          table,
          renderComparison(comparison, 'json', page),
          renderComparison(comparison, 'markdown', page),
        ])
          expect(text).not.toMatch(/[^\P{Cc}\n]|\p{Cf}|\p{Cs}|\p{Zl}|\p{Zp}/u)
        const long = table.split('\n').filter(line => stringWidth(line) > 80 && line.trim().includes(' '))
        expect(long).toEqual([])
      }),
      {numRuns: 40},
    )
  })

  it('has no HTML, heading, link or mention of a stranger in Markdown', () => {
    fc.assert(
      fc.property(hostileReport, hostileReport, (old, young) => {
        const comparison = compared(old, young)
        const markdown = renderComparison(comparison, 'markdown', page)
        const prose = markdown.replace(/\\[!-/:-@[-`{-~]|`[^`]+`/g, '').replace(/<\/?code>/g, '')
        expect(prose).not.toMatch(/[<>@]|https?:\/\/|www\.|!\[/i)
        const ours = renderComparison({...comparison, notes: []}, 'markdown', page).match(/^#{1,6} /gm)?.length
        expect(markdown.match(/^#{1,6} /gm)).toHaveLength(ours ?? 0)
        for (const line of markdown.split('\n').filter(one => one.startsWith('|')))
          expect(line.replace(/\\./g, '').split('|')).toHaveLength(4)
      }),
      {numRuns: 40},
    )
  })
})
