import {rmSync} from 'node:fs'
import {join} from 'node:path'

// oclif lists whatever stands in dist and its manifest, so a deleted command would live on there.
for (const target of ['dist', 'oclif.manifest.json']) {
  rmSync(join(import.meta.dirname, '..', target), {recursive: true, force: true})
}
