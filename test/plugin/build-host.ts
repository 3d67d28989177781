import {spawnSync} from 'node:child_process'
import {cpSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {type LongRun, type Run, run, start} from '../support/run.ts'
import {projectRoot} from '../support/snapshots.ts'

/** A command line of somebody else, `acme`, with this package and check packs as its plugins. */
export interface Host {
  readonly root: string
  /** This package as it was packed. */
  readonly packed: string
  readonly run: (...args: readonly string[]) => Run
  /** The same without waiting for it. */
  readonly start: (args: readonly string[], environment: Readonly<Record<string, string>>) => LongRun
}

const runner = `#!/usr/bin/env node
import {execute, settings} from '@oclif/core'
settings.enableAutoTranspile = false
await execute({dir: import.meta.url})
`

/**
 * Builds a host in a new folder. What it installs is the packed tarball and the example pack in it; the dependencies of both are
 * those of this project, so that nothing is fetched. oclif's core is the host's own; this package brings what it uses of it.
 */
export function buildHost(): Host {
  const root = mkdtempSync(join(tmpdir(), 'host-'))
  const modules = join(root, 'node_modules')
  const packed = join(modules, 'openvidu-doctor')
  mkdirSync(packed, {recursive: true})
  // npm would build first; the tests are run on what is built.
  perform('npx', ['--no-install', 'tsc', '-p', 'tsconfig.public.json'])
  perform('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', root])
  const {version, dependencies} = manifestOf(projectRoot)
  perform('tar', ['-xzf', join(root, `openvidu-doctor-${version}.tgz`), '-C', packed, '--strip-components=1'])
  for (const name of ['@oclif/core', ...Object.keys(dependencies)]) {
    mkdirSync(dirname(join(modules, name)), {recursive: true})
    symlinkSync(join(projectRoot, 'node_modules', name), join(modules, name))
  }
  cpSync(join(packed, 'examples/check-pack'), join(modules, 'acme-doctor-checks'), {recursive: true})
  const plugins = ['openvidu-doctor', 'acme-doctor-checks']
  writePackage(root, {
    name: 'acme-cli',
    version: '9.8.7',
    type: 'module',
    dependencies: Object.fromEntries(['@oclif/core', ...plugins].map(name => [name, '*'])),
    oclif: {bin: 'acme', dirname: 'acme', topicSeparator: ' ', plugins},
  })
  mkdirSync(join(root, 'bin'))
  writeFileSync(join(root, 'bin/run.js'), runner)
  const program = join(root, 'bin/run.js')
  return {
    root,
    packed,
    run: (...args) => run(args, {}, root, program),
    start: (args, environment) => start(args, environment, root, program),
  }
}

/** Adds a plugin whose hook is this source text, beside those that the host has. */
export function addPlugin({root}: Host, name: string, hook: string): void {
  const folder = join(root, 'node_modules', name)
  mkdirSync(folder)
  writePackage(folder, {name, version: '0.0.1', type: 'module', oclif: {hooks: {'doctor:checks': './hook.js'}}})
  writeFileSync(join(folder, 'hook.js'), hook)
  const {dependencies, oclif, ...rest} = manifestOf(root)
  writePackage(root, {
    ...rest,
    dependencies: {...dependencies, [name]: '*'},
    oclif: {...oclif, plugins: [...oclif.plugins, name]},
  })
}

interface Manifest {
  readonly version: string
  readonly dependencies: Readonly<Record<string, string>>
  readonly oclif: {readonly plugins: readonly string[]}
}

export function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest
}

function writePackage(folder: string, manifest: object): void {
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest))
}

function perform(command: string, args: readonly string[]): void {
  const {status, stdout, stderr} = spawnSync(command, args, {cwd: projectRoot, encoding: 'utf8'})
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed:\n${stdout}${stderr}`)
}
