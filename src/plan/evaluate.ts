import type {Location} from '../model/subject.ts'
import {partitionOf} from '../openvidu/partitions.ts'
import type {DocumentNode, ListNode, ScalarNode} from './document.ts'
import type {GivenParameter} from './parameters.ts'
import {functionOf, substitution} from './references.ts'
import {scalarText, type Template, type TemplateResource} from './template.ts'
import {
  attributeName,
  items,
  sketchOf,
  type TextValue,
  text,
  type UnresolvedValue,
  unresolved,
  type Value,
} from './value.ts'

/** Known only where the user told them; the rest AWS makes up. */
export interface PseudoValues {
  readonly region: string | null
  readonly stackName: string | null
}

/** Three-valued truth of a condition, after Kleene. */
export type Truth = true | false | {readonly because: string}

/** Conditions that refer to conditions; the official templates reach one. Far from the end of the stack. */
const conditionDepthLimit = 200

/**
 * Partial evaluator of a template: every expression is resolved, or unresolved because of something that only AWS,
 * another stack or the time of deployment knows. Total over templates that `checkReferences` accepted.
 */
export class Evaluator {
  readonly #template: Template
  readonly #parameters: ReadonlyMap<string, GivenParameter>
  readonly #pseudo: PseudoValues
  readonly #truths = new Map<string, Truth>()
  #depth = 0

  constructor(template: Template, parameters: ReadonlyMap<string, GivenParameter>, pseudo: PseudoValues) {
    this.#template = template
    this.#parameters = parameters
    this.#pseudo = pseudo
  }

  /** Whether a resource will be made. */
  made(resource: TemplateResource): Truth {
    return resource.condition === null ? true : this.condition(resource.condition)
  }

  condition(name: string): Truth {
    const known = this.#truths.get(name)
    if (known !== undefined) return known
    const node = this.#template.conditions.get(name)
    if (node === undefined) return {because: `there is no condition ${name}`}
    if (this.#depth >= conditionDepthLimit) return {because: 'conditions refer to each other too deeply'}
    this.#depth += 1
    const truth = this.#truth(node)
    this.#depth -= 1
    this.#truths.set(name, truth)
    return truth
  }

  value(node: DocumentNode): Value {
    if (node.kind === 'scalar') return text(node.text, node.at)
    if (node.kind === 'list') return {kind: 'list', items: node.items.map(item => this.value(item)), at: node.at}
    const call = functionOf(node)
    if (call !== null && call.name !== 'Condition') return this.#call(call.name, call.argument, node.at)
    const entries = new Map<string, Value>()
    for (const [key, entry] of node.entries) entries.set(key, this.value(entry.value))
    return {kind: 'map', entries, at: node.at}
  }

  #call(name: string, argument: DocumentNode, at: Location): Value {
    switch (name) {
      case 'Ref':
        return this.#ref(scalarText(argument) ?? '', at)
      case 'Fn::GetAtt':
        return this.#getAtt(argument, at)
      case 'Fn::If':
        return this.#if(argument, at)
      case 'Fn::Sub':
        return this.#sub(argument, at)
      case 'Fn::Join':
        return this.#withList(argument, at, ([separator, list]) => this.#join(separator, list, at))
      case 'Fn::Split':
        return this.#withList(argument, at, ([separator, source]) => split(separator, source, at))
      case 'Fn::Select':
        return this.#withList(argument, at, ([index, list]) => select(index, list, at))
      case 'Fn::FindInMap':
        return this.#findInMap(argument, at)
      case 'Fn::Base64':
        return onText(this.value(argument), at, value => Buffer.from(value, 'utf8').toString('base64'))
      case 'Fn::Length':
        return onList(this.value(argument), at, list => text(String(list.length), at))
      case 'Fn::ToJsonString':
        return toJsonString(this.value(argument), at)
      case 'Fn::Cidr':
        return this.#withList(argument, at, ([block, count, bits]) => cidr(block, count, bits, at))
      case 'Fn::GetAZs':
        return unresolved('the Availability Zones are known to AWS only', at)
      case 'Fn::ImportValue':
        return unresolved('another stack exports it', at)
      case 'Fn::Equals':
      case 'Fn::And':
      case 'Fn::Or':
      case 'Fn::Not': {
        const truth = this.#truthOf(name, argument)
        return typeof truth === 'boolean' ? text(String(truth), at) : unresolved(truth.because, at)
      }
      default:
        return unresolved(`${name} is computed when the stack is deployed`, at)
    }
  }

  #ref(name: string, at: Location): Value {
    if (name.startsWith('AWS::')) return this.#pseudoParameter(name, at)
    const parameter = this.#parameters.get(name)
    if (parameter === undefined) return {kind: 'attribute', logicalId: name, attribute: null, at}
    return parameterValue(parameter)
  }

  #pseudoParameter(name: string, at: Location): Value {
    const {region, stackName} = this.#pseudo
    switch (name) {
      case 'AWS::NoValue':
        return {kind: 'nothing', at}
      case 'AWS::Region':
        return region === null ? unresolved('the region is not given (--region)', at, `\${${name}}`) : text(region, at)
      case 'AWS::StackName':
        return stackName === null
          ? unresolved('the stack name is not given (--stack-name)', at, `\${${name}}`)
          : text(stackName, at)
      case 'AWS::Partition':
        return region === null
          ? unresolved('the region is not given (--region)', at, `\${${name}}`)
          : text(partitionOf(region), at)
      case 'AWS::URLSuffix':
        if (region === null) return unresolved('the region is not given (--region)', at, `\${${name}}`)
        return text(partitionOf(region) === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com', at)
      default:
        return unresolved(`${name} is known once the stack exists`, at, `\${${name}}`)
    }
  }

  #getAtt(argument: DocumentNode, at: Location): Value {
    if (argument.kind !== 'list') return unresolved('Fn::GetAtt of a computed name', at)
    const logicalId = scalarText(argument.items[0])
    const attribute = argument.items[1] === undefined ? null : asLiteral(this.value(argument.items[1]))
    if (logicalId === null || attribute === null) return unresolved('Fn::GetAtt of a computed name', at)
    return {kind: 'attribute', logicalId, attribute, at}
  }

  #if(argument: DocumentNode, at: Location): Value {
    if (argument.kind !== 'list') return unresolved('Fn::If of a computed list', at)
    const [condition, yes, no] = argument.items
    if (condition === undefined || yes === undefined || no === undefined) return unresolved('Fn::If lacks a branch', at)
    const truth = this.condition(scalarText(condition) ?? '')
    if (truth === true) return this.value(yes)
    if (truth === false) return this.value(no)
    // Where both branches come to the same, the condition doesn't matter.
    const [one, other] = [this.value(yes), this.value(no)]
    return sameValue(one, other) ? one : unresolved(truth.because, at)
  }

  #sub(argument: DocumentNode, at: Location): Value {
    const [source, own] = argument.kind === 'list' ? argument.items : [argument]
    const template = source?.kind === 'scalar' ? source.text : ''
    const variables = own === undefined ? undefined : this.value(own)
    const parts: Value[] = []
    let from = 0
    for (const match of template.matchAll(substitution)) {
      parts.push(text(template.slice(from, match.index), at))
      from = match.index + match[0].length
      parts.push(this.#substituted(match[1] ?? '', variables, at))
    }
    parts.push(text(template.slice(from), at))
    return concatenate(parts, '', at)
  }

  #substituted(inner: string, variables: Value | undefined, at: Location): Value {
    if (inner.startsWith('!')) return text(`\${${inner.slice(1)}}`, at)
    const name = inner.trim()
    const own = variables?.kind === 'map' ? variables.entries.get(name) : undefined
    if (own !== undefined) return own
    const dot = name.indexOf('.')
    if (dot < 0) return this.#ref(name, at)
    return {kind: 'attribute', logicalId: name.slice(0, dot), attribute: name.slice(dot + 1), at}
  }

  #join(separator: Value | undefined, list: Value | undefined, at: Location): Value {
    if (separator?.kind !== 'text') return unresolved('Fn::Join with a computed separator', at)
    if (list?.kind !== 'list') return list?.kind === 'unresolved' ? list : unresolved(notAList(list), at)
    return concatenate(items(list), separator.text, at)
  }

  #findInMap(argument: DocumentNode, at: Location): Value {
    if (argument.kind !== 'list') return unresolved('Fn::FindInMap of a computed list', at)
    const [map, top, second, options] = argument.items.map(item => this.value(item))
    const path: string[] = []
    for (const key of [map, top, second]) {
      const literal = key === undefined ? null : asLiteral(key)
      if (literal === null)
        return unresolved(
          key?.kind === 'unresolved' ? key.because : 'Fn::FindInMap with a key known at deploy time',
          at,
        )
      path.push(literal)
    }
    const [name = '', ...keys] = path
    let node: DocumentNode | undefined = this.#template.mappings.get(name)
    for (const key of keys) node = node?.kind === 'map' ? node.entries.get(key)?.value : undefined
    if (node !== undefined) return this.value(node)
    const fallback = options?.kind === 'map' ? options.entries.get('DefaultValue') : undefined
    return fallback ?? unresolved(`the mapping ${name} has no ${keys.join(', ')}`, at)
  }

  #withList(argument: DocumentNode, at: Location, then: (parts: readonly Value[]) => Value): Value {
    const list: Value = argument.kind === 'list' ? this.#items(argument) : this.value(argument)
    if (list.kind === 'list') return then(list.items)
    return list.kind === 'unresolved' ? list : unresolved(notAList(list), at)
  }

  #items(node: ListNode): Value {
    return {kind: 'list', items: node.items.map(item => this.value(item)), at: node.at}
  }

  #truth(node: DocumentNode): Truth {
    const call = functionOf(node)
    if (call === null) return this.#literalTruth(node)
    if (call.name === 'Condition') return this.condition(scalarText(call.argument) ?? '')
    return this.#truthOf(call.name, call.argument)
  }

  #literalTruth(node: DocumentNode): Truth {
    const literal = (node as ScalarNode).text
    return literal === 'true' ? true : literal === 'false' ? false : {because: 'a condition that is no function'}
  }

  #truthOf(name: string, argument: DocumentNode): Truth {
    const parts = argument.kind === 'list' ? argument.items : []
    switch (name) {
      case 'Fn::Equals':
        return equal(parts.map(part => this.value(part)))
      case 'Fn::Not': {
        const truth = parts[0] === undefined ? {because: 'Fn::Not of nothing'} : this.#truth(parts[0])
        return typeof truth === 'boolean' ? !truth : truth
      }
      case 'Fn::And':
        return this.#kleene(parts, false)
      case 'Fn::Or':
        return this.#kleene(parts, true)
      default:
        return {because: `${name} is no condition function`}
    }
  }

  /** And decides on the first false, Or on the first true, even where another part is unresolved. */
  #kleene(parts: readonly DocumentNode[], decisive: boolean): Truth {
    let open: Truth | null = null
    for (const part of parts) {
      const truth = this.#truth(part)
      if (truth === decisive) return decisive
      if (typeof truth === 'object') open ??= truth
    }
    return open ?? !decisive
  }
}

/** What `Ref` of a parameter gives: lists split, SSM parameters as the dynamic reference they amount to. */
export function parameterValue(parameter: GivenParameter): Value {
  const {value, at, declaration} = parameter
  const origin = {at, parameter: declaration.name}
  if (value.state === 'unknown') return {kind: 'unresolved', because: value.detail, ...origin}
  const secret = parameter.secret ? true : undefined
  const single = (item: string): TextValue => ({kind: 'text', text: item, secret, ...origin})
  // Resolved when the stack is deployed, exactly like a dynamic reference in the template's text.
  if (declaration.type.startsWith('AWS::SSM::Parameter::Value<')) return single(`{{resolve:ssm:${value.value}}}`)
  if (!isListType(declaration.type)) return single(value.value)
  return {kind: 'list', items: listItems(value.value).map(single), ...origin}
}

export function isListType(type: string): boolean {
  return type === 'CommaDelimitedList' || type.startsWith('List<')
}

/** CloudFormation trims the items of a list, and an empty value is an empty list. */
export function listItems(value: string): readonly string[] {
  return value.trim() === '' ? [] : value.split(',').map(item => item.trim())
}

function asLiteral(value: Value): string | null {
  return value.kind === 'text' ? value.text : null
}

function notAList(value: Value | undefined): string {
  if (value?.kind === 'attribute') return `${attributeName(value)} is known once the stack exists`
  return 'a single value stands where a list belongs'
}

/** Longer than CloudFormation's own limit for a whole template: the result could not be deployed. */
const textLimit = 1_048_576

/** Stands in a sketch for what has no name of its own. */
const unknownPart = '${?}'

function concatenate(parts: readonly Value[], separator: string, at: Location): TextValue | UnresolvedValue {
  const texts: string[] = []
  let length = 0
  let secret = false
  let because: string | null = null
  for (const part of parts) {
    if (part.kind === 'nothing') continue
    if (part.kind === 'map') return unresolved('a map stands where a text belongs', at)
    // Fn::Join takes a list inside a list for its items.
    const flat = part.kind === 'list' ? concatenate(part.items, separator, at) : part
    if (flat.kind === 'unresolved') because ??= flat.because
    else if (flat.kind === 'attribute') because ??= `${attributeName(flat)} is known once the stack exists`
    else secret ||= flat.secret === true
    const piece = sketchOf(flat) ?? (flat.kind === 'text' ? flat.text : unknownPart)
    texts.push(piece)
    length += piece.length
    if (length > textLimit) return unresolved('the text grows beyond what CloudFormation takes', at)
  }
  const joined = texts.join(separator)
  if (because !== null) return unresolved(because, at, secret ? undefined : joined)
  return {kind: 'text', text: joined, secret: secret ? true : undefined, at, parameter: onlyParameter(parts)}
}

/** The parameter that a text consists of, where it is nothing but that parameter. */
function onlyParameter(parts: readonly Value[]): string | undefined {
  const filled = parts.filter(part => part.kind !== 'text' || part.text !== '')
  return filled.length === 1 ? filled[0]?.parameter : undefined
}

function onText(value: Value, at: Location, then: (value: string) => string): Value {
  if (value.kind === 'text') return {...value, text: then(value.text)}
  return value.kind === 'unresolved' ? value : unresolved('a list or map stands where a text belongs', at)
}

function onList(value: Value, at: Location, then: (list: readonly Value[]) => Value): Value {
  if (value.kind === 'list') return then(items(value))
  return value.kind === 'unresolved' ? value : unresolved(notAList(value), at)
}

function split(separator: Value | undefined, source: Value | undefined, at: Location): Value {
  if (separator?.kind !== 'text' || separator.text === '') return unresolved('Fn::Split with a computed separator', at)
  if (source?.kind !== 'text') {
    return unresolved(source?.kind === 'unresolved' ? source.because : notAList(source), at)
  }
  const parts = source.text.split(separator.text).map((part): TextValue => ({...source, text: part}))
  return {kind: 'list', items: parts, at: source.at, parameter: source.parameter}
}

function select(index: Value | undefined, list: Value | undefined, at: Location): Value {
  if (index?.kind !== 'text') return unresolved('Fn::Select with a computed index', at)
  if (list?.kind !== 'list') return unresolved(list?.kind === 'unresolved' ? list.because : notAList(list), at)
  const found = /^\d+$/.test(index.text) ? list.items[Number(index.text)] : undefined
  return found ?? unresolved(`Fn::Select asks for item ${index.text.slice(0, 20)} of ${list.items.length}`, at)
}

function equal([one, other]: readonly Value[]): Truth {
  if (one === undefined || other === undefined) return {because: 'Fn::Equals of one value'}
  for (const side of [one, other]) {
    if (side.kind === 'unresolved') return {because: side.because}
    if (side.kind === 'attribute') return {because: `${attributeName(side)} is known once the stack exists`}
  }
  const reads = [one, other].find(side => side.kind === 'text' && side.text.includes('{{resolve:'))
  if (reads !== undefined && !sameValue(one, other)) return {because: 'a dynamic reference is read at deploy time'}
  return sameValue(one, other)
}

function sameValue(one: Value, other: Value): boolean {
  if (one.kind === 'text' && other.kind === 'text') return one.text === other.text
  if (one.kind === 'list' && other.kind === 'list') {
    return (
      one.items.length === other.items.length &&
      one.items.every((item, index) => {
        const twin = other.items[index]
        return twin !== undefined && sameValue(item, twin)
      })
    )
  }
  if (one.kind === 'map' && other.kind === 'map') {
    return (
      one.entries.size === other.entries.size &&
      [...one.entries].every(([key, item]) => {
        const twin = other.entries.get(key)
        return twin !== undefined && sameValue(item, twin)
      })
    )
  }
  if (one.kind === 'attribute' && other.kind === 'attribute') {
    return one.logicalId === other.logicalId && one.attribute === other.attribute
  }
  return one.kind === 'nothing' && other.kind === 'nothing'
}

function toJsonString(value: Value, at: Location): Value {
  const open: string[] = []
  let secret = false
  const plain = (part: Value): unknown => {
    switch (part.kind) {
      case 'text':
        secret ||= part.secret === true
        return part.text
      case 'list':
        return items(part).map(plain)
      case 'map':
        return Object.fromEntries(
          [...part.entries].filter(([, item]) => item.kind !== 'nothing').map(([key, item]) => [key, plain(item)]),
        )
      case 'attribute':
        open.push(`${attributeName(part)} is known once the stack exists`)
        return null
      case 'unresolved':
        open.push(part.because)
        return null
      case 'nothing':
        return null
    }
  }
  const json = JSON.stringify(plain(value))
  return open[0] === undefined
    ? {kind: 'text', text: json, secret: secret ? true : undefined, at}
    : unresolved(open[0], at)
}

/** IPv4 sub-ranges of a block, as Fn::Cidr gives them: `count` ranges that leave `bits` for hosts (32 − prefix). */
function cidr(block: Value | undefined, count: Value | undefined, bits: Value | undefined, at: Location): Value {
  const [source, wanted, hostBits] = [block, count, bits].map(value => (value === undefined ? null : asLiteral(value)))
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(source ?? '')
  const ranges = Number(wanted)
  const free = Number(hostBits ?? '')
  if (match === null || hostBits === null || !(ranges >= 1 && ranges <= 256) || !(free >= 1 && free <= 32)) {
    return unresolved('Fn::Cidr is computed when the stack is deployed', at)
  }
  const start = match.slice(1, 5).reduce((sum, byte) => sum * 256 + Number(byte), 0)
  const size = 2 ** free
  const made = Array.from({length: ranges}, (_, index) => {
    const first = start + index * size
    const bytes = [24, 16, 8, 0].map(shift => Math.floor(first / 2 ** shift) % 256)
    return text(`${bytes.join('.')}/${32 - free}`, at)
  })
  return {kind: 'list', items: made, at}
}
