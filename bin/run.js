#!/usr/bin/env node
const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 13)) {
  console.error(
    `openvidu-doctor needs Node.js 22.13 or newer; this is ${process.versions.node}. Install a current LTS release.`,
  )
  process.exit(2)
}
// Imported only now: an older Node could not even parse these modules.
const {execute, settings} = await import('@oclif/core')
// TypeScript 7 has no compiler API for oclif to transpile with; without this line it warns where NODE_ENV is set.
settings.enableAutoTranspile = false
await execute({dir: import.meta.url})
