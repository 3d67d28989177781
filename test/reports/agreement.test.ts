import {execFileSync} from 'node:child_process'
import {join} from 'node:path'
import type {Log} from 'sarif'
import {describe, expect, it} from 'vitest'
import {github} from '../../reports/github.ts'
import {html} from '../../reports/html.ts'
import {formatIds, formats} from '../../reports/index.ts'
import {json} from '../../reports/json.ts'
import {junit} from '../../reports/junit.ts'
import {markdown} from '../../reports/markdown.ts'
import {sarif} from '../../reports/sarif.ts'
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
    expect(toldBySarif(report)).toEqual(story)
    expect(toldByJunit(report)).toEqual(story)
    expect(toldByHtml(report)).toEqual(story)
    // An annotation is of a finding, a gap or a waiver: GitHub is told no other numbers.
    expect(toldByGithub(report)).toEqual({verdict: story.verdict, coverage: story.coverage})
  })

  it.each(formatIds)('tell every finding of a mixed report: %s', async id => {
    const text = unescaped((await formats[id]()).render(sampleReport, {...options, width: 400}))
    const findings = sampleReport.results.flatMap(result => result.findings)
    expect(findings).toHaveLength(5)
    for (const {message} of findings) expect(text).toContain(message)
  })

  it.each(formatIds)('tell every gap and every broken check of a mixed report: %s', async id => {
    const text = unescaped((await formats[id]()).render(sampleReport, {...options, width: 400}))
    for (const {unknown, error} of sampleReport.results) {
      if (unknown !== null) expect(text).toContain(unknown.detail)
      if (error !== null) expect(text).toContain(error.message)
    }
  })

  it.each(formatIds)('tell who answers for a waiver: %s', async id => {
    const text = unescaped((await formats[id]()).render(sampleReport, {...options, width: 400}))
    for (const words of ['the new one is on order', 'platform team', '2026-12-01']) expect(text).toContain(words)
  })

  it.each(['sarif', 'junit', 'html'] as const)('say how to mend each failure: %s', async id => {
    const text = unescaped((await formats[id]()).render(sampleReport, options))
    for (const {status, remediation} of sampleReport.results) {
      if (status !== 'fail') continue
      for (const words of [remediation.text, ...remediation.commands, remediation.url]) expect(text).toContain(words)
    }
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

function toldBySarif(report: Report): Told {
  const [run] = (JSON.parse(sarif.render(report, options)) as Log).runs
  const {verdict, counts, coverage} = (run?.properties ?? {}) as Report['summary']
  const rules = [...Map.groupBy(run?.results ?? [], ({ruleId}) => ruleId).values()]
  const waived = rules.filter(own => own.every(({suppressions = []}) => suppressions.length > 0)).length
  const notifications = run?.invocations?.[0]?.toolExecutionNotifications ?? []
  const broke = notifications.filter(({descriptor}) => descriptor?.id === 'broken-check').length
  const unknown = notifications.filter(({message}) => message.text?.startsWith('Could not look')).length
  const told = {failed: rules.length - waived, waived, broke, unknown}
  return {
    verdict: verdict.toUpperCase(),
    // What passed has no result: the properties tell of it.
    counts: {...told, passed: counts.pass, 'not applicable': counts.notApplicable},
    coverage: [String(coverage.judged), String(coverage.total)],
  }
}

function toldByJunit(report: Report): Told {
  const text = junit.render(report, options)
  const number = (pattern: RegExp) => text.match(pattern)?.length ?? 0
  const cases = number(/<testcase /g)
  const outcomes = {
    failed: number(/<failure /g),
    waived: number(/<skipped message="Waived/g),
    broke: number(/<error /g),
    unknown: number(/<skipped message="Could not look/g),
    'not applicable': number(/<skipped message="Not applicable/g),
  }
  const passed = cases - Object.values(outcomes).reduce((sum, each) => sum + each, 0)
  return {
    verdict: (/name="verdict" value="(\w+)"/.exec(text)?.[1] ?? '').toUpperCase(),
    counts: {...outcomes, passed},
    coverage: coverageIn(text),
  }
}

function toldByHtml(report: Report): Told {
  const text = html.render(report, options).replace(/<script>[\s\S]*|<style>[\s\S]*<\/style>/g, '')
  const listed = (status: string) => text.match(new RegExp(`data-status="${status}"`, 'g'))?.length ?? 0
  const tally = [...text.matchAll(/<b>(\d+)<\/b> ([a-z ]+)</g)]
  const counts = {failed: 0, waived: 0, broke: 0, unknown: 0, passed: 0, 'not applicable': 0}
  const lists = {
    failed: listed('fail'),
    waived: listed('waived'),
    broke: listed('error'),
    unknown: listed('unknown'),
    passed: listed('pass'),
    'not applicable': listed('not-applicable'),
  }
  const told = {...counts, ...Object.fromEntries(tally.map(([, number, name]) => [name ?? '', Number(number)]))}
  expect(lists).toEqual(told)
  return {
    verdict: (/class="verdict (\w+)"/.exec(text)?.[1] ?? '').toUpperCase(),
    counts: told,
    coverage: coverageIn(text),
  }
}

function toldByGithub(report: Report): Omit<Told, 'counts'> {
  const text = github.render(report, options)
  return {verdict: /^([A-Z]+) {2}/m.exec(text)?.[1] ?? '', coverage: coverageIn(text)}
}

/** Without what the formats put around text and into it. */
function unescaped(text: string): string {
  return text
    .replace(/&(?:quot|#34);/g, '"')
    .replace(/&(?:apos|#39);/g, "'")
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')
    .replace(/\\(?=[!-/:-@[-`{-~])/g, '')
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
