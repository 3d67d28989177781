import {spawn} from 'node:child_process'
import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {namesOf, startDns} from '../test/lab/dns.ts'
import {labAccount, startLab} from '../test/lab/index.ts'
import type {Call} from '../test/lab/record.ts'
import {crowded, fleetParameters} from '../test/lab/scale.ts'

/*
 * Checks of deployed stacks, against an AWS that takes its time: how many calls, the longest chain of calls that wait for each
 * other, and the wall time beside what that chain must cost. `npm run bench:deployed`
 */

/** What AWS tells; how long nodes take to answer is another matter (`bench/nodes.ts`). */
const look = ['check', 'video', '--no-nodes']

const latencyMs = 100
const runs = 5
const root = join(import.meta.dirname, '..')
const folder = mkdtempSync(join(tmpdir(), 'doctor-bench-'))

const accounts = {
  '2 media nodes': () => labAccount(),
  '400 media nodes': () => labAccount({parameters: fleetParameters(400)}),
  'in a crowded account': () => crowded(labAccount(), 5_000),
} as const

console.log(
  `latency ${latencyMs} ms a call, median of ${runs} runs; replay: the same report from a saved snapshot; look: wall - replay;
asking: from the first call to the last answer\n`,
)
const columns = [
  'calls',
  'chain',
  'chain ms',
  'wall ms',
  'replay ms',
  'asking ms',
  'wall/chain',
  'look/chain',
  'asking/chain',
]
console.log(row('', ...columns))
for (const [name, account] of Object.entries(accounts)) {
  const lab = await startLab({account: account(), latencyMs, frozen: true})
  const dns = await startDns(namesOf(lab.account))
  const environment = {...lab.environment, OPENVIDU_DOCTOR_DNS: dns.server}
  const saved = join(folder, 'snapshot.json')
  await once([...look, '--save-snapshot', saved], environment)
  lab.calls.clear()
  await once(look, environment)
  const calls = lab.calls.count()
  const chain = lab.calls.longestChain().length
  // One after the other in turn, so that what the machine does besides falls on both.
  const [walls, replays, asked]: [number[], number[], number[]] = [[], [], []]
  for (let run = 0; run < runs; run += 1) {
    lab.calls.clear()
    walls.push(await timed(look, environment))
    asked.push(spanOf(lab.calls.all))
    replays.push(await timed(['check', '--from', saved], environment))
  }
  dns.close()
  await lab.close()
  const [wall, replay, asking, least] = [median(walls), median(replays), median(asked), chain * latencyMs]
  const ratios = [wall, wall - replay, asking].map(milliseconds => (milliseconds / least).toFixed(2))
  console.log(row(name, calls, chain, least, ...[wall, replay, asking].map(one => one.toFixed(0)), ...ratios))
}
rmSync(folder, {recursive: true})

function spanOf(calls: readonly Call[]): number {
  const ends = calls.flatMap(({endedAt}) => endedAt ?? [])
  return Math.max(...ends) - Math.min(...calls.map(({startedAt}) => startedAt))
}

function row(name: string, ...cells: readonly (string | number)[]): string {
  return name.padEnd(22) + cells.map(cell => String(cell).padStart(14)).join('')
}

async function timed(args: readonly string[], environment: Readonly<Record<string, string>>): Promise<number> {
  const started = performance.now()
  await once(args, environment)
  return performance.now() - started
}

function once(args: readonly string[], environment: Readonly<Record<string, string>>): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, 'bin/run.js'), ...args, '--fail-on', 'never'], {
      stdio: 'ignore',
      env: {PATH: process.env.PATH, HOME: process.env.HOME, ...environment},
    })
    child.on('close', code => (code === 0 ? resolve() : reject(new Error(`exit ${code}`))))
  })
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN
}
