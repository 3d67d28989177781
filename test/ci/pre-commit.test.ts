import {copyFileSync, mkdirSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {parsed, textOf, workplace, yamlOf} from '../support/ci.ts'
import {projectRoot} from '../support/snapshots.ts'

interface Hook {
  readonly id: string
  readonly name: string
  readonly entry: string
  readonly language: string
  readonly files: string
  readonly pass_filenames: boolean
}

interface Configuration {
  readonly repos: readonly [
    {readonly rev: string; readonly hooks: readonly [Pick<Hook, 'id' | 'files'> & {args: string[]}]},
  ]
}

const [hook, ...others] = yamlOf<readonly [Hook]>('.pre-commit-hooks.yaml')
const {
  repos: [repository],
} = yamlOf<Configuration>('docs/ci/pre-commit-config.yaml')
const [used] = repository.hooks
const {version, bin} = JSON.parse(textOf('package.json')) as {version: string; bin: Record<string, string>}

describe('the hook of pre-commit', () => {
  it('is what pre-commit installs from this repository', () => {
    expect(others).toEqual([])
    expect(hook).toMatchObject({id: 'openvidu-doctor', language: 'node', pass_filenames: false})
    const [command, ...words] = hook.entry.split(' ')
    expect(Object.keys(bin)).toContain(command)
    expect(words).toContain('--offline')
    expect([used.id, repository.rev]).toEqual([hook.id, `v${version}`])
  })

  it('can be installed: npm pack prints nothing but the name of the file, which pre-commit takes from there', () => {
    // The build runs before it, and npm would tell that, too.
    expect(textOf('package.json')).toContain('"prepack"')
    expect(textOf('.npmrc')).toMatch(/^foreground-scripts=false$/m)
  })

  it('runs for the files that its arguments name, and for no other', () => {
    const named = used.args.flatMap(argument => /^--(?:template|parameters)=(.+)$/.exec(argument)?.[1] ?? [])
    expect(named).toHaveLength(2)
    for (const file of named) {
      expect(file).toMatch(new RegExp(hook.files))
      expect(file).toMatch(new RegExp(used.files))
    }
    expect('infra/other.yaml').not.toMatch(new RegExp(used.files))
  })

  it.each([
    ['parameters-good.json', 0],
    ['parameters.json', 1],
  ])('lets %s end with %i', async (parameters, expected) => {
    using place = workplace()
    mkdirSync(join(place.folder, 'infra'))
    copyFileSync(join(projectRoot, 'examples/openvidu-ha.yaml'), join(place.folder, 'infra/cf-openvidu-ha.yaml'))
    copyFileSync(join(projectRoot, 'examples', parameters), join(place.folder, 'infra/production.json'))
    place.standIn('openvidu-doctor', `exec '${process.execPath}' '${projectRoot}/bin/run.js' "$@"`)
    const words = [...hook.entry.split(' '), ...used.args]
    await parsed(words.slice(1))
    const {code} = await place.run(['sh'], `PRE_COMMIT=1 ${words.map(word => `'${word}'`).join(' ')}`)
    expect(code).toBe(expected)
  })
})
