import type {Problems} from '../model/errors.ts'
import type {Location} from '../model/subject.ts'
import {type DocumentNode, type ListNode, type MapNode, parseDocumentFile} from './document.ts'
import {scalarText} from './template.ts'
import type {TextFile} from './text-file.ts'

/** One value given for a parameter, by a file or on the command line. */
export interface Assignment {
  readonly name: string
  /** Null: a value that is not told, because the stack has it already (UsePreviousValue) or because it is hidden. */
  readonly value: string | null
  readonly at: Location | null
  readonly origin: 'file' | 'command-line' | 'stack'
}

/** What to do about a file that is none of these. */
export const parameterFormats =
  'A parameter file is an AWS CLI list of ParameterKey and ParameterValue, a CodePipeline template configuration, or a plain map of names to values.'

/**
 * The assignments of a parameter file in any of its formats, YAML or JSON. Adds everything wrong in it to `problems`;
 * no message quotes a value, since values may be secret.
 */
export function readParameterFile(file: TextFile, problems: Problems): readonly Assignment[] {
  const root = parseDocumentFile(file, problems, {quotes: false})
  return root === null ? [] : new ParameterFileReader(problems).read(root)
}

/** `KEY=VALUE` of the command line, split at the first `=`. Adds every malformed or repeated one to `problems`. */
export function readOverrides(overrides: readonly string[], problems: Problems): readonly Assignment[] {
  const assignments: Assignment[] = []
  for (const [index, override] of overrides.entries()) {
    const assignment = assignmentOf(override, null, 'command-line')
    if (assignment === null) {
      problems.add({message: `--parameter number ${index + 1} is not KEY=VALUE`, location: null})
    } else if (assignments.some(({name}) => name === assignment.name)) {
      problems.add({message: `--parameter ${parameterName(assignment.name)} is given twice`, location: null})
    } else assignments.push(assignment)
  }
  return assignments
}

class ParameterFileReader {
  readonly #problems: Problems
  readonly #assignments = new Map<string, Assignment>()

  constructor(problems: Problems) {
    this.#problems = problems
  }

  read(root: DocumentNode): readonly Assignment[] {
    if (root.kind === 'list') this.#list(root)
    else if (root.kind === 'map') this.#map(root)
    else this.#complain('this is a single text, neither a list nor a map of parameters', root.at)
    return [...this.#assignments.values()]
  }

  /** AWS CLI: objects, as for `create-stack --parameters`, or `KEY=VALUE` texts, as for `deploy --parameter-overrides`. */
  #list(list: ListNode): void {
    for (const item of list.items) {
      if (item.kind === 'map') this.#commandLineObject(item)
      else if (item.kind === 'scalar') {
        const assignment = assignmentOf(item.text, item.at, 'file')
        if (assignment === null) this.#complain('a text in a list of parameters must be KEY=VALUE', item.at)
        else this.#add(assignment)
      } else this.#complain('a list inside a list of parameters', item.at)
    }
  }

  #commandLineObject(object: MapNode): void {
    const name = scalarText(object.entries.get('ParameterKey')?.value)
    if (name === null) return this.#complain('an entry without ParameterKey', object.at)
    const known = ['ParameterKey', 'ParameterValue', 'UsePreviousValue', 'ResolvedValue']
    for (const [key, entry] of object.entries) {
      if (!known.includes(key)) this.#complain(`the entry of ${parameterName(name)} has an unknown key`, entry.at)
    }
    const value = object.entries.get('ParameterValue')
    const previous = scalarText(object.entries.get('UsePreviousValue')?.value)?.toLowerCase() === 'true'
    if (value === undefined) {
      if (previous) return this.#add({name, value: null, at: object.at, origin: 'file'})
      return this.#complain(
        `the entry of ${parameterName(name)} has neither ParameterValue nor UsePreviousValue`,
        object.at,
      )
    }
    if (previous)
      return this.#complain(
        `the entry of ${parameterName(name)} has both ParameterValue and UsePreviousValue`,
        value.at,
      )
    if (value.value.kind !== 'scalar' || (value.value.plain && isTyped(value.value.text))) {
      return this.#complain(
        `ParameterValue of ${parameterName(name)} must be a string: the AWS CLI refuses anything else`,
        value.at,
      )
    }
    this.#add({name, value: value.value.text, at: value.at, origin: 'file'})
  }

  #map(map: MapNode): void {
    const parameters = map.entries.get('Parameters')
    if (parameters === undefined) return this.#values(map, {listsAllowed: true})
    for (const [key, entry] of map.entries) {
      if (!['Parameters', 'Tags', 'StackPolicy'].includes(key)) {
        this.#complain(`a template configuration has only Parameters, Tags and StackPolicy`, entry.at)
      }
    }
    if (parameters.value.kind === 'map') return this.#values(parameters.value, {listsAllowed: false})
    if (parameters.value.kind === 'list') return this.#list(parameters.value)
    this.#complain('Parameters must be a map of names to values', parameters.at)
  }

  #values(map: MapNode, {listsAllowed}: {readonly listsAllowed: boolean}): void {
    for (const [name, entry] of map.entries) {
      const value = this.#value(name, entry.value, entry.at, listsAllowed)
      if (value !== null) this.#add({name, value, at: entry.at, origin: 'file'})
    }
  }

  #value(name: string, node: DocumentNode, at: Location, listsAllowed: boolean): string | null {
    if (node.kind === 'scalar') {
      if (!node.plain || !/^(null|~)$/i.test(node.text)) return node.text
      this.#complain(`${parameterName(name)} is null; write '' for an empty value`, at)
      return null
    }
    if (node.kind === 'list' && listsAllowed) {
      const texts = node.items.map(scalarText)
      if (texts.every(text => text !== null)) return texts.join(',')
    }
    this.#complain(`the value of ${parameterName(name)} must be a single value, not a ${node.kind}`, at)
    return null
  }

  #add(assignment: Assignment): void {
    const {name, at} = assignment
    if (at !== null && this.#assignments.has(name))
      this.#complain(`the parameter ${parameterName(name)} is given twice`, at)
    this.#assignments.set(name, assignment)
  }

  #complain(message: string, location: Location): void {
    this.#problems.add({message, location})
  }
}

function assignmentOf(text: string, at: Location | null, origin: Assignment['origin']): Assignment | null {
  const equals = text.indexOf('=')
  return equals < 1 ? null : {name: text.slice(0, equals).trim(), value: text.slice(equals + 1), at, origin}
}

/** The name in a message; what can be no parameter's name may be a value in the wrong place. */
export function parameterName(name: string): string {
  return /^[A-Za-z0-9]{1,255}$/.test(name) ? name : 'a parameter that can have no such name'
}

/** What JSON and YAML read as a number, a truth or nothing where it is written without quotes. */
function isTyped(plain: string): boolean {
  return /^(|~|null|true|false|[-+]?\d+(\.\d*)?([eE][-+]?\d+)?)$/i.test(plain)
}
