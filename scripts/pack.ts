import {execFileSync} from 'node:child_process'
import {readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {root} from './check-files.ts'
import {licenceOf, type ThirdParty} from './third-parties.ts'

/*
 * What a package needs beside the bundle: the licences of what is in it, and a bill of materials (CycloneDX) of that and of what npm
 * installs beside it. Run by `npm pack`, after the build.
 */

const bundled = JSON.parse(readFileSync(join(root, 'dist', 'bundled.json'), 'utf8')) as readonly ThirdParty[]
writeFileSync(join(root, 'dist', 'THIRD-PARTY-LICENSES.txt'), licences())
writeFileSync(join(root, 'dist', 'sbom.cdx.json'), `${JSON.stringify(billOfMaterials(), null, 2)}\n`)

/** Texts that many packages share stand once, after the packages that have them. */
function licences(): string {
  const byText = Map.groupBy(
    bundled,
    one => licenceOf(root, one) ?? `(${one.license}; the package brings no text of it)`,
  )
  const parts = [...byText].map(([text, packages]) =>
    [...packages.map(({name, version, license}) => `${name} ${version} (${license})`), '', text].join('\n'),
  )
  return `Parts of these packages are in the files of the folder bundle.\n\n${parts.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`
}

interface Component {
  readonly 'bom-ref': string
  readonly name: string
}

/** As far as it is read here. */
interface Bill {
  readonly serialNumber?: string
  readonly metadata: {readonly timestamp?: string; readonly component: Component}
  readonly components: readonly Component[]
  readonly dependencies: readonly {readonly ref: string; readonly dependsOn: readonly string[]}[]
}

/**
 * Of npm's own bill what the bundle was made of, and what npm installs beside it: all that the dependencies of package.json need. npm can
 * leave out by itself what only development needs, but then leaves out more. Without the time and the serial number of the run, which
 * would make every package another.
 */
function billOfMaterials(): Bill {
  const text = execFileSync('npm', ['sbom', '--sbom-format', 'cyclonedx', '--sbom-type', 'application'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  })
  const {serialNumber: _, ...bill} = JSON.parse(text) as Bill
  const {timestamp: __, component, ...about} = bill.metadata
  const refs = new Set(bundled.map(({name, version}) => `${name}@${version}`))
  const needs = new Map(bill.dependencies.map(({ref, dependsOn}) => [ref, dependsOn]))
  const {dependencies} = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {readonly dependencies: object}
  const queue = bill.components.filter(({name}) => name in dependencies).map(one => one['bom-ref'])
  for (const ref of queue) {
    if (refs.has(ref)) continue
    refs.add(ref)
    queue.push(...(needs.get(ref) ?? []))
  }
  const components = bill.components.filter(one => refs.has(one['bom-ref']))
  const missing = [...refs].filter(ref => !components.some(one => one['bom-ref'] === ref))
  if (missing.length > 0) throw new Error(`npm knows nothing of ${missing.join(', ')}`)
  return {
    ...bill,
    // npm names it by the folder that it lies in.
    metadata: {...about, component: {...component, name: 'openvidu-doctor'}},
    components,
    dependencies: bill.dependencies
      .filter(({ref}) => refs.has(ref) || ref === component['bom-ref'])
      .map(({ref, dependsOn}) => ({ref, dependsOn: dependsOn.filter(one => refs.has(one))})),
  }
}
