import {spawn} from 'node:child_process'
import {join} from 'node:path'
import {type Lab, labAccount, startLab} from '../test/lab/index.ts'
import {crowded, fleetParameters} from '../test/lab/scale.ts'

/*
 * Checks of deployed stacks, against an AWS that takes its time: how many calls, the longest chain of calls that wait for each
 * other, and the wall time beside what that chain must cost. `npm run bench:deployed`
 */

const latencyMs = 100
const runs = 5
const root = join(import.meta.dirname, '..')

const accounts = {
  '2 media nodes': () => labAccount(),
  '400 media nodes': () => labAccount({parameters: fleetParameters(400)}),
  'in a crowded account': () => crowded(labAccount(), 5_000),
} as const

console.log(`latency ${latencyMs} ms a call, median of ${runs} runs, the whole process\n`)
console.log('                        calls   chain   chain time   wall    wall / chain   started')
for (const [name, account] of Object.entries(accounts)) {
  const lab = await startLab({account: account(), latencyMs})
  await once(lab, ['check', 'video'])
  const taken: number[] = []
  for (let run = 0; run < runs; run += 1) {
    lab.calls.clear()
    const started = performance.now()
    await once(lab, ['check', 'video'])
    taken.push(performance.now() - started)
  }
  const calls = lab.calls.count()
  const chain = lab.calls.longestChain().length
  // What any run takes before it can ask.
  const idle: number[] = []
  for (let run = 0; run < runs; run += 1) {
    const started = performance.now()
    await once(lab, ['--version'])
    idle.push(performance.now() - started)
  }
  await lab.close()
  const wall = median(taken)
  const row = [calls, chain, `${chain * latencyMs} ms`, `${wall.toFixed(0)} ms`]
  console.log(
    `${name.padEnd(24)}${row.map(cell => String(cell).padEnd(8)).join('')}${(wall / (chain * latencyMs)).toFixed(2).padEnd(15)}${median(idle).toFixed(0)} ms`,
  )
}

function once({environment}: Lab, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      [join(root, 'bin/run.js'), ...args, '--fail-on', 'never'].slice(0, args[0] === 'check' ? undefined : 2),
      {
        stdio: 'ignore',
        env: {PATH: process.env.PATH, HOME: process.env.HOME, ...environment},
      },
    )
    child.on('close', code => (code === 0 ? resolve() : reject(new Error(`exit ${code}`))))
  })
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN
}
