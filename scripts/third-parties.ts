import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'

/** A package of somebody else's of which there is something in the bundle. */
export interface ThirdParty {
  readonly name: string
  readonly version: string
  /** SPDX expression, as its package.json has it. */
  readonly license: string
  /** From the root of the project. */
  readonly folder: string
}

/** The packages that modules come from, by name and version. Throws where one does not say its licence: then nobody may pass it on. */
export function packagesOf(moduleIds: readonly string[]): readonly ThirdParty[] {
  const folders = new Set(
    moduleIds.flatMap(id => /^.*(node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(id)?.slice(0, 1) ?? []),
  )
  const packages = [...folders].map(path => {
    const folder = path.slice(path.indexOf('node_modules/'), -1)
    const {name, version, license} = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')) as Partial<ThirdParty>
    if (name === undefined || version === undefined || typeof license !== 'string')
      throw new Error(`${folder} does not say its name, version and licence`)
    return {name, version, license, folder}
  })
  return packages.sort((a, b) => (a.folder < b.folder ? -1 : 1))
}

/** The text of its licence, and its notice where it has one; null where the package brings no such file. */
export function licenceOf(root: string, {folder}: ThirdParty): string | null {
  const files = readdirSync(join(root, folder)).filter(file => /^(licen[cs]e|notice|copying)(\.|-|$)/i.test(file))
  const texts = files.sort().map(file => readFileSync(join(root, folder, file), 'utf8').trim())
  return texts.length === 0 ? null : texts.join('\n\n')
}
