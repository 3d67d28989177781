import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {json} from '../../reports/json.ts'
import {reportSchema} from '../../src/model/report.ts'
import {expectGolden} from '../support/golden.ts'
import {hostileReport} from './hostile.ts'
import {blindReport, healthyReport, sampleReport} from './sample-report.ts'

const options = {width: 80, colour: true, verbose: false}

describe('the JSON report', () => {
  it('is what it was', () => {
    expectGolden('reports/sample.json', json.render(sampleReport, options))
  })

  it('keeps to the schema', () => {
    for (const report of [sampleReport, healthyReport, blindReport]) {
      expect(reportSchema.parse(JSON.parse(json.render(report, options)))).toEqual(report)
    }
  })

  it('is the report, and harmless to print', () => {
    fc.assert(
      fc.property(hostileReport, report => {
        const text = json.render(report, options)
        expect(JSON.parse(text)).toEqual(report)
        expect(text).toMatch(/\}\n$/)
        expect(text).not.toMatch(/[^\P{Cc}\n]|\p{Cf}|\p{Cs}|\p{Zl}|\p{Zp}/u)
      }),
    )
  })
})
