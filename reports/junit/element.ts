import XMLBuilder from 'fast-xml-builder'
import {visible} from '../escape/visible.ts'

/** An element with its attributes, and with children or lines of text. Names are ours, everything else may be a stranger's. */
export interface Element {
  readonly name: string
  readonly attributes: Readonly<Record<string, string | number>>
  readonly children?: readonly Element[]
  readonly lines?: readonly string[]
}

const builder = new XMLBuilder({
  // Children in the order given: consumers that know the schema of JUnit rely on it.
  preserveOrder: true,
  ignoreAttributes: false,
  // A value of `true` is text, not an attribute without a value, which XML does not have.
  suppressBooleanAttributes: false,
  suppressEmptyNode: true,
  format: true,
})

/**
 * XML 1.0 has no way to write control characters, lone surrogates, U+FFFE or U+FFFF, not even escaped: they are made visible.
 * What means something in XML is escaped by the builder.
 */
export function xmlDocument(root: Element): string {
  const declaration = {'?xml': [{'#text': ''}], ':@': {'@_version': '1.0', '@_encoding': 'UTF-8'}}
  return `${builder.build([declaration, node(root)]).trim()}\n`
}

function node({name, attributes, children = [], lines = []}: Element): object {
  const shown = Object.entries(attributes).map(([key, value]) => [`@_${key}`, visible(String(value))])
  const inside = lines.length > 0 ? [{'#text': lines.map(visible).join('\n')}] : children.map(node)
  return {[name]: inside, ':@': Object.fromEntries(shown)}
}
