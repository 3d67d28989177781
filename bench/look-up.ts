import {spawn} from 'node:child_process'
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {labAccount, startLab} from '../test/lab/index.ts'
import {buildTemplate} from '../test/support/template-builder.ts'
import {goodParameters} from '../test/support/template-parameter-sets.ts'

/*
 * A planned check with look-ups, against an AWS that takes its time: how many calls, the longest chain of calls that wait for
 * each other, and the wall time beside what that chain must cost. `npm run bench:look-up`
 */

const latencyMs = 100
const runs = 5

const root = join(import.meta.dirname, '..')
const folder = mkdtempSync(join(tmpdir(), 'doctor-bench-'))
const [template, parameters] = [join(folder, 'template.yaml'), join(folder, 'parameters.json')]
writeFileSync(template, buildTemplate('3.8.0', {hardened: true}))
writeFileSync(parameters, JSON.stringify(goodParameters('3.8.0')))
const args = [
  'check',
  '--template',
  template,
  '--parameters',
  parameters,
  '--stack-name',
  'video',
  '--fail-on',
  'never',
]

try {
  const offline = median(await times(['--offline'], {}))
  const lab = await startLab({account: labAccount({generation: '3.8.0', deployed: false}), latencyMs})
  const online = median(await times([], lab.environment))
  lab.calls.clear()
  await once([], lab.environment)
  const calls = lab.calls.count()
  const chain = lab.calls.longestChain().length
  await lab.close()
  console.log(`latency ${latencyMs} ms a call, median of ${runs} runs\n`)
  console.log(`calls                     ${calls}`)
  console.log(`longest dependent chain   ${chain} calls, ${chain * latencyMs} ms`)
  console.log(`offline                   ${offline.toFixed(0)} ms`)
  console.log(`with look-ups             ${online.toFixed(0)} ms`)
  console.log(`look-ups / chain          ${((online - offline) / (chain * latencyMs)).toFixed(2)}`)
} finally {
  rmSync(folder, {recursive: true})
}

async function times(
  more: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<readonly number[]> {
  const taken: number[] = []
  // The first run fills the compile cache, and counts for none.
  for (let run = 0; run <= runs; run += 1) {
    const started = performance.now()
    await once(more, environment)
    if (run > 0) taken.push(performance.now() - started)
  }
  return taken
}

function once(more: readonly string[], environment: Readonly<Record<string, string>>): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, 'bin/run.js'), ...args, ...more], {
      stdio: 'ignore',
      env: {PATH: process.env.PATH, HOME: process.env.HOME, ...environment},
    })
    child.on('close', code => (code === 0 ? resolve() : reject(new Error(`exit ${code}`))))
  })
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN
}
