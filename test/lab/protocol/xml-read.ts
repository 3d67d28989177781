import type {Shape} from './catalogue.ts'
import {scalarOf, timestampFormat} from './scalar.ts'
import type {Plain} from './wire.ts'

/** An element of a request's body. */
export interface XmlElement {
  readonly tag: string
  readonly attributes: ReadonlyMap<string, string>
  readonly children: readonly XmlElement[]
  readonly text: string
}

type Growing = Omit<XmlElement, 'children' | 'text'> & {readonly children: XmlElement[]; text: string}

/** Reads what SDK clients write: elements, attributes and text, no DTD, no CDATA, no processing but the first line. */
export function parseXml(source: string): XmlElement {
  const root: Growing = {tag: '', attributes: new Map(), children: [], text: ''}
  const open = [root]
  for (const [, close, tag, attributes = '', alone, text] of source.matchAll(
    /<\?[^>]*\?>|<(\/?)([\w:.-]+)([^>]*?)(\/?)>|([^<]+)/g,
  )) {
    const parent = open.at(-1)
    if (parent === undefined) throw new SyntaxError('More elements end than began')
    if (text !== undefined) parent.text += unescapeXml(text)
    if (tag === undefined) continue
    if (close === '/') {
      if (parent.tag !== tag) throw new SyntaxError(`</${tag}> ends <${parent.tag}>`)
      open.pop()
      continue
    }
    const child: Growing = {tag, attributes: attributesOf(attributes), children: [], text: ''}
    parent.children.push(child)
    if (alone !== '/') open.push(child)
  }
  const [only] = root.children
  if (only === undefined || open.length !== 1) throw new SyntaxError('The XML is not whole')
  return only
}

export function structFromXml(shape: Shape, source: XmlElement): Plain {
  const value: Record<string, unknown> = {}
  for (const [name, member] of shape.structIterator()) {
    const tag = member.getMemberTraits().xmlName ?? name
    if (member.getMergedTraits().xmlAttribute) {
      const text = source.attributes.get(tag)
      if (text !== undefined) value[name] = scalarOf(member, text, timestampFormat.dateTime)
      continue
    }
    const found = source.children.filter(child => child.tag === tag)
    const [first] = found
    if (first === undefined) continue
    value[name] = member.getMergedTraits().xmlFlattened ? collectionOf(member, found) : valueFromXml(member, first)
  }
  return value
}

export function valueFromXml(shape: Shape, source: XmlElement): unknown {
  if (shape.isListSchema() || shape.isMapSchema()) {
    const tag = shape.isMapSchema() ? 'entry' : (shape.getValueSchema().getMergedTraits().xmlName ?? 'member')
    return collectionOf(
      shape,
      source.children.filter(child => child.tag === tag),
    )
  }
  return shape.isStructSchema() ? structFromXml(shape, source) : scalarOf(shape, source.text, timestampFormat.dateTime)
}

function collectionOf(shape: Shape, items: readonly XmlElement[]): unknown {
  const valueShape = shape.getValueSchema()
  if (shape.isListSchema()) return items.map(item => valueFromXml(valueShape, item))
  const keyTag = shape.getKeySchema().getMergedTraits().xmlName ?? 'key'
  const valueTag = valueShape.getMergedTraits().xmlName ?? 'value'
  return Object.fromEntries(
    items.map(item => {
      const key = item.children.find(({tag}) => tag === keyTag)
      const value = item.children.find(({tag}) => tag === valueTag)
      return [key?.text ?? '', value && valueFromXml(valueShape, value)]
    }),
  )
}

function attributesOf(source: string): ReadonlyMap<string, string> {
  return new Map(
    [...source.matchAll(/([\w:.-]+)\s*=\s*"([^"]*)"/g)].map(([, name = '', value = '']) => [name, unescapeXml(value)]),
  )
}

const named: Readonly<Record<string, string>> = {lt: '<', gt: '>', amp: '&', quot: '"', apos: "'"}

function unescapeXml(text: string): string {
  return text.replace(/&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi, (whole, hex?: string, decimal?: string, name?: string) => {
    if (name !== undefined) return named[name] ?? whole
    return String.fromCodePoint(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16))
  })
}
