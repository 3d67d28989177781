/** A table row; the cells are Markdown already. */
export function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}

/** The line under a table's head: the first columns are words, the numbers behind them stand to the right. */
export function rule(words: number, numbers = 0): string {
  return row([...Array<string>(words).fill('---'), ...Array<string>(numbers).fill('--:')])
}
