import {spawnSync} from 'node:child_process'
import {root} from './check-files.ts'

/*
 * Examines the example plan, in which two parameters are wrong, the way its user would. The findings are what the demo is
 * about, so it ends well where they are found: --fail-on never.
 */

const quiet = process.argv.includes('--quiet')
const command = [
  'check',
  '--template',
  'examples/openvidu-ha.yaml',
  '--parameters',
  'examples/parameters.json',
  '--region',
  'eu-west-1',
  '--stack-name',
  'video',
  '--offline',
  '--fail-on',
  'never',
]
if (!quiet) console.log(`$ openvidu-doctor ${command.join(' ')}\n`)
const run = spawnSync(process.execPath, ['bin/run.js', ...command], {
  cwd: root,
  stdio: ['ignore', quiet ? 'pipe' : 'inherit', 'inherit'],
  encoding: 'utf8',
})
if (!quiet) {
  console.log(
    '\nThat was a plan with two wrong parameters; examples/README.md tells more.\nWithout `--fail-on never` it exits 1.',
  )
}
process.exitCode = run.status ?? 1
