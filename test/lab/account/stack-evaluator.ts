import {bare, Call, isMap, type Tree, type TreeMap} from '../../support/template-tree.ts'
import {isJsonMap, type Json, type JsonMap} from './json-value.ts'

/** A resource that the stack really has, its functions computed. */
export interface StackResource {
  readonly logicalId: string
  readonly type: string
  readonly properties: JsonMap
}

/** What `Ref` and `GetAtt` of a resource give. */
export interface Identity {
  readonly id: string
  readonly attributes: Readonly<Record<string, string>>
}

export interface StackSurroundings {
  /** Parameters as `Ref` gives them: lists split, images looked up. */
  readonly parameters: Readonly<Record<string, Json>>
  readonly pseudo: Readonly<Record<string, string>>
  /** The value of a public SSM parameter. */
  readonly publicParameter: (path: string) => string
  readonly identify: (logicalId: string, type: string, properties: () => JsonMap) => Identity
}

/**
 * CloudFormation in small, for the trees of the template builder: everything is known here, physical ids included. It is no
 * part of what it helps to test: the product has an evaluator of its own, written against texts.
 */
export class StackEvaluator {
  readonly #template: TreeMap
  readonly #around: StackSurroundings
  readonly #identities = new Map<string, Identity>()

  constructor(template: TreeMap, around: StackSurroundings) {
    this.#template = template
    this.#around = around
  }

  /** The resources whose condition holds, in the order of the template. */
  resources(): readonly StackResource[] {
    return Object.entries(this.#section('Resources')).flatMap(([logicalId, tree]) => {
      const resource = bare(tree)
      if (!isMap(resource)) return []
      const condition = bare(resource.Condition)
      if (typeof condition === 'string' && !this.condition(condition)) return []
      return [{logicalId, type: String(bare(resource.Type)), properties: this.#properties(logicalId)}]
    })
  }

  /** The outputs whose condition holds. */
  outputs(): readonly {readonly name: string; readonly description: string; readonly value: string}[] {
    return Object.entries(this.#section('Outputs')).flatMap(([name, tree]) => {
      const output = bare(tree)
      if (!isMap(output)) return []
      const condition = bare(output.Condition)
      if (typeof condition === 'string' && !this.condition(condition)) return []
      return [{name, description: String(bare(output.Description)), value: String(this.value(output.Value ?? ''))}]
    })
  }

  condition(name: string): boolean {
    const tree = this.#section('Conditions')[name]
    if (tree === undefined) throw new RangeError(`The template has no condition ${name}`)
    return this.value(tree) === true
  }

  identity(logicalId: string): Identity {
    const known = this.#identities.get(logicalId)
    if (known !== undefined) return known
    const resource = bare(this.#section('Resources')[logicalId])
    if (!isMap(resource)) throw new RangeError(`The template has no resource ${logicalId}`)
    const type = String(bare(resource.Type))
    const identity = this.#around.identify(logicalId, type, () => this.#properties(logicalId))
    this.#identities.set(logicalId, identity)
    return identity
  }

  /** What `Ref` gives of a parameter or a resource. */
  refTo(name: string): Json | undefined {
    return this.#ref(name)
  }

  /** A value, with `undefined` for AWS::NoValue. */
  value(tree: Tree): Json | undefined {
    const plain = bare(tree)
    if (plain instanceof Call) return this.#call(plain.name, plain.argument)
    if (Array.isArray(plain)) return plain.map(item => this.value(item)).filter(item => item !== undefined)
    if (isMap(plain)) {
      const entries = Object.entries(plain).map(([key, item]) => [key, this.value(item)] as const)
      return Object.fromEntries(entries.filter((entry): entry is [string, Json] => entry[1] !== undefined))
    }
    if (typeof plain === 'string') return this.#dynamic(plain)
    return plain as number | boolean
  }

  #section(name: string): TreeMap {
    const section = bare(this.#template[name])
    return isMap(section) ? section : {}
  }

  #properties(logicalId: string): JsonMap {
    const resource = bare(this.#section('Resources')[logicalId])
    const properties = isMap(resource) && resource.Properties !== undefined ? this.value(resource.Properties) : {}
    return isJsonMap(properties) ? properties : {}
  }

  #dynamic(text: string): string {
    return text.replace(/\{\{resolve:ssm:([^}]+)\}\}/g, (_, path: string) => this.#around.publicParameter(path))
  }

  #call(name: string, argument: Tree): Json | undefined {
    switch (name) {
      case 'Ref':
        return this.#ref(String(argument))
      case 'GetAtt':
        return this.#attribute(String(argument))
      case 'Sub':
        return this.#sub(String(bare(argument)))
      case 'Condition':
        return this.condition(String(argument))
      case 'Base64':
        return Buffer.from(String(this.value(argument))).toString('base64')
      default:
        return this.#function(name, Array.isArray(argument) ? argument : [argument])
    }
  }

  #function(name: string, [first = '', second = '', third = '', ...rest]: readonly Tree[]): Json | undefined {
    const all = [first, second, third, ...rest]
    switch (name) {
      case 'If':
        return this.condition(String(first)) ? this.value(second) : this.value(third)
      case 'Equals':
        return String(this.value(first)) === String(this.value(second))
      case 'Not':
        return this.value(first) !== true
      case 'Or':
        return all.some(one => this.value(one) === true)
      case 'And':
        return all.filter(one => one !== '').every(one => this.value(one) === true)
      case 'Join':
        return this.#list(second).join(String(this.value(first)))
      case 'Split':
        return String(this.value(second)).split(String(this.value(first)))
      case 'Select':
        return this.#list(second)[Number(this.value(first))]
      case 'FindInMap':
        return this.#mapped(first, second, third)
      default:
        throw new RangeError(`The lab's CloudFormation has no function ${name}`)
    }
  }

  #list(tree: Tree): readonly Json[] {
    const list = this.value(tree)
    return Array.isArray(list) ? list : []
  }

  #mapped(...path: readonly Tree[]): Json | undefined {
    let place: Tree | undefined = this.#section('Mappings')
    for (const step of path) {
      const map: Tree | undefined = bare(place)
      place = isMap(map) ? map[String(this.value(step))] : undefined
    }
    return place === undefined ? undefined : this.value(place)
  }

  #ref(name: string): Json | undefined {
    if (name === 'AWS::NoValue') return undefined
    const {pseudo, parameters} = this.#around
    return pseudo[name] ?? parameters[name] ?? this.identity(name).id
  }

  #attribute(path: string): Json {
    const [logicalId = '', name = ''] = path.split('.')
    const value = this.identity(logicalId).attributes[name]
    if (value === undefined) throw new RangeError(`The lab's CloudFormation has no attribute ${path}`)
    return value
  }

  #sub(text: string): string {
    const whole = text.replace(/\$\{([^!}][^}]*)\}/g, (_, name: string) =>
      String(name.includes('.') ? this.#attribute(name) : this.#ref(name)),
    )
    return this.#dynamic(whole.replaceAll('${!', '${'))
  }
}
