import {execFileSync} from 'node:child_process'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {formatIds, formats} from '../../reports/index.ts'
import {json} from '../../reports/json.ts'
import {markdown} from '../../reports/markdown.ts'
import {table} from '../../reports/table.ts'
import type {Report} from '../../src/model/report.ts'
import {blindReport, healthyReport, sampleReport} from './sample-report.ts'

const options = {width: 80, colour: false, verbose: false}

interface Told {
  readonly verdict: string
  readonly counts: Readonly<Record<string, number>>
  readonly coverage: readonly [string, string]
}

describe('the formats', () => {
  it.each([
    ['mixed', sampleReport],
    ['healthy', healthyReport],
    ['blind', blindReport],
  ])('tell one story of a %s report', (_, report) => {
    const story = toldByJson(report)
    expect(toldByTable(report)).toEqual(story)
    expect(toldByMarkdown(report)).toEqual(story)
  })

  it('are found by their id', async () => {
    for (const id of formatIds) expect((await formats[id]()).id).toBe(id)
  })

  it('load no schema library', () => {
    const script = `
      const {registerHooks} = await import('node:module')
      registerHooks({
        resolve(specifier, context, next) {
          if (specifier === 'zod') throw new Error('zod was loaded by ' + context.parentURL)
          return next(specifier, context)
        },
      })
      const {formats} = await import('./reports/index.ts')
      for (const load of Object.values(formats)) await load()
    `
    const root = join(import.meta.dirname, '../..')
    execFileSync(process.execPath, ['--input-type=module', '--eval', script], {cwd: root, stdio: 'pipe'})
  })
})

function toldByJson(report: Report): Told {
  const {verdict, counts, coverage} = (JSON.parse(json.render(report, options)) as Report).summary
  const {notApplicable, error, fail, pass, waived, unknown} = counts
  return {
    verdict: verdict.toUpperCase(),
    counts: {failed: fail, waived, broke: error, unknown, passed: pass, 'not applicable': notApplicable},
    coverage: [String(coverage.judged), String(coverage.total)],
  }
}

function toldByTable(report: Report): Told {
  const text = table.render(report, options)
  const lines = text.trimEnd().split('\n')
  const total = lines.findLast(line => line.startsWith('total')) ?? ''
  const rules = lines.flatMap((line, index) => (/^─+$/.test(line) ? [index] : []))
  const head = (lines[(rules[0] ?? 0) - 1] ?? '').replace('n/a', 'not-applicable')
  return {
    verdict: /^[A-Z]+/.exec(lines.at(-1) ?? '')?.[0] ?? '',
    counts: counted(
      words(head).map(word => word.replace('-', ' ')),
      words(total).slice(1),
    ),
    coverage: coverageIn(text),
  }
}

function toldByMarkdown(report: Report): Told {
  const text = markdown.render(report, options)
  const cells = (line: string | undefined) => (line ?? '').split('|').slice(2, -1)
  const lines = text.split('\n')
  return {
    verdict: /^# \S+ ([A-Z]+):/.exec(text)?.[1] ?? '',
    counts: counted(
      cells(lines.find(line => line.startsWith('| area'))).map(cell => cell.trim()),
      cells(lines.find(line => line.startsWith('| **total'))).map(cell => cell.replaceAll('*', '')),
    ),
    coverage: coverageIn(text),
  }
}

/** Columns for what did not happen may be left out. */
function counted(names: readonly string[], numbers: readonly string[]): Record<string, number> {
  const told = Object.fromEntries(names.map((name, index) => [name, Number(numbers[index])]))
  return {waived: 0, broke: 0, ...told}
}

function coverageIn(text: string): readonly [string, string] {
  const [, judged = '', total = ''] = /(\d+) of (\d+) checks? judged/.exec(text) ?? []
  return [judged, total]
}

function words(line: string): string[] {
  return line.trim().split(/\s+/)
}
