import {fork, spawn} from 'node:child_process'
import {once as onceOf} from 'node:events'
import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {namesOf, startDns} from '../test/lab/dns.ts'
import {type Lab, labAccount, startLab} from '../test/lab/index.ts'
import type {Call} from '../test/lab/record.ts'
import {crowded, fleetParameters} from '../test/lab/scale.ts'

/*
 * Checks of deployed stacks, against an AWS that takes its time: how many calls, the longest chain of calls that wait for each other,
 * and the wall time beside what that chain must cost. Held to `allowed` are checks of a process that runs, from the first call to the
 * report, as those of `check --wait`; whole runs, which begin with starting Node and loading clients, are told beside them.
 * `npm run bench:deployed`
 */

/** What AWS tells; how long nodes take to answer is another matter (`bench/nodes.ts`). */
const check = ['check', 'video', '--no-nodes']

const latencyMs = 100
/** How many times the chain a check may take. */
const allowed = 1.3
const runs = 5
/** In one process; the first few, which are still being compiled, do not count. */
const rounds = {unmeasured: 3, measured: 15} as const
const root = join(import.meta.dirname, '..')
const folder = mkdtempSync(join(tmpdir(), 'doctor-bench-'))

/** With the longest chain that each may have, which for the last are the pages of what runs in the account. */
const accounts = [
  {name: '2 media nodes', account: () => labAccount(), longest: 6},
  {name: '400 media nodes', account: () => labAccount({parameters: fleetParameters(400)}), longest: 6},
  {name: 'in a crowded account', account: () => crowded(labAccount(), 5_000), longest: 8},
] as const

const [inProcess, wholeRuns]: [string[], string[]] = [[], []]
for (const {name, account, longest} of accounts) {
  console.error(`${name} ...`)
  const lab = await startLab({account: account(), latencyMs, frozen: true})
  const dns = await startDns(namesOf(lab.account))
  const environment = {...lab.environment, OPENVIDU_DOCTOR_DNS: dns.server}
  inProcess.push(await checksInProcess({name, longest}, lab, environment))
  wholeRuns.push(await runsOf(name, lab, environment))
  dns.close()
  await lab.close()
}
rmSync(folder, {recursive: true})

console.log(`latency ${latencyMs} ms a call; medians\n`)
console.log(`checks of a running process, ${rounds.measured} each: at most ${allowed} times the chain\n`)
console.log(row('', 'calls', 'chain', 'chain ms', 'wall ms', 'wall/chain'))
for (const line of inProcess) console.log(line)
console.log(`
whole runs, ${runs} each; replay: the same report from a saved snapshot; look: wall - replay;
asking: from the first call to the last answer\n`)
const columns = ['calls', 'chain', 'chain ms', 'wall ms', 'replay ms', 'asking ms']
console.log(row('', ...columns, 'wall/chain', 'look/chain', 'asking/chain'))
for (const line of wholeRuns) console.log(line)

/**
 * The line of checks in one process. The chain is the shortest that any of them had, since calls that merely came one after the other
 * lengthen a chain as well.
 */
async function checksInProcess(
  {name, longest}: {readonly name: string; readonly longest: number},
  lab: Lab,
  environment: Readonly<Record<string, string>>,
): Promise<string> {
  const child = fork(join(import.meta.dirname, 'check-rounds.ts'), {
    env: {PATH: process.env.PATH, HOME: process.env.HOME, ...environment},
  })
  child.once('exit', code => {
    if (code !== 0) throw new Error(`the checks ended with ${code}`)
  })
  const [taken, chains]: [number[], number[]] = [[], []]
  for (let round = 0; round < rounds.unmeasured + rounds.measured; round += 1) {
    lab.calls.clear()
    child.send('check')
    const [milliseconds] = (await onceOf(child, 'message')) as [number]
    if (round < rounds.unmeasured) continue
    taken.push(milliseconds)
    chains.push(lab.calls.longestChain().length)
  }
  child.disconnect()
  const chain = Math.min(...chains)
  const [wall, least] = [median(taken), chain * latencyMs]
  if (chain > longest || wall > allowed * least) process.exitCode = 1
  return row(name, lab.calls.count(), chain, least, wall.toFixed(0), (wall / least).toFixed(2))
}

async function runsOf(name: string, lab: Lab, environment: Readonly<Record<string, string>>): Promise<string> {
  const saved = join(folder, 'snapshot.json')
  await once([...check, '--save-snapshot', saved], environment)
  lab.calls.clear()
  await once(check, environment)
  const calls = lab.calls.count()
  const chain = lab.calls.longestChain().length
  // One after the other in turn, so that what the machine does besides falls on both.
  const [walls, replays, asked]: [number[], number[], number[]] = [[], [], []]
  for (let run = 0; run < runs; run += 1) {
    lab.calls.clear()
    walls.push(await timed(check, environment))
    asked.push(spanOf(lab.calls.all))
    replays.push(await timed(['check', '--from', saved], environment))
  }
  const [wall, replay, asking, least] = [median(walls), median(replays), median(asked), chain * latencyMs]
  const ratios = [wall, wall - replay, asking].map(milliseconds => (milliseconds / least).toFixed(2))
  return row(name, calls, chain, least, ...[wall, replay, asking].map(one => one.toFixed(0)), ...ratios)
}

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
