import {rmSync} from 'node:fs'
import {join} from 'node:path'

// oclif lists whatever stands in dist/commands, so a deleted command would live on there.
const [target = 'dist'] = process.argv.slice(2)
rmSync(join(import.meta.dirname, '..', target), {recursive: true, force: true})
