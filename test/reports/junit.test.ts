import fc from 'fast-check'
import {SaxesParser} from 'saxes'
import {describe, expect, it} from 'vitest'
import {junit} from '../../reports/junit.ts'
import type {Report} from '../../src/model/report.ts'
import {expectGolden} from '../support/golden.ts'
import {hostileReport} from './hostile.ts'
import {blindReport, crowdedReport, partlySeenReport, sampleReport} from './sample-report.ts'

function render(report: Report): string {
  return junit.render(report, {width: 80, colour: false, verbose: false})
}

interface Tag {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly under: string
}

/** Every element, by a parser that refuses what is not well-formed. */
function tagsOf(document: string): readonly Tag[] {
  const tags: Tag[] = []
  const open: string[] = []
  const parser = new SaxesParser()
  parser.on('error', error => {
    throw error
  })
  parser.on('opentag', ({name, attributes}) => {
    tags.push({name, attributes, under: open.at(-1) ?? ''})
    open.push(name)
  })
  parser.on('closetag', () => open.pop())
  parser.write(document).close()
  return tags
}

describe('the JUnit report', () => {
  it('is what it was', () => {
    expectGolden('reports/sample.junit.xml', render(sampleReport))
    expectGolden('reports/blind.junit.xml', render(blindReport))
  })

  it('has a case for each check, and numbers that add up', () => {
    for (const report of [sampleReport, blindReport, crowdedReport]) {
      const tags = tagsOf(render(report))
      const {counts} = report.summary
      expect(tags.filter(({name}) => name === 'testcase')).toHaveLength(report.results.length)
      const skipped = counts.unknown + counts.waived + counts.notApplicable
      const numbers = {
        tests: report.results.length,
        failures: counts.fail,
        errors: counts.error,
        skipped,
      }
      expect(tags[0]?.attributes).toMatchObject(
        Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, String(value)])),
      )
      for (const [name, value] of Object.entries(numbers)) {
        const suites = tags.filter(tag => tag.name === 'testsuite')
        expect(suites.reduce((sum, {attributes}) => sum + Number(attributes[name]), 0)).toBe(value)
      }
    }
  })

  it('says why a check was skipped', () => {
    const messages = tagsOf(render(sampleReport)).flatMap(({name, attributes}) =>
      name === 'skipped' ? [attributes.message ?? ''] : [],
    )
    expect(messages).toHaveLength(5)
    expect(messages.filter(message => message.startsWith('Could not look: AWS denied access: '))).toHaveLength(2)
    expect(messages).toContain('Waived until 2026-12-01 by platform team: the new one is on order')
    expect(messages).toContain('Not applicable: no drift detection was ever run')
  })

  it('tells what a failed check could not see', () => {
    expect(render(partlySeenReport)).toContain('Not all was seen. AWS asked to slow down: ')
  })

  it('is well-formed and has elements of ours only', () => {
    const own = shapeOf(sampleReport)
    fc.assert(
      fc.property(hostileReport, report => {
        expect(shapeOf(report)).toEqual(own)
      }),
    )
  })
})

function shapeOf(report: Report): readonly string[] {
  return tagsOf(render(report)).map(
    ({name, attributes, under}) => `${under}/${name} ${Object.keys(attributes).join(' ')}`,
  )
}
