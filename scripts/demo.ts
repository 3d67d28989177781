import {spawn} from 'node:child_process'
import {namesOf, startDns} from '../test/lab/dns.ts'
import {labAccount, startLab} from '../test/lab/index.ts'
import {openViduFleet} from '../test/lab/openvidu/fleet.ts'
import {scenarios} from '../test/lab/scenarios/index.ts'
import {root} from './check-files.ts'

/*
 * The main job without an AWS account: an AWS of its own on a loopback port, a deployed stack in it that runs, with three
 * things wrong that nobody noticed, and a service that crashes on a node. The real command line looks at it, and its script asks
 * the nodes, each of which is a shell in a folder of its own. The findings are what the demo is about, so it
 * ends well where they are found: --fail-on never.
 */

const wrong = [
  'a master that fails the health checks of the balancer',
  'the snapshot policy disabled',
  'scaling suspended during maintenance and forgotten',
]

const quiet = process.argv.includes('--quiet')
const command = ['check', 'video', '--region', 'eu-west-1', '--fail-on', 'never']

const account = labAccount({region: 'eu-west-1', template: {hardened: true}, defaultHostManagement: true})
for (const name of wrong) {
  const scenario = scenarios.find(one => one.name === name)
  if (scenario === undefined) throw new Error(`no scenario "${name}"`)
  scenario.change?.(account)
}
const dns = await startDns(namesOf(account))
const fleet = openViduFleet(account, nodes => {
  nodes
    .get('master-2')
    ?.containers(all =>
      all.map(one => (one.name === 'caddy' ? {...one, state: 'restarting', exitCode: 1, restarts: 214} : one)),
    )
    .write('stand-ins/curl.d/http/7880', '502')
})
await using lab = await startLab({account, fleet})
if (!quiet) console.log(`$ openvidu-doctor ${command.join(' ')}\n`)
process.exitCode = await run()
dns.close()
if (!quiet) {
  console.log(
    [
      '',
      'That was a stack of four faults on an AWS that ran on this machine only.',
      'Without --fail-on never it exits 1. Yours: openvidu-doctor check STACK',
    ].join('\n'),
  )
}

function run(): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['bin/run.js', ...command], {
      cwd: root,
      stdio: ['ignore', quiet ? 'ignore' : 'inherit', 'inherit'],
      // Nothing of the user's own AWS settings: the demo must not ask anybody else.
      env: {...withoutAws(process.env), ...lab.environment, OPENVIDU_DOCTOR_DNS: dns.server},
    })
    child.on('error', reject)
    child.on('close', code => resolve(code ?? 1))
  })
}

function withoutAws(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith('AWS_')))
}
