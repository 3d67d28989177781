import type {Shape} from './catalogue.ts'
import {textOf, timestampFormat} from './scalar.ts'
import {entriesOf, isPlain, listOf, type Plain} from './wire.ts'

/** Characters that a parser would take for markup, or change: a bare carriage return becomes a line feed. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"\r]/g, character => `&#x${character.charCodeAt(0).toString(16).toUpperCase()};`)
}

export function element(tag: string, content: string, attributes = ''): string {
  return content === '' ? `<${tag}${attributes}/>` : `<${tag}${attributes}>${content}</${tag}>`
}

/** The members of a structure one after another; those of `skip` travel elsewhere. */
export function membersXml(shape: Shape, value: Plain, skip: (member: Shape) => boolean = () => false): string {
  let text = ''
  for (const [name, member] of shape.structIterator()) {
    const item = value[name]
    if (item === undefined || item === null || skip(member)) continue
    if (member.getMergedTraits().xmlAttribute) continue
    text += memberXml(member.getMemberTraits().xmlName ?? name, member, item)
  }
  return text
}

function memberXml(tag: string, shape: Shape, value: unknown): string {
  if (!shape.getMergedTraits().xmlFlattened) return valueXml(tag, shape, value)
  if (shape.isListSchema()) {
    const item = shape.getValueSchema()
    return present(listOf(value)).reduce<string>((text, one) => text + valueXml(tag, item, one), '')
  }
  return entriesOf(value).reduce((text, entry) => text + entryXml(tag, shape, entry), '')
}

export function valueXml(tag: string, shape: Shape, value: unknown): string {
  if (shape.isListSchema()) {
    const item = shape.getValueSchema()
    const name = item.getMergedTraits().xmlName ?? 'member'
    const content = present(listOf(value)).map(one => valueXml(name, item, one))
    return element(tag, content.join(''))
  }
  if (shape.isMapSchema()) {
    return element(
      tag,
      entriesOf(value)
        .map(entry => entryXml('entry', shape, entry))
        .join(''),
    )
  }
  if (shape.isStructSchema()) {
    return isPlain(value) ? element(tag, membersXml(shape, value), attributesOf(shape, value)) : element(tag, '')
  }
  return element(tag, escapeXml(textOf(shape, value, timestampFormat.dateTime)))
}

function entryXml(tag: string, map: Shape, [key, value]: readonly [string, unknown]): string {
  const [keyShape, valueShape] = [map.getKeySchema(), map.getValueSchema()]
  const keyTag = keyShape.getMergedTraits().xmlName ?? 'key'
  const valueTag = valueShape.getMergedTraits().xmlName ?? 'value'
  return element(tag, valueXml(keyTag, keyShape, key) + valueXml(valueTag, valueShape, value))
}

/** Only S3's grantees have attributes, with the namespace that they need. */
function attributesOf(shape: Shape, value: Plain): string {
  let text = ''
  const [prefix, uri] = shape.getMergedTraits().xmlNamespace ?? []
  if (uri !== undefined) text += ` xmlns${prefix ? `:${prefix}` : ''}="${escapeXml(uri)}"`
  for (const [name, member] of shape.structIterator()) {
    const traits = member.getMergedTraits()
    const item = value[name]
    if (!traits.xmlAttribute || item === undefined || item === null) continue
    text += ` ${traits.xmlName ?? name}="${escapeXml(textOf(member, item, timestampFormat.dateTime))}"`
  }
  return text
}

function present(list: readonly unknown[]): readonly unknown[] {
  return list.filter(item => item !== undefined && item !== null)
}
