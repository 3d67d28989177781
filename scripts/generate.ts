import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import type {AnyCheck} from '../src/model/check.ts'
import {root} from './check-files.ts'
import {checkIndex, checkPage} from './check-page.ts'
import {withCommands} from './command-reference.ts'
import {exampleSnapshots} from './example-snapshots.ts'
import {registryText} from './registry.ts'
import {jsonSchemas} from './schemas.ts'

/*
 * Writes everything that is made from something else: the registry of checks, their pages, the JSON Schemas, the example snapshots,
 * and the reference of commands in the README.
 * A test fails where a committed file is not what this would write.
 */

const registry = join(root, 'checks', 'index.ts')
writeFileSync(registry, registryText())
// Imported only now: the registry on disk may have been out of date, or naming a check that is gone.
const {checks} = (await import(registry)) as {checks: readonly AnyCheck[]}

mkdirSync(join(root, 'docs', 'checks'), {recursive: true})
for (const check of checks) {
  const page = join(root, 'docs', 'checks', `${check.id}.md`)
  writeFileSync(page, checkPage(check, existsSync(page) ? readFileSync(page, 'utf8') : null))
}

writeFileSync(join(root, 'docs', 'checks', 'README.md'), checkIndex(checks))

mkdirSync(join(root, 'schemas'), {recursive: true})
for (const [name, text] of jsonSchemas()) writeFileSync(join(root, 'schemas', name), text)

mkdirSync(join(root, 'examples', 'snapshots'), {recursive: true})
for (const [name, text] of exampleSnapshots()) writeFileSync(join(root, 'examples', 'snapshots', name), text)

const readme = join(root, 'README.md')
writeFileSync(readme, await withCommands(readFileSync(readme, 'utf8')))

console.log(`${checks.length} checks registered, with a page each`)
