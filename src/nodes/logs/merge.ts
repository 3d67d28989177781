import type {SourceFile, SourceLine, Window} from './source-file.ts'

export interface MergedLine extends SourceLine {
  readonly file: SourceFile
}

interface Head {
  readonly file: SourceFile
  readonly order: number
  readonly lines: Iterator<SourceLine>
  line: SourceLine
}

/**
 * All lines of all sources in the order of their times; of equal ones, in the order of the sources. A line without a time follows
 * the one before it at once. Of each source one block is in memory.
 */
export function* merged(files: readonly SourceFile[], window: Window): Generator<MergedLine> {
  const heap: Head[] = []
  for (const [order, file] of files.entries()) {
    const lines = file.read(window)
    const first = lines.next()
    if (first.done !== true) push(heap, {file, order, lines, line: first.value})
  }
  for (let head = pop(heap); head !== undefined; head = pop(heap)) {
    for (;;) {
      yield {...head.line, file: head.file}
      const next = head.lines.next()
      if (next.done === true) break
      head.line = next.value
      if (next.value.own === null) continue
      push(heap, head)
      break
    }
  }
}

function before(one: Head, other: Head): boolean {
  if (one.line.at !== other.line.at) return one.line.at < other.line.at
  return one.order < other.order
}

function push(heap: Head[], head: Head): void {
  let at = heap.push(head) - 1
  while (at > 0) {
    const above = (at - 1) >> 1
    const parent = heap[above]
    if (parent === undefined || before(parent, head)) break
    heap[at] = parent
    at = above
  }
  heap[at] = head
}

function pop(heap: Head[]): Head | undefined {
  const [top] = heap
  const last = heap.pop()
  if (last === undefined || heap.length === 0) return top
  let at = 0
  for (;;) {
    const [left, right] = [heap[2 * at + 1], heap[2 * at + 2]]
    if (left === undefined) break
    const [index, child] = right !== undefined && before(right, left) ? [2 * at + 2, right] : [2 * at + 1, left]
    if (!before(child, last)) break
    heap[at] = child
    at = index
  }
  heap[at] = last
  return top
}
