import {createHash} from 'node:crypto'
import type {DocumentNode} from './document.ts'

/**
 * SHA-256 of what a template says, in hex: the same for YAML and JSON, however it is quoted, indented, commented and
 * ordered. Two templates with one digest deploy the same stack.
 */
export function templateDigest(root: DocumentNode): string {
  const hash = createHash('sha256')
  feed(root, text => hash.update(text))
  return hash.digest('hex')
}

function feed(node: DocumentNode, write: (text: string) => void): void {
  switch (node.kind) {
    case 'scalar':
      return write(JSON.stringify(node.text))
    case 'list':
      write('[')
      for (const item of node.items) {
        feed(item, write)
        write(',')
      }
      return write(']')
    case 'map':
      write('{')
      for (const [key, entry] of [...node.entries].toSorted(([one], [other]) => (one < other ? -1 : 1))) {
        write(`${JSON.stringify(key)}:`)
        feed(entry.value, write)
        write(',')
      }
      return write('}')
  }
}
