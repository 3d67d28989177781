import type {Problems} from '../model/errors.ts'
import {nearest} from '../model/nearest.ts'
import type {Location} from '../model/subject.ts'
import type {DocumentNode, MapNode} from './document.ts'
import {scalarText, shown, type Template} from './template.ts'

/*
 * Whether a template holds together: every function known and well formed, every name it refers to there, no circles.
 * CloudFormation refuses a template for any of these, so the evaluator never meets them.
 */

export const pseudoParameters = [
  'AWS::AccountId',
  'AWS::NoValue',
  'AWS::NotificationARNs',
  'AWS::Partition',
  'AWS::Region',
  'AWS::StackId',
  'AWS::StackName',
  'AWS::URLSuffix',
] as const

type Argument = 'any' | {readonly list: readonly [least: number, most: number]}

/** Functions by name, with the shape of their argument. */
const functions: ReadonlyMap<string, Argument> = new Map<string, Argument>([
  ['Fn::And', {list: [2, 10]}],
  ['Fn::Base64', 'any'],
  ['Fn::Cidr', {list: [2, 3]}],
  ['Fn::Equals', {list: [2, 2]}],
  ['Fn::FindInMap', {list: [3, 4]}],
  ['Fn::GetAtt', {list: [2, 2]}],
  ['Fn::GetAZs', 'any'],
  ['Fn::If', {list: [3, 3]}],
  ['Fn::ImportValue', 'any'],
  ['Fn::Join', {list: [2, 2]}],
  ['Fn::Length', 'any'],
  ['Fn::Not', {list: [1, 1]}],
  ['Fn::Or', {list: [2, 10]}],
  ['Fn::Select', {list: [2, 2]}],
  ['Fn::Split', {list: [2, 2]}],
  ['Fn::Sub', 'any'],
  ['Fn::ToJsonString', 'any'],
  ['Fn::Transform', 'any'],
])

/** The function that a node is a call of, null where it is a plain value. */
export function functionOf(node: DocumentNode): {readonly name: string; readonly argument: DocumentNode} | null {
  if (node.kind !== 'map' || node.entries.size !== 1) return null
  const [[name, entry] = []] = node.entries
  if (name === undefined || entry === undefined) return null
  return name === 'Ref' || name === 'Condition' || name.startsWith('Fn::') ? {name, argument: entry.value} : null
}

/** `${Name}` and `${Name.Attribute}` in a Fn::Sub text; `${!Literal}` stays text. */
export const substitution = /\$\{([^{}]*)\}/g

/** Adds to `problems` every broken reference, every malformed or unknown function, and every circle. */
export function checkReferences(template: Template, problems: Problems): void {
  new ReferenceChecker(template, problems).check()
}

class ReferenceChecker {
  readonly #problems: Problems
  readonly #template: Template
  readonly #names: readonly string[]

  constructor(template: Template, problems: Problems) {
    this.#template = template
    this.#problems = problems
    this.#names = [...template.parameters.keys(), ...template.resources.keys()]
  }

  check(): void {
    const {conditions, resources, outputs} = this.#template
    const conditionUses = new Map<string, Set<string>>()
    for (const [name, node] of conditions) {
      const uses = new Set<string>()
      conditionUses.set(name, uses)
      this.#walk(node, {inCondition: true, uses})
    }
    this.#circles(conditionUses, 'conditions', name => conditions.get(name)?.at)

    const resourceUses = new Map<string, Set<string>>()
    for (const resource of resources.values()) {
      const uses = new Set<string>()
      resourceUses.set(resource.logicalId, uses)
      // Metadata is read by cfn-init on the node, but its references make dependencies like any other.
      for (const node of [resource.properties, resource.metadata]) {
        if (node !== null) this.#walk(node, {inCondition: false, uses})
      }
      if (resource.condition !== null) this.#condition(resource.condition, resource.at)
      for (const name of resource.dependsOn) {
        if (resources.has(name)) uses.add(name)
        else
          this.#complain(
            `${shown(resource.logicalId)} depends on "${shown(name)}", which is no resource${nearest(name, [...resources.keys()])}`,
            resource.at,
          )
      }
    }
    this.#circles(resourceUses, 'resources', name => resources.get(name)?.at)
    for (const node of outputs.values()) this.#walk(node, {inCondition: false, uses: new Set()})
  }

  #walk(node: DocumentNode, context: {readonly inCondition: boolean; readonly uses: Set<string>}): void {
    if (node.kind === 'scalar' || this.#problems.full) return
    if (node.kind === 'list') {
      for (const item of node.items) this.#walk(item, context)
      return
    }
    const call = functionOf(node)
    if (call === null || (call.name === 'Condition' && !context.inCondition)) {
      this.#plainMap(node, context)
      return
    }
    const {name, argument} = call
    if (name === 'Ref') return this.#ref(argument, context)
    if (name === 'Condition') return this.#conditionName(argument, context)
    const shape = functions.get(name)
    if (shape === undefined) {
      this.#complain(`CloudFormation has no function "${shown(name)}"${nearest(name, [...functions.keys()])}`, node.at)
      return
    }
    if (shape !== 'any' && !this.#wellFormed(name, argument, shape.list)) return
    if (name === 'Fn::GetAtt') return this.#getAtt(argument, context)
    if (name === 'Fn::Sub') return this.#sub(argument, context)
    if (name === 'Fn::If' && argument.kind === 'list') {
      const [condition, ...branches] = argument.items
      if (condition !== undefined) this.#conditionName(condition, context.inCondition ? context : {uses: new Set()})
      for (const branch of branches) this.#walk(branch, context)
      return
    }
    if (name === 'Fn::FindInMap' && argument.kind === 'list') this.#mapping(argument.items[0])
    this.#walk(argument, context)
  }

  #plainMap(node: MapNode, context: {readonly inCondition: boolean; readonly uses: Set<string>}): void {
    for (const [key, entry] of node.entries) {
      if (key.startsWith('Fn::') && node.entries.size > 1) {
        this.#complain(`${shown(key)} must stand alone in its map`, entry.at)
      }
      this.#walk(entry.value, context)
    }
  }

  #wellFormed(name: string, argument: DocumentNode, [least, most]: readonly [number, number]): boolean {
    const count = argument.kind === 'list' ? argument.items.length : null
    // A list made by another function, such as Fn::Split inside Fn::Select's argument, has no count yet.
    if (count === null && functionOf(argument) !== null) return true
    if (count !== null && count >= least && count <= most) return true
    const wanted = least === most ? `${least}` : `${least} to ${most}`
    this.#complain(`${name} takes a list of ${wanted}`, argument.at)
    return false
  }

  #ref(argument: DocumentNode, {inCondition, uses}: {inCondition: boolean; uses: Set<string>}): void {
    const name = scalarText(argument)
    if (name === null) return this.#complain('Ref takes a name', argument.at)
    this.#name(name, argument.at, inCondition, uses, 'Ref')
  }

  #name(name: string, at: Location, inCondition: boolean, uses: Set<string>, via: string): void {
    if (this.#template.parameters.has(name) || (pseudoParameters as readonly string[]).includes(name)) return
    if (this.#template.resources.has(name)) {
      if (inCondition)
        this.#complain(`${via} to the resource ${shown(name)} in a condition, which sees parameters only`, at)
      else uses.add(name)
      return
    }
    this.#complain(
      `${via} to "${shown(name)}", which is neither a parameter nor a resource${nearest(name, this.#names)}`,
      at,
    )
  }

  #getAtt(argument: DocumentNode, {inCondition, uses}: {inCondition: boolean; uses: Set<string>}): void {
    const name = argument.kind === 'list' ? scalarText(argument.items[0]) : scalarText(argument)
    if (name === null) return this.#complain('Fn::GetAtt takes a resource and an attribute', argument.at)
    this.#attributeOf(name, argument.at, inCondition, uses, 'Fn::GetAtt')
  }

  #attributeOf(name: string, at: Location, inCondition: boolean, uses: Set<string>, via: string): void {
    if (inCondition) return this.#complain(`${via} to an attribute in a condition, which sees parameters only`, at)
    if (this.#template.resources.has(name)) uses.add(name)
    else
      this.#complain(
        `${via} to "${shown(name)}", which is no resource${nearest(name, [...this.#template.resources.keys()])}`,
        at,
      )
  }

  #sub(argument: DocumentNode, context: {inCondition: boolean; uses: Set<string>}): void {
    const [source, variables] = argument.kind === 'list' ? argument.items : [argument]
    const text = scalarText(source)
    if (text === null || (variables !== undefined && variables.kind !== 'map')) {
      return this.#complain('Fn::Sub takes a text, or a list of a text and a map', argument.at)
    }
    const own = variables?.kind === 'map' ? variables : null
    for (const [, inner = ''] of text.matchAll(substitution)) {
      if (inner.startsWith('!')) continue
      const name = inner.trim()
      if (own?.entries.has(name)) continue
      const dot = name.indexOf('.')
      if (dot > 0)
        this.#attributeOf(
          name.slice(0, dot),
          argument.at,
          context.inCondition,
          context.uses,
          `\${${shown(name)}} in Fn::Sub refers`,
        )
      else this.#name(name, argument.at, context.inCondition, context.uses, `\${${shown(name)}} in Fn::Sub refers`)
    }
    if (own !== null) this.#plainMap(own, context)
  }

  #mapping(node: DocumentNode | undefined): void {
    const name = scalarText(node)
    if (name === null || node === undefined || this.#template.mappings.has(name)) return
    this.#complain(
      `Fn::FindInMap names "${shown(name)}", which is no mapping${nearest(name, [...this.#template.mappings.keys()])}`,
      node.at,
    )
  }

  #conditionName(node: DocumentNode, {uses}: {readonly uses: Set<string>}): void {
    const name = scalarText(node)
    if (name === null) return this.#complain('a condition is given by its name', node.at)
    this.#condition(name, node.at)
    uses.add(name)
  }

  #condition(name: string, at: Location): void {
    if (this.#template.conditions.has(name)) return
    this.#complain(`there is no condition "${shown(name)}"${nearest(name, [...this.#template.conditions.keys()])}`, at)
  }

  #circles(
    uses: ReadonlyMap<string, ReadonlySet<string>>,
    what: string,
    locate: (name: string) => Location | undefined,
  ): void {
    for (const circle of circlesIn(uses)) {
      const [first = ''] = circle
      const path = [...circle.slice(0, 8).map(shown), ...(circle.length > 8 ? ['...'] : []), shown(first)].join(' -> ')
      this.#problems.add({message: `circular ${what}: ${path}`, location: locate(first) ?? null})
    }
  }

  #complain(message: string, location: Location): void {
    this.#problems.add({message, location})
  }
}

/** One circle more or less mends nothing; a tangle has thousands. */
const circleLimit = 10

/** The circles met on a walk depth first, without recursion; the first ones are enough to mend a template. */
export function circlesIn(uses: ReadonlyMap<string, ReadonlySet<string>>): readonly (readonly string[])[] {
  const circles: string[][] = []
  const state = new Map<string, 'open' | 'done'>()
  for (const start of uses.keys()) {
    if (state.has(start)) continue
    const path: {readonly name: string; readonly rest: Iterator<string>}[] = []
    const enter = (name: string): void => {
      state.set(name, 'open')
      path.push({name, rest: (uses.get(name) ?? new Set<string>()).values()})
    }
    enter(start)
    for (let top = path.at(-1); top !== undefined && circles.length < circleLimit; top = path.at(-1)) {
      const step = top.rest.next()
      if (step.done === true) {
        state.set(top.name, 'done')
        path.pop()
        continue
      }
      const seen = state.get(step.value)
      if (seen === undefined && uses.has(step.value)) enter(step.value)
      else if (seen === 'open')
        circles.push(path.slice(path.findIndex(({name}) => name === step.value)).map(({name}) => name))
    }
  }
  return circles
}
