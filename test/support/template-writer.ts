import {Document, type Node, Pair, Scalar, YAMLMap, YAMLSeq} from 'yaml'
import {bare, Call, Commented, isMap, type Tree, type TreeMap} from './template-tree.ts'

/** The template as YAML with short forms, comments, and a blank line before each resource, parameter and section. */
export function yamlText(template: TreeMap): string {
  const document = new Document(null, {compat: 'yaml-1.1'})
  const root = mapNode(template)
  setApart(root)
  for (const {key, value} of root.items) {
    if (['Parameters', 'Resources'].includes(key.value) && value instanceof YAMLMap) setApart(value as KeyedMap)
  }
  document.contents = root
  return document.toString({lineWidth: 0, singleQuote: true, flowCollectionPadding: false})
}

/** The same template as JSON, which knows long forms only and no comments. */
export function jsonText(template: TreeMap): string {
  return `${JSON.stringify(longForm(template), null, 2)}\n`
}

interface KeyedMap extends YAMLMap {
  items: Pair<Scalar<string>, Node>[]
}

/** A blank line between the entries. */
function setApart(map: KeyedMap): void {
  for (const {key} of map.items.slice(1)) key.spaceBefore = true
}

function mapNode(map: TreeMap): KeyedMap {
  const node = new YAMLMap() as KeyedMap
  for (const [name, value] of Object.entries(map)) {
    const key = new Scalar(name)
    if (value instanceof Commented) key.commentBefore = commentText(value)
    node.items.push(new Pair(key, nodeOf(value)))
  }
  return node
}

function nodeOf(tree: Tree): Node {
  if (tree instanceof Commented) return nodeOf(tree.value)
  if (tree instanceof Call) {
    const node = nodeOf(tree.argument)
    if (node instanceof YAMLSeq) node.flow = fitsOnLine(tree.argument)
    node.tag = `!${tree.name}`
    // Two short forms in a row are no YAML: the outer one is written long.
    return tree.argument instanceof Call ? mapNode({[longName(tree.name)]: tree.argument}) : node
  }
  if (Array.isArray(tree)) return listNode(tree)
  if (isMap(tree)) return mapNode(tree)
  const scalar = new Scalar(tree)
  if (typeof tree === 'string' && tree.includes('\n')) scalar.type = Scalar.BLOCK_LITERAL
  return scalar
}

function listNode(list: readonly Tree[]): YAMLSeq {
  const node = new YAMLSeq()
  for (const item of list) {
    const child = nodeOf(item)
    if (item instanceof Commented) child.commentBefore = commentText(item)
    node.items.push(child)
  }
  node.flow = list.every(item => typeof item !== 'object') && fitsOnLine([...list])
  return node
}

function commentText({comment}: Commented): string {
  return comment
    .split('\n')
    .map(line => ` ${line}`)
    .join('\n')
}

/** Short enough, and without anything that only a block can show. */
function fitsOnLine(tree: Tree): boolean {
  const width = lengthOf(tree)
  return width !== null && width <= 90
}

function lengthOf(tree: Tree): number | null {
  if (tree instanceof Commented || isMap(tree)) return null
  if (tree instanceof Call) {
    const width = lengthOf(tree.argument)
    return width === null || tree.argument instanceof Call ? null : width + tree.name.length + 2
  }
  if (!Array.isArray(tree)) return String(tree).includes('\n') ? null : String(tree).length
  const widths = tree.map(lengthOf)
  return widths.includes(null) ? null : widths.reduce<number>((sum, width) => sum + (width ?? 0) + 2, 0)
}

function longForm(tree: Tree): unknown {
  const plain = bare(tree)
  if (plain instanceof Call) {
    const argument = longForm(plain.argument)
    if (plain.name !== 'GetAtt' || typeof argument !== 'string') return {[longName(plain.name)]: argument}
    const dot = argument.indexOf('.')
    return {'Fn::GetAtt': [argument.slice(0, dot), argument.slice(dot + 1)]}
  }
  if (Array.isArray(plain)) return plain.map(longForm)
  return isMap(plain) ? Object.fromEntries(Object.entries(plain).map(([key, value]) => [key, longForm(value)])) : plain
}

function longName(name: string): string {
  return name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`
}
