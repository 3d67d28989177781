import type {Shape} from './catalogue.ts'
import {scalarOf, timestampFormat} from './scalar.ts'
import type {Plain} from './wire.ts'

/** The keys of a form as the tree that their dots make. */
interface Branch {
  value: string | undefined
  readonly children: Map<string, Branch>
}

/** The input of a query protocol from its form: `Filter.1.Value.2=x`. */
export function readQuery(shape: Shape, form: URLSearchParams, ec2: boolean): Plain {
  const root: Branch = {value: undefined, children: new Map()}
  for (const [key, value] of form) {
    if (key === 'Action' || key === 'Version') continue
    let branch = root
    for (const step of key.split('.')) {
      const next = branch.children.get(step) ?? {value: undefined, children: new Map()}
      branch.children.set(step, next)
      branch = next
    }
    branch.value = value
  }
  return shape.isStructSchema() ? struct(shape, root, ec2) : {}
}

function struct(shape: Shape, branch: Branch, ec2: boolean): Plain {
  const value: Record<string, unknown> = {}
  for (const [name, member] of shape.structIterator()) {
    const child = branch.children.get(keyOf(member, name, ec2))
    if (child !== undefined) value[name] = read(member, child, ec2)
  }
  return value
}

/** EC2 has names of its own for queries; without one it writes the XML name with a capital. */
function keyOf(member: Shape, name: string, ec2: boolean): string {
  const {ec2QueryName, xmlName} = member.getMergedTraits()
  const plain = xmlName ?? name
  if (!ec2) return plain
  return typeof ec2QueryName === 'string' ? ec2QueryName : plain.charAt(0).toUpperCase() + plain.slice(1)
}

function read(shape: Shape, branch: Branch, ec2: boolean): unknown {
  if (shape.isListSchema()) {
    const item = shape.getValueSchema()
    const flat = ec2 || shape.getMergedTraits().xmlFlattened
    const items = flat ? branch : branch.children.get(item.getMergedTraits().xmlName ?? 'member')
    return ordered(items).map(one => read(item, one, ec2))
  }
  if (shape.isMapSchema()) {
    const entries = shape.getMergedTraits().xmlFlattened ? branch : branch.children.get('entry')
    return Object.fromEntries(ordered(entries).map(entry => entryOf(shape, entry, ec2)))
  }
  if (shape.isStructSchema()) return struct(shape, branch, ec2)
  return scalarOf(shape, branch.value ?? '', timestampFormat.dateTime)
}

function entryOf(map: Shape, entry: Branch, ec2: boolean): readonly [string, unknown] {
  const valueShape = map.getValueSchema()
  const key = entry.children.get(map.getKeySchema().getMergedTraits().xmlName ?? 'key')
  const value = entry.children.get(valueShape.getMergedTraits().xmlName ?? 'value')
  return [key?.value ?? '', value && read(valueShape, value, ec2)]
}

function ordered(branch: Branch | undefined): readonly Branch[] {
  return [...(branch?.children ?? [])].sort(([one], [other]) => Number(one) - Number(other)).map(([, child]) => child)
}
