/** Lines and columns of offsets into a text, both from 1, columns in UTF-16 units. A line ends behind its `\n`. */
export function linesOf(text: string): (offset: number) => {readonly line: number; readonly column: number} {
  const starts = [0]
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) starts.push(end + 1)
  return offset => {
    let [first, behind] = [0, starts.length]
    while (behind - first > 1) {
      const middle = (first + behind) >> 1
      if ((starts[middle] ?? 0) <= offset) first = middle
      else behind = middle
    }
    return {line: first + 1, column: offset - (starts[first] ?? 0) + 1}
  }
}
