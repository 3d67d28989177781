import {table} from 'table'
import type {AnyCheck} from '../model/check.ts'

/** The list of checks for people and programs. */
export function catalogue(
  checks: readonly AnyCheck[],
  format: 'table' | 'markdown' | 'json',
  {width}: {readonly width: number},
): string {
  if (format === 'json') return `${JSON.stringify(checks.map(rowOf), null, 2)}\n`
  if (format === 'markdown') {
    const rows = checks.map(
      check => `| ${check.area} | \`${check.id}\` | ${check.severity} | ${check.sources.join(', ')} | ${check.title} |`,
    )
    return ['| area | check | severity | judged | passes when |', '|---|---|---|---|---|', ...rows, ''].join('\n')
  }
  const rows = checks.map(check => [check.area, check.id, check.severity, check.title])
  const fixed = [0, 1, 2].map(column => Math.max(...rows.map(row => row[column]?.length ?? 0)))
  // Three separators of two columns; the title takes what is left.
  const left = Math.max(20, width - fixed.reduce((sum, columns) => sum + columns, 0) - 3 * 2)
  return table(rows, {
    border: {bodyLeft: '', bodyRight: '', bodyJoin: '', joinBody: '', joinLeft: '', joinRight: '', joinJoin: ''},
    columnDefault: {paddingLeft: 0, paddingRight: 0},
    columns: [...fixed.map(columns => ({width: columns, paddingRight: 2})), {width: left, wrapWord: true}],
    drawHorizontalLine: () => false,
  }).replace(/ +$/gm, '')
}

function rowOf(check: AnyCheck) {
  const {id, area, title, severity, sources, requirements} = check
  return {
    check: id,
    ...(check.pack === undefined ? {} : {pack: check.pack}),
    area,
    title,
    severity,
    sources,
    requirements,
    facts: [...check.needs, ...(check.uses ?? [])],
    page: check.remedy.url,
  }
}
