import {readdirSync} from 'node:fs'
import {join} from 'node:path'
import {rolldown} from 'rolldown'
import {root} from './check-files.ts'

/*
 * Bundles the compiled commands with what they import, in a few chunks instead of 250 modules: a whole offline check takes a
 * tenth less (npm run bench). What a command imports lazily stays a chunk of its own, loaded when it is asked for. oclif stays
 * outside: a command must be an instance of the host's own classes.
 */

const compiled = join(root, 'dist', 'commands')
const input = Object.fromEntries(
  readdirSync(compiled)
    .filter(file => file.endsWith('.js'))
    .map(file => [`commands/${file.slice(0, -'.js'.length)}`, join(compiled, file)]),
)
const bundle = await rolldown({input, external: [/^@oclif\/core/], platform: 'node', logLevel: 'warn'})
await bundle.write({dir: join(root, 'dist', 'bundle'), format: 'esm', chunkFileNames: 'chunks/[name]-[hash].js'})
await bundle.close()
