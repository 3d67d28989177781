#!/usr/bin/env node
import {existsSync} from 'node:fs'
import * as module from 'node:module'
import {homedir} from 'node:os'
import {join} from 'node:path'

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 13)) {
  console.error(
    `openvidu-doctor needs Node.js 22.13 or newer; this is ${process.versions.node}. Install a current LTS release.`,
  )
  process.exit(2)
}
if (!existsSync(new URL('../dist/bundle/commands', import.meta.url))) {
  console.error('openvidu-doctor is not built here yet. In its folder: npm ci && npm run build')
  process.exit(2)
}
// Half of a run was compiling the same modules again. In a folder of the user's own: compiled code is code.
// NODE_DISABLE_COMPILE_CACHE=1 turns it off.
module.enableCompileCache?.(
  join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'openvidu-doctor', 'compiled'),
)
// Imported only now: an older Node could not even parse these modules, and the cache serves what comes after it.
const {program} = await import('../dist/bundle/cli/program.js')
await program(process.argv.slice(2), import.meta.url)
