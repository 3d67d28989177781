import {known, type Seen} from '../model/fact.ts'
import {type Location, parameterSubject, resourceSubject, type Subject} from '../model/subject.ts'
import type {Evaluator, Truth} from './evaluate.ts'
import type {Template, TemplateResource} from './template.ts'
import {items, property, seenLiteral, type Value} from './value.ts'

/** A resource that the stack will have, or may have where its condition is unresolved. */
export interface PlannedResource {
  readonly logicalId: string
  readonly type: string
  readonly resource: TemplateResource
  readonly made: Exclude<Truth, false>
  readonly properties: Value
}

/** A value with the subject that a finding about it should name. */
export interface Setting<T> {
  readonly subject: Subject
  readonly value: Seen<T>
}

/** The resources of a template under its parameters: conditions decided, properties evaluated. */
export class PlannedStack {
  readonly template: Template
  readonly #resources: ReadonlyMap<string, PlannedResource>

  constructor(template: Template, evaluator: Evaluator) {
    this.template = template
    const planned = new Map<string, PlannedResource>()
    for (const resource of template.resources.values()) {
      const made = evaluator.made(resource)
      if (made === false) continue
      const properties: Value =
        resource.properties === null
          ? {kind: 'map', entries: new Map(), at: resource.at}
          : evaluator.value(resource.properties)
      planned.set(resource.logicalId, {logicalId: resource.logicalId, type: resource.type, resource, made, properties})
    }
    this.#resources = planned
  }

  get(logicalId: string | null): PlannedResource | null {
    return logicalId === null ? null : (this.#resources.get(logicalId) ?? null)
  }

  ofType(type: string): readonly PlannedResource[] {
    return [...this.#resources.values()].filter(resource => resource.type === type)
  }

  /** The planned resource that a value refers to, by `Ref` or by any attribute. */
  referenced(value: Value | undefined): PlannedResource | null {
    return value?.kind === 'attribute' ? this.get(value.logicalId) : null
  }
}

export function subjectOfResource(
  {type, logicalId, resource}: PlannedResource,
  at: Location | null = resource.at,
): Subject {
  return resourceSubject(type, logicalId, at)
}

/**
 * A value read as `read` reads it. Its subject is the parameter it came from, at the line that gave it; otherwise the
 * resource, at the line of the property.
 */
export function settingOf<T>(resource: PlannedResource, value: Value, read: (value: Value) => Seen<T>): Setting<T> {
  const subject =
    value.parameter === undefined
      ? subjectOfResource(resource, value.at ?? resource.resource.at)
      : parameterSubject(value.parameter, value.at)
  return {subject, value: read(value)}
}

/** The same for a property that may not be set, when AWS uses `fallback`. */
export function settingOr<T>(
  resource: PlannedResource,
  value: Value | undefined,
  read: (value: Value) => Seen<T>,
  fallback: T,
): Setting<T> {
  return value === undefined
    ? {subject: subjectOfResource(resource), value: known(fallback)}
    : settingOf(resource, value, read)
}

/** One of a list of `{Key, Value}`, as load balancer attributes and tags are given. */
export function keyedItem(list: Value | undefined, key: string): Value | undefined {
  const found = items(list).find(item => {
    const name = property(item, 'Key')
    return name?.kind === 'text' && name.text === key
  })
  return property(found, 'Value')
}

/** Every statement that allows something, in a role's own policies or in a policy resource itself. */
export function allowingStatements(resource: PlannedResource): readonly Value[] {
  const documents = [
    property(resource.properties, 'PolicyDocument'),
    ...items(property(resource.properties, 'Policies')).map(policy => property(policy, 'PolicyDocument')),
  ]
  return documents
    .flatMap(document => items(property(document, 'Statement')))
    .filter(statement => literal(property(statement, 'Effect')) === 'Allow')
}

export function literal(value: Value | undefined): string | null {
  if (value === undefined) return null
  const seen = seenLiteral(value)
  return seen.state === 'known' ? seen.value : null
}
