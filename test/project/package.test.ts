import {execFileSync} from 'node:child_process'
import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {licenceOf, packagesOf, type ThirdParty} from '../../scripts/third-parties.ts'
import {projectRoot} from '../support/snapshots.ts'

const read = (path: string) => readFileSync(join(projectRoot, path), 'utf8')
const bundled = JSON.parse(read('dist/bundled.json')) as readonly ThirdParty[]
const named = ({name, version}: Pick<ThirdParty, 'name' | 'version'>) => `${name}@${version}`

describe('the package', () => {
  it('holds what its users need, and nothing else', () => {
    // Without the scripts: they would build under the feet of other tests.
    const [packed] = JSON.parse(
      execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {cwd: projectRoot, encoding: 'utf8'}),
    ) as {readonly files: readonly {readonly path: string}[]; readonly size: number}[]
    const paths = (packed?.files ?? []).map(({path}) => path)
    const kinds = [
      /^(package\.json|README\.md|CHANGELOG\.md|LICENSE|oclif\.manifest\.json|bin\/run\.js)$/,
      /^dist\/bundle\/(commands|chunks|cli|packs)\/[\w./-]+\.js$/,
      /^dist\/(bundled\.json|sbom\.cdx\.json|THIRD-PARTY-LICENSES\.txt)$/,
      /^docs\/(checks\/[\w.-]+|check-packs)\.md$/,
      /^dist\/types\/[\w./-]+\.d\.ts$/,
      /^examples\/[\w./-]+\.(json|md|yaml|js)$/,
    ]
    expect(paths.filter(path => !kinds.some(kind => kind.test(path)))).toEqual([])
    for (const kind of [kinds[0], kinds[1], kinds[3], kinds[5]])
      expect(paths.some(path => kind?.test(path) === true)).toBe(true)
    expect(packed?.size).toBeLessThan(2_000_000)
  })

  it('needs nothing at run time that is in its bundle', () => {
    const {dependencies} = JSON.parse(read('package.json')) as {readonly dependencies: Readonly<Record<string, string>>}
    expect(Object.keys(dependencies).filter(name => bundled.some(one => one.name === name))).toEqual([])
    expect(bundled.map(({name}) => name)).toEqual(
      expect.arrayContaining(['@aws-sdk/client-ec2', 'zod', 'js-yaml', 'listr2']),
    )
  })

  it('passes on what may be passed on, with its licence', () => {
    const free = new Set(['Apache-2.0', 'MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'BlueOak-1.0.0'])
    expect(bundled.filter(({license}) => !free.has(license))).toEqual([])
    const silent = bundled.filter(one => licenceOf(projectRoot, one) === null).map(({license}) => license)
    // Those of a licence that others bring the text of.
    expect(new Set(silent)).toEqual(new Set(silent.length > 0 ? ['Apache-2.0'] : []))
  })

  it('has licences and a bill of materials with all that is bundled and all that is installed beside it', () => {
    execFileSync(process.execPath, [join(projectRoot, 'scripts/pack.ts')], {cwd: projectRoot})
    const bill = JSON.parse(read('dist/sbom.cdx.json')) as {
      readonly bomFormat: string
      readonly metadata: {readonly component: {readonly name: string}}
      readonly components: readonly {readonly name: string; readonly version: string; readonly purl: string}[]
    }
    expect([bill.bomFormat, bill.metadata.component.name]).toEqual(['CycloneDX', 'openvidu-doctor'])
    const listed = bill.components.map(named)
    expect(listed).toEqual(expect.arrayContaining([...bundled.map(named)]))
    expect(bill.components.map(({name}) => name)).toEqual(expect.arrayContaining(['@oclif/core', 'ejs']))
    expect(bill.components.map(({name}) => name)).not.toContain('vitest')
    expect(new Set(listed).size).toBe(listed.length)
    for (const {purl} of bill.components) expect(purl).toMatch(/^pkg:npm\/(%40[\w.-]+\/)?[\w.-]+@\d/)
    const licences = read('dist/THIRD-PARTY-LICENSES.txt')
    for (const {name, version} of bundled) expect(licences).toContain(`${name} ${version} (`)
  })

  it('names the package of a module however deep it lies', () => {
    const inside = join(projectRoot, 'node_modules/@aws-sdk/client-ec2/dist-es/index.js')
    expect(packagesOf([inside, inside, join(projectRoot, 'src/index.ts')]).map(({name}) => name)).toEqual([
      '@aws-sdk/client-ec2',
    ])
  })
})
