import {existsSync, readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {type CollectionTag, parse, type ScalarTag} from 'yaml'

/** A CloudFormation value: short forms arrive as their long form, {'Fn::Name': …}. */
export type Value = string | number | boolean | null | readonly Value[] | {readonly [key: string]: Value}

export interface OfficialResource {
  readonly Type: string
  readonly Condition?: string
  readonly CreationPolicy?: {readonly ResourceSignal: {readonly Timeout: string}}
  readonly Properties?: {readonly [key: string]: Value}
}

export interface OfficialTemplate {
  readonly version: string
  readonly text: string
  readonly Description: string
  readonly Parameters: {readonly [name: string]: {readonly [key: string]: Value}}
  readonly Conditions: {readonly [name: string]: Value}
  readonly Resources: {readonly [id: string]: OfficialResource}
  readonly Outputs: {readonly [name: string]: Value}
}

/** Where the official templates are looked for: they are input of the tests, not part of the project. */
export const folder = process.env.OPENVIDU_TEMPLATES ?? join(import.meta.dirname, '../../../shared/templates')

const fileName = /^cf-openvidu-ha-(\d+\.\d+\.\d+)\.yaml$/

/** The official templates in the folder, oldest first; none where there is no folder. */
export function officialTemplates(): readonly OfficialTemplate[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .sort()
    .flatMap(name => {
      const version = fileName.exec(name)?.[1]
      if (version === undefined) return []
      const text = readFileSync(join(folder, name), 'utf8')
      return [{version, text, ...(parse(text, {customTags: shortForms}) as Omit<OfficialTemplate, 'version' | 'text'>)}]
    })
}

/** Whether a condition of the template holds with these parameter values; the defaults fill in. */
export function holds(template: OfficialTemplate, name: string, given: ReadonlyMap<string, string>): boolean {
  const evaluate = (value: Value | undefined): Value => {
    if (value === undefined || value === null || typeof value !== 'object') return value ?? null
    if (isList(value)) return value.map(evaluate)
    const [[form, argument] = ['', null]] = Object.entries(value)
    const list = () => evaluate(argument) as readonly Value[]
    switch (form) {
      case 'Fn::Ref':
        return given.get(String(argument)) ?? template.Parameters[String(argument)]?.Default ?? ''
      case 'Fn::Equals':
        return list()[0] === list()[1]
      case 'Fn::Not':
        return list()[0] !== true
      case 'Fn::Or':
        return list().includes(true)
      case 'Fn::Select':
        return (list()[1] as readonly Value[])[Number(list()[0])] ?? ''
      case 'Fn::Split':
        return String(list()[1]).split(String(list()[0]))
      default:
        throw new Error(`Not understood in a condition: ${form}`)
    }
  }
  return evaluate(template.Conditions[name]) === true
}

/** The resources of one type that exist with these parameter values. */
export function resourcesOfType(
  template: OfficialTemplate,
  type: string,
  given: ReadonlyMap<string, string>,
): ReadonlyMap<string, {readonly [key: string]: Value}> {
  return new Map(
    Object.entries(template.Resources).flatMap(([id, {Type, Condition, Properties = {}}]) =>
      Type === type && (Condition === undefined || holds(template, Condition, given))
        ? [[id, Properties] as const]
        : [],
    ),
  )
}

/** The logical id that a Ref or a GetAtt names. */
export function referenced(value: Value | undefined): string {
  const {'Fn::Ref': ref, 'Fn::GetAtt': attribute} = value as {readonly [key: string]: Value}
  return String(ref ?? attribute).replace(/\..*$/, '')
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value)
}

const names = ['Ref', 'Sub', 'GetAtt', 'If', 'Equals', 'Not', 'Or', 'Select', 'Split', 'Join', 'FindInMap']
const shortForms: (ScalarTag | CollectionTag)[] = names.flatMap(name => [
  {tag: `!${name}`, resolve: (text: string) => ({[`Fn::${name}`]: text})} satisfies ScalarTag,
  {
    tag: `!${name}`,
    collection: 'seq',
    resolve: (seq: {toJSON(): unknown}) => ({[`Fn::${name}`]: seq.toJSON()}),
  } satisfies CollectionTag,
])
