import type {Problems} from '../model/errors.ts'
import {nearest} from '../model/nearest.ts'
import type {Location} from '../model/subject.ts'
import {awsLimits} from '../openvidu/limits.ts'
import type {DocumentNode, MapEntry, MapNode} from './document.ts'

/** A parameter as the template declares it. */
export interface ParameterDeclaration {
  readonly name: string
  readonly type: string
  readonly at: Location
  readonly default: {readonly text: string; readonly at: Location} | null
  readonly noEcho: boolean
  readonly allowedValues: readonly string[] | null
  readonly allowedPattern: string | null
  readonly minLength: number | null
  readonly maxLength: number | null
  readonly minValue: number | null
  readonly maxValue: number | null
}

export interface TemplateResource {
  readonly logicalId: string
  readonly type: string
  readonly at: Location
  readonly condition: string | null
  readonly dependsOn: readonly string[]
  readonly deletionPolicy: string
  readonly properties: DocumentNode | null
  readonly metadata: DocumentNode | null
}

export interface Template {
  readonly file: string
  readonly at: Location
  readonly description: string
  readonly parameters: ReadonlyMap<string, ParameterDeclaration>
  readonly mappings: ReadonlyMap<string, DocumentNode>
  readonly conditions: ReadonlyMap<string, DocumentNode>
  readonly resources: ReadonlyMap<string, TemplateResource>
  readonly outputs: ReadonlyMap<string, DocumentNode>
  /** Parameters that the Rules section speaks of; the rules themselves are not evaluated. */
  readonly ruled: ReadonlySet<string>
  readonly root: MapNode
}

const sections = [
  'AWSTemplateFormatVersion',
  'Description',
  'Metadata',
  'Parameters',
  'Mappings',
  'Conditions',
  'Transform',
  'Rules',
  'Hooks',
  'Resources',
  'Outputs',
] as const

const limits = [
  ['Parameters', awsLimits.parameters],
  ['Resources', awsLimits.resources],
  ['Outputs', awsLimits.outputs],
] as const

/**
 * The sections of a template, null where it has no such thing. Adds to `problems` everything in its structure that
 * CloudFormation would refuse.
 */
export function readTemplate(root: DocumentNode, problems: Problems): Template | null {
  return new TemplateReader(problems).read(root)
}

class TemplateReader {
  readonly #problems: Problems

  constructor(problems: Problems) {
    this.#problems = problems
  }

  read(root: DocumentNode): Template | null {
    if (root.kind !== 'map') {
      this.#complain(`this is a ${root.kind === 'list' ? 'list' : 'text'}, not a CloudFormation template`, root.at)
      return null
    }
    for (const [name, entry] of root.entries) {
      if (!(sections as readonly string[]).includes(name)) {
        this.#complain(`a template has no section "${shown(name)}"${nearest(name, sections)}`, entry.at)
      }
    }
    this.#refuseMacros(root.entries.get('Transform'))
    const resources = this.#section(root, 'Resources')
    if (resources === null || resources.entries.size === 0) {
      if (resources !== null) this.#complain('the template has no Resources', resources.at)
      else if (!root.entries.has('Resources')) this.#complain('the template has no Resources', root.at)
    }
    for (const [name, most] of limits) {
      const section = root.entries.get(name)
      const size = section?.value.kind === 'map' ? section.value.entries.size : 0
      if (section !== undefined && size > most)
        this.#complain(`${size} ${name}; CloudFormation takes ${most}`, section.at)
    }
    return {
      file: root.at.file,
      at: root.at,
      description: scalarText(root.entries.get('Description')?.value) ?? '',
      parameters: mapEntries(this.#section(root, 'Parameters'), (name, entry) => this.#parameter(name, entry)),
      mappings: mapEntries(this.#section(root, 'Mappings'), (_, entry) => entry.value),
      conditions: mapEntries(this.#section(root, 'Conditions'), (name, entry) => this.#condition(name, entry)),
      resources: mapEntries(resources, (logicalId, entry) => this.#resource(logicalId, entry)),
      outputs: mapEntries(this.#section(root, 'Outputs'), (_, entry) => entry.value),
      ruled: new Set(namesIn(root.entries.get('Rules')?.value)),
      root,
    }
  }

  #section(root: MapNode, name: string): MapNode | null {
    const entry = root.entries.get(name)
    if (entry === undefined) return null
    if (entry.value.kind === 'map') return entry.value
    this.#complain(`${name} must be a map`, entry.at)
    return null
  }

  #refuseMacros(transform: MapEntry | undefined): void {
    if (transform === undefined) return
    const names = transform.value.kind === 'list' ? transform.value.items : [transform.value]
    for (const name of names) {
      // LanguageExtensions only adds functions; any other macro may rewrite the whole template before it is deployed.
      if (scalarText(name) === 'AWS::LanguageExtensions') continue
      this.#complain(
        `the macro ${shown(scalarText(name) ?? 'in Transform')} rewrites the template when it is deployed: check the processed template`,
        transform.at,
      )
    }
  }

  #parameter(name: string, entry: MapEntry): ParameterDeclaration | null {
    const declaration = entry.value
    if (declaration.kind !== 'map') {
      this.#complain(`the parameter ${shown(name)} must be a map`, entry.at)
      return null
    }
    const type = scalarText(declaration.entries.get('Type')?.value)
    if (type === null) this.#complain(`the parameter ${shown(name)} has no Type`, entry.at)
    else if (!isParameterType(type)) {
      this.#complain(`the parameter ${shown(name)} has an unknown Type "${shown(type)}"`, entry.at)
    }
    const scalar = (key: string): string | null => {
      const found = declaration.entries.get(key)
      if (found === undefined) return null
      if (found.value.kind === 'scalar') return found.value.text
      this.#complain(`${key} of the parameter ${shown(name)} must be a single value`, found.at)
      return null
    }
    const number = (key: string): number | null => {
      const given = scalar(key)
      if (given === null) return null
      const value = Number(given)
      if (given.trim() !== '' && Number.isFinite(value)) return value
      this.#complain(
        `${key} of the parameter ${shown(name)} must be a number`,
        declaration.entries.get(key)?.at ?? entry.at,
      )
      return null
    }
    const defaultEntry = declaration.entries.get('Default')
    const defaultText = scalar('Default')
    return {
      name,
      type: type ?? 'String',
      at: entry.at,
      default: defaultEntry === undefined || defaultText === null ? null : {text: defaultText, at: defaultEntry.at},
      noEcho: /^(true|yes|on)$/i.test(scalar('NoEcho') ?? ''),
      allowedValues: this.#allowedValues(name, declaration.entries.get('AllowedValues')),
      allowedPattern: scalar('AllowedPattern'),
      minLength: number('MinLength'),
      maxLength: number('MaxLength'),
      minValue: number('MinValue'),
      maxValue: number('MaxValue'),
    }
  }

  #allowedValues(name: string, entry: MapEntry | undefined): readonly string[] | null {
    if (entry === undefined) return null
    const values = entry.value.kind === 'list' ? entry.value.items.map(scalarText) : [null]
    if (values.every(value => value !== null)) return values
    this.#complain(`AllowedValues of the parameter ${shown(name)} must be a list of single values`, entry.at)
    return null
  }

  #condition(name: string, entry: MapEntry): DocumentNode {
    const [only] = entry.value.kind === 'map' ? entry.value.entries.keys() : []
    if (only !== 'Condition' && only?.startsWith('Fn::') !== true) {
      this.#complain(`the condition ${shown(name)} must be a function, such as Fn::Equals`, entry.at)
    }
    return entry.value
  }

  #resource(logicalId: string, entry: MapEntry): TemplateResource | null {
    if (logicalId.startsWith('Fn::ForEach')) {
      this.#complain('Fn::ForEach makes resources when it is deployed: check the processed template', entry.at)
      return null
    }
    const resource = entry.value
    if (resource.kind !== 'map') {
      this.#complain(`the resource ${shown(logicalId)} must be a map`, entry.at)
      return null
    }
    const type = scalarText(resource.entries.get('Type')?.value)
    if (type === null) {
      this.#complain(`the resource ${shown(logicalId)} has no Type`, entry.at)
      return null
    }
    const properties = resource.entries.get('Properties')
    if (properties !== undefined && properties.value.kind !== 'map') {
      this.#complain(`Properties of the resource ${shown(logicalId)} must be a map`, properties.at)
    }
    const condition = resource.entries.get('Condition')
    if (condition !== undefined && condition.value.kind !== 'scalar') {
      this.#complain(`Condition of the resource ${shown(logicalId)} must be the name of a condition`, condition.at)
    }
    const dependsOn = resource.entries.get('DependsOn')?.value
    if (dependsOn?.kind === 'map')
      this.#complain(`DependsOn of the resource ${shown(logicalId)} must be names`, dependsOn.at)
    const dependencies = dependsOn === undefined ? [] : dependsOn.kind === 'list' ? dependsOn.items : [dependsOn]
    return {
      logicalId,
      type,
      at: entry.at,
      condition: scalarText(resource.entries.get('Condition')?.value),
      dependsOn: dependencies.map(scalarText).filter(name => name !== null),
      deletionPolicy: scalarText(resource.entries.get('DeletionPolicy')?.value) ?? 'Delete',
      properties: properties?.value ?? null,
      metadata: resource.entries.get('Metadata')?.value ?? null,
    }
  }

  #complain(message: string, location: Location): void {
    this.#problems.add({message, location})
  }
}

function mapEntries<T>(
  section: MapNode | null,
  read: (name: string, entry: MapEntry) => T | null,
): ReadonlyMap<string, T> {
  const found = new Map<string, T>()
  for (const [name, entry] of section?.entries ?? []) {
    const value = read(name, entry)
    if (value !== null) found.set(name, value)
  }
  return found
}

const parameterTypes =
  /^(String|Number|CommaDelimitedList|List<(String|Number)>|(List<)?AWS::[A-Za-z0-9]+(::[A-Za-z0-9]+)+>?|AWS::SSM::Parameter::Value<[A-Za-z0-9:<>]+>)$/

function isParameterType(type: string): boolean {
  return parameterTypes.test(type)
}

/** Every name that a Ref in the node gives. */
function namesIn(node: DocumentNode | undefined): readonly string[] {
  if (node === undefined || node.kind === 'scalar') return []
  if (node.kind === 'list') return node.items.flatMap(namesIn)
  return [...node.entries].flatMap(([key, {value}]) => (key === 'Ref' ? [scalarText(value) ?? ''] : namesIn(value)))
}

export function scalarText(node: DocumentNode | undefined): string | null {
  return node?.kind === 'scalar' ? node.text : null
}

/** A name from the template, short enough for a message. */
export function shown(name: string): string {
  return name.length > 80 ? `${name.slice(0, 77)}...` : name
}
