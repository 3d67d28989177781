import {stringify} from 'yaml'
import {type GenerationId, generations} from '../../src/openvidu/generations.ts'
import {buildTemplate} from './template-builder.ts'
import {
  goodParameters,
  mainDomainTurnParameters,
  mistakes,
  type ParameterSet,
  parametersWithMistakes,
  turnParameters,
} from './template-parameter-sets.ts'

/*
 * What test/fixtures/plans holds: a template for each generation, and parameter files in every format that people keep
 * them in. `scripts/make-fixtures.ts` writes it, and a test says when what is committed is not what the builder makes.
 */

export const fixturesFolder = new URL('../fixtures/plans/', import.meta.url)

interface Format {
  readonly extension: 'json' | 'yaml'
  readonly text: (parameters: ParameterSet) => string
}

const commandLine = (parameters: ParameterSet): unknown =>
  Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({ParameterKey, ParameterValue}))
const assignments = (parameters: ParameterSet): unknown =>
  Object.entries(parameters).map(([name, value]) => `${name}=${value}`)
const pipeline = (parameters: ParameterSet): unknown => ({Parameters: parameters, Tags: {team: 'video'}})
/** As people write it by hand: numbers without quotes, lists as lists. */
const plain = (parameters: ParameterSet): unknown =>
  Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => {
      if (/^\d+$/.test(value)) return [name, Number(value)]
      return [name, name.endsWith('Subnets') ? value.split(',') : value]
    }),
  )

const json = (shape: (parameters: ParameterSet) => unknown): Format => ({
  extension: 'json',
  text: parameters => `${JSON.stringify(shape(parameters), null, 2)}\n`,
})
const yaml = (shape: (parameters: ParameterSet) => unknown): Format => ({
  extension: 'yaml',
  text: parameters => stringify(shape(parameters), {compat: 'yaml-1.1', lineWidth: 0, singleQuote: true}),
})

const formats: Readonly<Record<GenerationId, Format>> = {
  '3.0.0-beta1': json(commandLine),
  '3.0.0-beta3': yaml(plain),
  '3.2.0': json(commandLine),
  '3.3.0': json(plain),
  '3.4.0': json(pipeline),
  '3.4.1': yaml(commandLine),
  '3.5.0': yaml(plain),
  '3.6.0': json(assignments),
  '3.6.1': yaml(assignments),
  '3.7.0': yaml(pipeline),
  '3.8.0': json(commandLine),
  next: json(plain),
}

export type FixtureParameters = 'parameters' | 'parameters-turn' | 'parameters-main-domain-turn' | 'parameters-mistakes'

/** The name of a parameter file inside the fixtures folder. */
export function parameterFile(generation: GenerationId, name: FixtureParameters = 'parameters'): string {
  return `${generation}/${name}.${formats[generation].extension}`
}

export function templateFile(generation: GenerationId): string {
  return `${generation}/template.yaml`
}

/** Every generated file by its path inside the fixtures folder. */
export function fixtureFiles(): ReadonlyMap<string, string> {
  const files = new Map<string, string>()
  for (const {id} of generations) {
    const {text} = formats[id]
    files.set(templateFile(id), buildTemplate(id))
    files.set(parameterFile(id), text(goodParameters(id)))
    if (id in mistakes) files.set(parameterFile(id, 'parameters-mistakes'), text(parametersWithMistakes(id)))
  }
  files.set(parameterFile('3.3.0', 'parameters-turn'), formats['3.3.0'].text(turnParameters('3.3.0')))
  const flagged = parameterFile('3.4.0', 'parameters-main-domain-turn')
  files.set(flagged, formats['3.4.0'].text(mainDomainTurnParameters('3.4.0')))
  return files
}
