import {execFileSync, spawnSync} from 'node:child_process'
import {existsSync} from 'node:fs'
import {join} from 'node:path'

/*
 * Wall time and memory of a whole offline check, as a process, beside a bare Node and beside cfn-lint on the same template.
 * Medians of several runs, taken in turns so that a busy moment hits all alike. `npm run bench`, with the
 * official template where OPENVIDU_TEMPLATES names the folder that holds it.
 */

const root = join(import.meta.dirname, '..')
const runs = 9
const official = join(process.env.OPENVIDU_TEMPLATES ?? root, 'cf-openvidu-ha-3.8.0.yaml')
const [given = existsSync(official) ? official : join(root, 'examples/openvidu-ha.yaml')] = process.argv.slice(2)

/** Measured elsewhere for the official 3.8.0 template with cfn-lint 1.51, used where cfn-lint isn't installed. */
const recorded = {seconds: 4.6, mebibytes: 167}

interface Sample {
  readonly seconds: number
  readonly mebibytes: number
}

const doctor = [process.execPath, join(root, 'bin/run.js')]
const contenders: Readonly<Record<string, readonly string[]>> = {
  'bare node': [process.execPath, '-e', '0'],
  '--version': [...doctor, '--version'],
  '--help': [...doctor, '--help'],
  'check --offline': [...doctor, 'check', '--template', given, '--offline', '--fail-on', 'never'],
  ...(has('cfn-lint') ? {'cfn-lint': ['cfn-lint', given]} : {}),
}

const samples = new Map<string, Sample[]>(Object.keys(contenders).map(name => [name, []]))
for (let run = 0; run < runs; run += 1) {
  for (const [name, command] of Object.entries(contenders)) samples.get(name)?.push(measure(command))
}

const medians = new Map([...samples].map(([name, taken]) => [name, median(taken)]))
const check = medians.get('check --offline')
const rival = medians.get('cfn-lint')
console.log(`${given}, Node ${process.versions.node}, median of ${runs} runs\n`)
const base = medians.get('bare node')
for (const [name, {seconds, mebibytes}] of medians) {
  const ratio = base === undefined ? '' : `${(seconds / base.seconds).toFixed(1)} x bare node`
  console.log(
    `${name.padEnd(18)} ${seconds.toFixed(3).padStart(7)} s  ${mebibytes.toFixed(0).padStart(4)} MiB  ${ratio}`,
  )
}
if (check !== undefined) {
  const other = rival ?? recorded
  const source = rival === undefined ? 'cfn-lint (recorded: not installed here)' : 'cfn-lint (this run)'
  console.log(
    `\ncheck / ${source}: time 1/${(other.seconds / check.seconds).toFixed(1)}, memory 1/${(other.mebibytes / check.mebibytes).toFixed(1)}`,
  )
}

/** One run under GNU time where there is one, which knows the peak memory of a process. */
function measure([program = '', ...rest]: readonly string[]): Sample {
  const started = process.hrtime.bigint()
  const timed = existsSync('/usr/bin/time')
  const run = timed
    ? spawnSync('/usr/bin/time', ['-f', '%M', program, ...rest], {encoding: 'utf8'})
    : spawnSync(program, rest, {encoding: 'utf8'})
  const seconds = Number(process.hrtime.bigint() - started) / 1e9
  const kibibytes = timed ? Number(run.stderr.trim().split('\n').at(-1)) : Number.NaN
  return {seconds, mebibytes: kibibytes / 1024}
}

function median(taken: readonly Sample[]): Sample {
  const middle = (values: readonly number[]) =>
    values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN
  return {seconds: middle(taken.map(({seconds}) => seconds)), mebibytes: middle(taken.map(({mebibytes}) => mebibytes))}
}

function has(program: string): boolean {
  try {
    execFileSync(program, ['--version'], {stdio: 'ignore'})
    return true
  } catch {
    return false
  }
}
