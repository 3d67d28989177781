import {mkdirSync, writeFileSync} from 'node:fs'
import {fixtureFiles, fixturesFolder} from '../test/support/template-fixtures.ts'

/* Writes test/fixtures/plans anew. Same input, same bytes: the difference to the commit is what changed in the builder. */

for (const [name, text] of fixtureFiles()) {
  const file = new URL(name, fixturesFolder)
  mkdirSync(new URL('.', file), {recursive: true})
  writeFileSync(file, text)
  console.log(name)
}
