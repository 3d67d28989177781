import {readBounded} from '../files/bounded-read.ts'
import type {Configuration} from '../model/configuration.ts'
import {type ConfigurationFile, configurationSchema} from '../model/configuration-schema.ts'
import {type Problem, Problems, UnusableInput} from '../model/errors.ts'
import type {Settings} from '../model/settings.ts'
import {defaultThresholds} from '../model/thresholds.ts'
import {troublesIn} from './issue-sentence.ts'
import {addStrangers, type Known} from './strangers.ts'
import {type Path, readYaml, type YamlTree} from './yaml-tree.ts'

/** Thousands of waivers stay far below. */
const largestBytes = 2 ** 20

/** Of very many the first ones are what helps. */
const mostProblems = 50

/** Reads a configuration file. Throws UnusableInput with everything that is wrong in it, each with its place. */
export function readConfiguration(file: string, known: Known): Configuration {
  const problems = new Problems()
  const tree = treeOf(file, problems)
  const given = tree === null ? null : validated(tree, problems)
  if (tree !== null) addStrangers(tree, known, problems)
  if (given === null || problems.any) {
    const next = 'Every key and what it takes: openvidu-doctor schema config, and the README.'
    throw new UnusableInput(problems.found.toSorted(byPlace).slice(0, mostProblems), next)
  }
  const {stack = null, region = null, failOn = null} = given
  return {file, stack, region, failOn, settings: settingsOf(given, known.checkIds)}
}

/** As one reads the file. */
function byPlace(a: Problem, b: Problem): number {
  const [one, other] = [a, b].map(({location}) => ({line: 0, column: 0, ...location}))
  return (one?.line ?? 0) - (other?.line ?? 0) || (one?.column ?? 0) - (other?.column ?? 0)
}

function treeOf(file: string, problems: Problems): YamlTree | null {
  const refuse = (why: string): null => {
    problems.add({message: `the configuration ${why}`, location: {file}})
    return null
  }
  const read = readBounded(file, largestBytes)
  if ('failure' in read) return refuse(read.failure)
  if ('size' in read) return refuse('is larger than 1 MiB')
  let text: string
  try {
    text = new TextDecoder('utf-8', {fatal: true}).decode(read.bytes)
  } catch {
    return refuse('is not UTF-8 text')
  }
  return text.includes('\0') ? refuse('is binary, not text') : readYaml(file, text, problems)
}

/** What the schema says of it; null where it complains. An empty file sets nothing. */
function validated(tree: YamlTree, problems: Problems): ConfigurationFile | null {
  const parsed = configurationSchema.safeParse(tree.value ?? {})
  if (parsed.success) return parsed.data
  const valueAt = (path: Path) => path.reduce<unknown>((value, part) => (value as never)?.[part], tree.value)
  for (const issue of parsed.error.issues) {
    if (problems.full) break
    for (const {message, about, path} of troublesIn(issue, valueAt, keysAt)) {
      problems.add({message, location: about === 'key' ? tree.keyPlaceOf(path) : tree.placeOf(path)})
    }
  }
  return null
}

function keysAt(path: Path): readonly string[] {
  const {shape} = configurationSchema
  if (path[0] === 'waivers') return Object.keys(shape.waivers.unwrap().element.shape)
  return Object.keys(path[0] === 'thresholds' ? shape.thresholds.unwrap().shape : shape)
}

/** The settings that a valid file means, ids as they are today. */
function settingsOf(given: ConfigurationFile, checkIds: Known['checkIds']): Settings {
  const today = (id: string): string => checkIds.get(id) ?? id
  const set = Object.entries(given.thresholds ?? {}).filter(([, value]) => value !== undefined)
  return {
    thresholds: {...defaultThresholds, ...Object.fromEntries(set)},
    severity: new Map(Object.entries(given.severity ?? {}).map(([id, severity]) => [today(id), severity])),
    skip: (given.skip ?? []).map(today),
    waivers: (given.waivers ?? []).map(waiver => ({...waiver, check: today(waiver.check)})),
  }
}
