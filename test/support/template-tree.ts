/*
 * A template as a tree of plain values, in which a function call (`!Ref X`) and a comment are nodes of their own. The
 * builder makes such a tree, a test may change it, and `template-writer.ts` writes it as YAML or as JSON.
 */

export type Tree = string | number | boolean | Call | Commented | Tree[] | TreeMap

export interface TreeMap {
  [key: string]: Tree
}

/** A CloudFormation function by its short name: `Ref`, `GetAtt`, `Sub`, `If`, … */
export class Call {
  readonly name: string
  argument: Tree

  constructor(name: string, argument: Tree) {
    this.name = name
    this.argument = argument
  }
}

/** A value with what a person should know about it; paths lead through it. */
export class Commented {
  readonly comment: string
  value: Tree

  constructor(comment: string, value: Tree) {
    this.comment = comment
    this.value = value
  }
}

export const ref = (name: string): Call => new Call('Ref', name)
export const attribute = (logicalId: string, name: string): Call => new Call('GetAtt', `${logicalId}.${name}`)
export const sub = (text: string): Call => new Call('Sub', text)
export const base64 = (value: Tree): Call => new Call('Base64', value)
export const choose = (condition: string, yes: Tree, no: Tree): Call => new Call('If', [condition, yes, no])
export const equals = (one: Tree, other: Tree): Call => new Call('Equals', [one, other])
export const not = (condition: Tree): Call => new Call('Not', [condition])
export const either = (conditions: Tree[]): Call => new Call('Or', conditions)
export const join = (separator: string, parts: Tree[]): Call => new Call('Join', [separator, parts])
export const part = (index: number, separator: string, of: Tree): Call =>
  new Call('Select', [index, new Call('Split', [separator, of])])
export const lookUp = (mapping: string, key: Tree, name: string): Call => new Call('FindInMap', [mapping, key, name])
export const because = (comment: string, value: Tree): Commented => new Commented(comment, value)

/** The resource's name in the stack, made unique by a part of the stack's UUID: 8 hex digits, or 12. */
export function uniqueName(prefix: string, digits: 8 | 12): Call {
  const uuid = part(2, '/', ref('AWS::StackId'))
  return join('-', [prefix, part(digits === 8 ? 0 : 4, '-', uuid)])
}

type Path = readonly (string | number)[]

/** What stands at a path of keys and list positions; undefined where nothing does. */
export function at(tree: Tree, path: Path): Tree | undefined {
  return path.reduce<Tree | undefined>((node, step) => childOf(bare(node), step), tree)
}

/** Sets the value at a path whose parent is there; throws where it is not. */
export function setAt(tree: Tree, path: Path, value: Tree): void {
  const {parent, step} = parentOf(tree, path)
  if (Array.isArray(parent) && typeof step === 'number') parent[step] = value
  else if (isMap(parent)) parent[step] = value
  else throw new RangeError(`Nothing to set at ${path.join('.')}`)
}

/** Removes what stands at a path; throws where nothing does. */
export function removeAt(tree: Tree, path: Path): void {
  const {parent, step} = parentOf(tree, path)
  if (childOf(parent, step) === undefined) throw new RangeError(`Nothing to remove at ${path.join('.')}`)
  if (Array.isArray(parent)) parent.splice(Number(step), 1)
  else if (isMap(parent)) delete parent[step]
}

/** A value without the comments around it. */
export function bare(tree: Tree | undefined): Tree | undefined {
  return tree instanceof Commented ? bare(tree.value) : tree
}

export function isMap(tree: Tree | undefined): tree is TreeMap {
  return typeof tree === 'object' && !Array.isArray(tree) && !(tree instanceof Call) && !(tree instanceof Commented)
}

function parentOf(tree: Tree, path: Path): {readonly parent: Tree | undefined; readonly step: string | number} {
  const step = path.at(-1)
  if (step === undefined) throw new RangeError('An empty path names no place')
  return {parent: bare(at(tree, path.slice(0, -1))), step}
}

function childOf(tree: Tree | undefined, step: string | number): Tree | undefined {
  if (Array.isArray(tree)) return tree[Number(step)]
  return isMap(tree) && Object.hasOwn(tree, step) ? tree[step] : undefined
}
