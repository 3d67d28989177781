import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import type {Command} from '@oclif/core'
import {Ajv2020, type ValidateFunction} from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import {describe, expect, it} from 'vitest'
import {parse} from 'yaml'
import {jsonSchemas} from '../../scripts/schemas.ts'
import {exitCodes} from '../../src/engine/exit-code.ts'
import {documents} from '../../src/model/documents.ts'
import {expectGolden} from '../support/golden.ts'
import {run} from '../support/run.ts'
import {projectRoot} from '../support/snapshots.ts'

/*
 * What users, CI and other programs rely on. A failing test here is a change of the contract: mean it, tell it in the
 * changelog, then rewrite the golden file.
 */

interface Flag {
  readonly char?: string
  readonly options?: readonly string[]
  readonly multiple?: boolean
  readonly default?: unknown
  readonly required?: boolean
}

function commandFiles(): readonly string[] {
  const names = readdirSync(join(projectRoot, 'commands'), {recursive: true, encoding: 'utf8'})
  return names.filter(name => name.endsWith('.ts')).toSorted()
}

function validator(document: string): ValidateFunction {
  const ajv = new Ajv2020({strict: false})
  addFormats.default(ajv)
  return ajv.compile(
    JSON.parse(readFileSync(join(projectRoot, 'schemas', `${document}.schema.json`), 'utf8')) as object,
  )
}

describe('the contract', () => {
  it('keeps commands, arguments and flags', async () => {
    const commands: Record<string, unknown> = {}
    for (const file of commandFiles()) {
      const {default: command} = (await import(join(projectRoot, 'commands', file))) as {default: Command.Class}
      const flags = Object.entries((command.flags ?? {}) as Record<string, Flag>).toSorted(([one], [other]) =>
        one < other ? -1 : 1,
      )
      commands[file.replace(/\.ts$/, '')] = {
        args: Object.keys(command.args ?? {}),
        flags: Object.fromEntries(
          flags.map(([name, {options, multiple, default: fallback}]) => [name, {options, multiple, default: fallback}]),
        ),
      }
    }
    expectGolden('commands.json', `${JSON.stringify(commands, null, 2)}\n`)
  })

  it('keeps exit codes', () => {
    expect(exitCodes).toEqual({
      clean: 0,
      findings: 1,
      unusableInput: 2,
      couldNotExamine: 3,
      incomplete: 4,
      ourFault: 70,
      interrupted: 130,
    })
  })

  it.each([...jsonSchemas()])('keeps %s', (name, text) => {
    expect(readFileSync(join(projectRoot, 'schemas', name), 'utf8'), 'run `npm run generate`').toBe(text)
  })

  it.each(documents)('prints the JSON Schema of a %s', document => {
    const {stdout, code} = run(['schema', document])
    expect(code).toBe(0)
    expect(stdout).toBe(readFileSync(join(projectRoot, 'schemas', `${document}.schema.json`), 'utf8'))
  })

  it('has a committed schema for each document, and no other', () => {
    expect(readdirSync(join(projectRoot, 'schemas')).toSorted()).toEqual(
      documents.map(document => `${document}.schema.json`).toSorted(),
    )
  })

  it.each([
    ['report', 'test/golden/reports'],
    ['report', 'test/golden/plans'],
    ['comparison', 'test/golden/comparison'],
  ])('has golden files of a %s that its schema accepts, in %s', (document, folder) => {
    const validate = validator(document)
    const files = readdirSync(join(projectRoot, folder), {recursive: true, encoding: 'utf8'})
    const golden = files.filter(file => file.endsWith('.json'))
    expect(golden.length).toBeGreaterThan(0)
    for (const file of golden) {
      // What changes from run to run was taken out.
      const text = readFileSync(join(projectRoot, folder, file), 'utf8').replaceAll(
        '"TIME"',
        '"2026-11-22T10:00:00.000Z"',
      )
      expect(validate(JSON.parse(text)), `${file}: ${JSON.stringify(validate.errors)}`).toBe(true)
    }
  })

  it('has an example of a configuration that its schema accepts, with the waiver in it too, and none of an unusable one', () => {
    const validate = validator('config')
    const of = (file: string): string => readFileSync(join(projectRoot, file), 'utf8')
    const example = of('examples/openvidu-doctor.yaml')
    const withWaiver = parse(
      example.replace(/# (waivers:[\s\S]*)/, (_, rest: string) => rest.replaceAll('\n# ', '\n')),
    ) as object
    expect(withWaiver).toMatchObject({stack: 'video', waivers: [{owner: 'network team'}]})
    for (const configuration of [parse(example), withWaiver])
      expect(validate(configuration), JSON.stringify(validate.errors)).toBe(true)
    expect(validate(parse(of('test/fixtures/configuration/unusable.yaml')))).toBe(false)
  })

  it('writes reports that its schema accepts', () => {
    const {stdout} = run([
      'check',
      '--template',
      'examples/openvidu-ha.yaml',
      '--parameters',
      'examples/parameters.json',
      '--offline',
      '--json',
    ])
    const report: unknown = JSON.parse(stdout)
    const validate = validator('report')
    expect(validate(report), JSON.stringify(validate.errors)).toBe(true)
  })
})
