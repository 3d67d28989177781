import {readdirSync, readFileSync} from 'node:fs'
import {dirname, join, relative, sep} from 'node:path'
import {describe, expect, it} from 'vitest'
import {projectRoot} from '../support/snapshots.ts'

/** What a layer may import of ours, besides itself. Everything not listed may not. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  'src/model': [],
  'src/openvidu': ['src/model'],
  'src/derive': ['src/model', 'src/openvidu'],
  'src/files': [],
  // A file in, what it sets out: it is told which checks there are.
  'src/configuration': ['src/model', 'src/files'],
  'src/plan': ['src/model', 'src/openvidu', 'src/files'],
  'src/aws': ['src/model'],
  // Text in, text out: it knows no log and no node.
  'src/redact': [],
  'src/nodes': ['src/model', 'src/openvidu', 'src/derive', 'src/aws', 'src/redact'],
  // What a deployed stack asked for is read off its template, as a plan is.
  'src/collect': ['src/model', 'src/openvidu', 'src/derive', 'src/aws', 'src/plan', 'src/nodes'],
  // A case is what was collected, redacted and written down: whoever seals or reads it asks nobody any more.
  'src/bundle': ['src/model', 'src/openvidu', 'src/redact', 'src/files'],
  // Reads a case and judges it; what it says, others print.
  'src/diagnose': ['src/model', 'src/openvidu', 'src/derive', 'src/bundle'],
  'src/progress': ['src/collect'],
  'src/engine': ['src/model', 'src/openvidu', 'src/derive'],
  // Lets checks of other packages judge; for their tests it judges as a run does.
  'src/packs': ['src/model', 'src/engine'],
  checks: ['src/model', 'src/openvidu', 'src/derive'],
  reports: ['src/model'],
  'src/cli': [
    'src/model',
    'src/derive',
    'src/openvidu',
    'src/engine',
    'src/plan',
    'src/configuration',
    'src/files',
    'src/aws',
    'src/collect',
    'src/nodes',
    'src/redact',
    'src/bundle',
    'src/diagnose',
    'src/progress',
    'src/packs',
    'checks',
    'reports',
  ],
  commands: ['src/cli', 'src/engine', 'src/plan', 'src/collect', 'src/nodes', 'src/model', 'checks', 'reports'],
}

/**
 * What a pure layer may not touch: what does I/O, tells the time, or makes chance. Of Node's own modules only those are
 * let through whose functions are pure: styles, hashes, the syntax of addresses and host names.
 */
const impure =
  /from 'node:(?!util'|crypto'|net'|url')|process\.|Date\.now|new Date\(\)|Math\.random|performance\.|\bawait\b|\basync\b|console\./

const registries = [join('reports', 'index.ts'), join('reports', 'diagnosis', 'index.ts')]

const layers = Object.keys(mayImport)

function filesOf(layer: string): readonly string[] {
  return readdirSync(join(projectRoot, layer), {recursive: true, encoding: 'utf8'})
    .filter(name => name.endsWith('.ts'))
    .map(name => join(layer, name))
}

function layerOf(path: string): string | undefined {
  return layers.find(layer => path === layer || path.startsWith(layer + sep))
}

function importsOf(
  file: string,
): readonly {readonly layer: string | undefined; readonly target: string; readonly line: string}[] {
  const text = readFileSync(join(projectRoot, file), 'utf8')
  return [...text.matchAll(/(?:from|import)\s*\(?'(\.[^']+)'/g)].map(match => {
    const target = relative(projectRoot, join(projectRoot, dirname(file), match[1] ?? ''))
    return {layer: layerOf(target), target, line: match[0]}
  })
}

describe('the layers', () => {
  it.each(layers)('%s imports only what it may', layer => {
    const allowed = [layer, ...(mayImport[layer] ?? [])]
    const wrong = filesOf(layer).flatMap(file =>
      importsOf(file)
        .filter(({layer: target}) => target === undefined || !allowed.includes(target))
        .map(({target}) => `${file} imports ${target}`),
    )
    expect(wrong).toEqual([])
  })

  it.each(['checks', 'src/derive', 'src/openvidu', 'src/model', 'reports'])('%s is pure', layer => {
    const wrong = filesOf(layer).filter(file => {
      // The registries of formats load each when it is asked for; what they load is pure again.
      if (registries.includes(file)) return false
      const code = readFileSync(join(projectRoot, file), 'utf8').replace(
        /\/\*[\s\S]*?\*\/|\/\/.*$|'(?:[^'\\\n]|\\.)*'(?!\s*(?:$|;))/gm,
        '',
      )
      return impure.test(code)
    })
    expect(wrong).toEqual([])
  })

  it('no check catches, and only commands and their base print or set an exit code', () => {
    const catching = filesOf('checks').filter(file => /\bcatch\b/.test(readFileSync(join(projectRoot, file), 'utf8')))
    expect(catching).toEqual([])
    const printing = [...filesOf('src'), ...filesOf('checks'), ...filesOf('reports')].filter(
      file =>
        !file.startsWith(join('src', 'cli')) &&
        /process\.(stdout|stderr|exitCode|exit)\b|console\./.test(readFileSync(join(projectRoot, file), 'utf8')),
    )
    expect(printing).toEqual([])
  })

  it('nothing but command classes lives in commands', () => {
    for (const file of filesOf('commands')) {
      expect(readFileSync(join(projectRoot, file), 'utf8'), file).toMatch(
        /export default class \w+ extends BaseCommand/,
      )
    }
  })

  it('what loads AWS clients or listr2 is loaded only when it is asked for', () => {
    const lazy = ['src/aws', 'src/collect', 'src/nodes', 'src/progress']
    const wrong = layers.flatMap(filesOf).flatMap(file => {
      if (lazy.some(layer => file.startsWith(layer))) return []
      const text = readFileSync(join(projectRoot, file), 'utf8')
      const loaded = [...text.matchAll(/^import (?!type\b)[^']*'([^']+)'/gm)].map(match => match[1] ?? '')
      const eager = loaded.filter(source => {
        const target = layerOf(relative(projectRoot, join(projectRoot, dirname(file), source)))
        return (
          /^(@aws-sdk|@smithy|listr2)/.test(source) ||
          (source.startsWith('.') && target !== undefined && lazy.includes(target))
        )
      })
      return eager.map(source => `${file} imports ${source}`)
    })
    expect(wrong).toEqual([])
  })
})
