import type {Comparison} from '../../src/model/comparison.ts'
import {jsonDocument} from '../escape/json.ts'
import type {RenderOptions} from '../format.ts'
import {comparisonMarkdown} from './markdown.ts'
import {comparisonTable} from './table.ts'

/** A comparison in one of its formats. */
export function renderComparison(
  comparison: Comparison,
  format: 'table' | 'markdown' | 'json',
  options: RenderOptions,
): string {
  if (format === 'json') return `${jsonDocument(comparison)}\n`
  return format === 'table' ? comparisonTable(comparison, options) : comparisonMarkdown(comparison)
}
