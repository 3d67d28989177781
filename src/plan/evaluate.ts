import type {Location} from '../model/subject.ts'
import {partitionOf} from '../openvidu/partitions.ts'
import type {DocumentNode, ListNode, ScalarNode} from './document.ts'
import {
  asLiteral,
  cidr,
  concatenate,
  equal,
  notAList,
  onList,
  onText,
  sameValue,
  select,
  split,
  toJsonString,
} from './functions.ts'
import type {GivenParameter} from './parameters.ts'
import {functionOf, substitution} from './references.ts'
import {scalarText, type Template, type TemplateResource} from './template.ts'
import {items, type TextValue, text, unresolved, type Value} from './value.ts'

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
    if (separator?.kind !== 'text' || separator.secret === true)
      return unresolved('Fn::Join with a computed separator', at)
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
  // An empty CommaDelimitedList is one empty text, on which templates rely to tell that nothing was given.
  const parts = value.value === '' && declaration.type === 'CommaDelimitedList' ? [''] : listItems(value.value)
  return {kind: 'list', items: parts.map(single), ...origin}
}

export function isListType(type: string): boolean {
  return type === 'CommaDelimitedList' || type.startsWith('List<')
}

/** CloudFormation trims the items of a list, and an empty value is an empty list. */
export function listItems(value: string): readonly string[] {
  return value.trim() === '' ? [] : value.split(',').map(item => item.trim())
}
