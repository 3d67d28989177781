import {mkdtempSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join, relative} from 'node:path'
import {pathToFileURL} from 'node:url'
import {afterAll, describe, expect, it} from 'vitest'
import {run} from '../support/run.ts'
import {projectRoot} from '../support/snapshots.ts'

const folder = mkdtempSync(join(tmpdir(), 'doctor-loaded-'))
afterAll(() => rmSync(folder, {recursive: true}))

/** The files of the bundle that a command loads. */
function loadedBy(words: readonly string[]): readonly string[] {
  const list = join(folder, 'loaded.json')
  const recorder = pathToFileURL(join(projectRoot, 'test/support/loaded-modules.mjs')).href
  const {code, stderr} = run(words, {NODE_OPTIONS: `--import ${recorder}`, LOADED_MODULES: list})
  expect(code, stderr).toBe(0)
  const bundle = join(projectRoot, 'dist/bundle')
  const files = JSON.parse(readFileSync(list, 'utf8')) as readonly string[]
  return files.filter(file => file.startsWith(bundle)).map(file => relative(bundle, file))
}

const holding = (files: readonly string[], text: RegExp) =>
  files.filter(file => text.test(readFileSync(join(projectRoot, 'dist/bundle', file), 'utf8')))
const awsClient = /\w+Client ?= ?class extends/

const planned = ['check', '--template', 'examples/openvidu-ha.yaml', '--offline', '--fail-on', 'never']
const schema = ['schema', 'report']

describe('the bundle', () => {
  it.each([['--version'], ['--help'], ['checks'], ['explain', 'master-ports'], ['probe'], schema, planned])(
    'has nothing of AWS in what %s loads',
    (...words) => {
      const files = loadedBy(words)
      expect(files.length).toBeGreaterThan(0)
      expect(holding(files, awsClient)).toEqual([])
    },
  )

  it('would see it there', () => {
    expect(holding(loadedBy(['permissions']), awsClient)).not.toEqual([])
  })

  it('is few files for an offline check, whose number is what takes the time', () => {
    expect(loadedBy(planned).length).toBeLessThan(25)
  })

  it('is ASCII, which Node reads without decoding it', () => {
    const files = [...loadedBy(planned), ...loadedBy(schema)]
    expect(
      files.filter(file => /[^\0-\x7f]/.test(readFileSync(join(projectRoot, 'dist/bundle', file), 'utf8'))),
    ).toEqual([])
  })
})
