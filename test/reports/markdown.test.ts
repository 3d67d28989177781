import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {markdown} from '../../reports/markdown.ts'
import type {Report} from '../../src/model/report.ts'
import {expectGolden} from '../support/golden.ts'
import {hostileReport} from './hostile.ts'
import {blindReport, crowdedReport, healthyReport, sampleReport} from './sample-report.ts'

function render(report: Report): string {
  return markdown.render(report, {width: 80, colour: false, verbose: false})
}

describe('the Markdown report', () => {
  it('is what it was', () => {
    expectGolden('reports/sample.md', render(sampleReport))
    expectGolden('reports/healthy.md', render(healthyReport))
    expectGolden('reports/blind.md', render(blindReport))
  })

  it('draws subnets where zones are not known, and says where not even those are', () => {
    const {topology} = sampleReport
    if (topology === null) throw new Error('the sample has a topology')
    const masters = ['subnet-1', 'subnet-2', 'subnet-3', null].map((subnet, index) => ({
      name: `Master${index}`,
      subnet,
    }))
    const drawn = render({...sampleReport, topology: {...topology, masters, zones: []}})
    expect(drawn).toContain('subgraph place0["subnet-1"]')
    expect(drawn).toContain('subgraph place3["subnet not known yet"]')
  })

  it('draws nothing where nobody is known', () => {
    expect(render(blindReport)).not.toContain('mermaid')
    expect(render({...sampleReport, topology: null})).not.toContain('mermaid')
  })

  it('shows twenty findings of a check and counts the rest', () => {
    expect(render(crowdedReport)).toContain('- and 380 more, which the JSON report lists')
  })

  it('closes every fence, and no stranger opens one', () => {
    fc.assert(
      fc.property(hostileReport, report => {
        const {languages, open} = fencesOf(render(report))
        expect(open).toBe(false)
        expect(languages).toEqual(['sh', 'sh', 'sh', 'mermaid'])
      }),
    )
  })

  it('keeps every table row as wide as its head', () => {
    fc.assert(
      fc.property(hostileReport, report => {
        const tables = tablesOf(prose(render(report)))
        expect(tables).toHaveLength(3)
        for (const rows of tables) expect(new Set(rows.map(pipes)).size).toBe(1)
      }),
    )
  })

  it('has no HTML, heading, link, image or mention of a stranger', () => {
    fc.assert(
      fc.property(hostileReport, report => {
        const lines = prose(render(report)).map(withoutCode)
        const text = lines.join('\n').replace(/<\/?(?:details|summary|code)>/g, '')
        expect(text).not.toMatch(/[<>]/)
        expect(text).not.toMatch(/@/)
        expect(text).not.toMatch(/(?<!\()https?:\/\/|www\./i)
        expect(text).not.toMatch(/!\[/)
        expect(lines.filter(line => /^#{1,6} /.test(line))).toHaveLength(headings)
        expect(lines.filter(line => /^\s*(?:=+|-+|\d+[.)].*)\s*$/.test(line))).toEqual([])
      }),
    )
  })

  it('draws with our words only', () => {
    fc.assert(
      fc.property(hostileReport, report => {
        const label = '"(?:[\\p{L}\\p{M}\\p{N} .,/_✗-]|#\\w+;|<br/>)*"'
        const drawn = new RegExp(
          `^(?:flowchart TB|  balancer\\d\\(\\[${label}\\]\\)|  subgraph place\\d\\[${label}\\]|    master\\d\\[${label}\\]|  end|  media\\[\\[${label}\\]\\]|  balancer\\d --> [\\w &]+|  classDef failed [\\w#:,-]+|  class [\\w,]+ failed)$`,
          'u',
        )
        const lines = render(report).split('\n')
        const begin = lines.indexOf('```mermaid')
        for (const line of lines.slice(begin + 1, lines.indexOf('```', begin))) expect(line).toMatch(drawn)
      }),
    )
  })
})

/** Of the sample, whatever its texts: title, sections and one for each failure and waiver. */
const headings = render(sampleReport).match(/^#{1,6} /gm)?.length ?? 0

function fencesOf(text: string): {languages: string[]; open: boolean} {
  const languages: string[] = []
  let fence = ''
  for (const line of text.split('\n')) {
    const [, mark = '', language = ''] = /^(`{3,})(\w*)$/.exec(line) ?? []
    if (fence === '' && mark !== '') {
      fence = mark
      languages.push(language)
    } else if (mark.length >= fence.length && language === '') fence = ''
  }
  return {languages, open: fence !== ''}
}

/** The lines outside fences. */
function prose(text: string): string[] {
  let fence = ''
  return text.split('\n').filter(line => {
    const mark = /^(`{3,})\w*$/.exec(line)?.[1] ?? ''
    if (fence === '') {
      fence = mark
      return mark === ''
    }
    if (line === fence) fence = ''
    return false
  })
}

function tablesOf(lines: readonly string[]): string[][] {
  const tables: string[][] = []
  lines.forEach((line, index) => {
    if (!line.startsWith('|')) return
    if (lines[index - 1]?.startsWith('|')) tables.at(-1)?.push(line)
    else tables.push([line])
  })
  return tables
}

/** Unescaped ones. GitHub splits cells before it looks for code, so code counts too. */
function pipes(line: string): number {
  return line.replace(/\\./g, '').split('|').length
}

/** The line as GitHub reads it once escapes and code spans are taken out. */
function withoutCode(line: string): string {
  return line.replace(/\\[!-/:-@[-`{-~]|`[^`]+`/g, '')
}
