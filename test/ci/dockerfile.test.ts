import {existsSync, readdirSync, readFileSync} from 'node:fs'
import {builtinModules} from 'node:module'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {textOf} from '../support/ci.ts'
import {projectRoot} from '../support/snapshots.ts'

interface Instruction {
  readonly name: string
  readonly text: string
}

/** Instructions by stage; a stage begins with its FROM. */
function stagesOf(dockerfile: string): readonly (readonly Instruction[])[] {
  const lines = dockerfile
    .replace(/^#.*\n/gm, '')
    .replace(/\\\n/g, ' ')
    .split('\n')
  const stages: Instruction[][] = []
  for (const line of lines.filter(text => text.trim() !== '')) {
    const [, name = '', text = ''] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? []
    if (name === 'FROM') stages.push([])
    stages.at(-1)?.push({name, text: text.replace(/\s+/g, ' ')})
  }
  return stages
}

const stages = stagesOf(textOf('docs/ci/Dockerfile'))
const [build = [], image = []] = stages
const said = (stage: readonly Instruction[], name: string) =>
  stage.filter(instruction => instruction.name === name).map(({text}) => text)
const lock = JSON.parse(textOf('package-lock.json')) as {packages: Record<string, {version: string}>}
const {files, engines} = JSON.parse(textOf('package.json')) as {files: readonly string[]; engines: {node: string}}

describe('the Dockerfile', () => {
  it('has the Node.js of the tests in both stages, which is new enough', () => {
    expect(stages).toHaveLength(2)
    const bases = stages.flatMap(stage => said(stage, 'FROM')).map(text => text.replace(/ AS \w+$/, ''))
    expect(bases).toEqual(Array(2).fill(`node:${lock.packages['node_modules/node']?.version}-slim`))
    const [, major, minor] = /^>=(\d+)\.(\d+)$/.exec(engines.node) ?? []
    const [, ours, next] = /^node:(\d+)\.(\d+)\./.exec(bases[0] ?? '') ?? []
    expect(Number(ours) * 1000 + Number(next)).toBeGreaterThanOrEqual(Number(major) * 1000 + Number(minor))
  })

  it('copies what there is, and .dockerignore lets exactly that through', () => {
    const copied = said(build, 'COPY').flatMap(text => text.split(' ').slice(0, -1))
    expect(copied.filter(file => !existsSync(join(projectRoot, file)))).toEqual([])
    const letThrough = textOf('.dockerignore')
      .split('\n')
      .flatMap(line => /^!(.+)$/.exec(line)?.[1] ?? [])
    expect(letThrough.toSorted()).toEqual(copied.toSorted())
    // The build bundles what these folders hold.
    expect(copied).toEqual(expect.arrayContaining(['bin', 'checks', 'commands', 'reports', 'scripts', 'src']))
  })

  it('takes into the image what the package has, and nothing else but its modules', () => {
    const taken = said(image, 'COPY').flatMap(text => text.split(' ').slice(1, -1))
    const ours = taken.map(file => file.replace('/build/', '')).filter(file => file !== 'node_modules')
    const published = ['package.json', ...files.map(file => file.slice(1))]
    expect(ours.filter(file => !published.includes(file))).toEqual([])
    expect(ours).toEqual(expect.arrayContaining(['package.json', 'oclif.manifest.json', 'bin/run.js', 'dist']))
  })

  it('runs as a user without rights, as the command itself', () => {
    expect(said(image, 'USER')).toEqual(['node'])
    expect(said(image, 'ENTRYPOINT')).toEqual(['["openvidu-doctor"]'])
    // After it nothing is made that root alone could.
    expect(image.slice(image.findIndex(({name}) => name === 'USER')).map(({name}) => name)).toEqual([
      'USER',
      'WORKDIR',
      'ENTRYPOINT',
    ])
  })

  /** Imports of what is no file of the bundle, without blanks as the bundle has them, or as a text of it may say. */
  const importing = /(?:[\s};]from|[};]import|[^\w.]import\(|^import|__require\()\s*(["'`])([^"'`.\s][^"'`\s]*)\1/gm

  it('needs nothing that the image has not: what is built has it in it', () => {
    expect(said(build, 'RUN').join()).toContain('npm prune --omit=dev')
    const bundle = join(projectRoot, 'dist/bundle')
    const loaded = readdirSync(bundle, {recursive: true, encoding: 'utf8'})
      .filter(file => file.endsWith('.js'))
      .flatMap(file => [...readFileSync(join(bundle, file), 'utf8').matchAll(importing)])
      .map(([, , name]) => name ?? '')
    expect(loaded).toContain('node:path')
    const {dependencies} = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {dependencies: object}
    const here = new Set([...builtinModules, ...Object.keys(dependencies)])
    expect(loaded.filter(name => !name.startsWith('node:') && !here.has(name))).toEqual([])
  })
})
