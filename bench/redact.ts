import {execFileSync} from 'node:child_process'
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {cpus, tmpdir} from 'node:os'
import {join} from 'node:path'
import {LineRedactor} from '../src/redact/line-redactor.ts'
import {bytesOf} from '../src/redact/redactor.ts'
import {SecretMemory} from '../src/redact/secret-memory.ts'
import {SecretSearch} from '../src/redact/secret-search.ts'
import {sedScript} from '../src/redact/sed-script.ts'
import {Tokens} from '../src/redact/tokens.ts'
import {canaries} from '../test/support/canaries.ts'
import {realisticLines} from '../test/support/realistic-logs.ts'

/*
 * How fast redaction is on one core, beside sed with the same rules over the same file: logs of healthy services, in which one line
 * in a hundred holds a secret. Megabytes by time of the processor, which other work on the machine changes little; by the clock
 * too. `npm run bench:redact`
 */

const lineCount = 400_000
const secretEvery = 100
/** A deployment has a dozen secrets, and its people as many again. */
const knownValues = 30
const searchedValues = 300
const runs = 4
const blockBytes = 65_536
const wanted = 50

const all = canaries()
// Of every kind some.
const planted = all.filter((_, index) => index % 12 === 0)
const lines = realisticLines(lineCount).flatMap((line, index) =>
  index % secretEvery === 0 ? [line, planted[index % planted.length]?.text ?? ''] : [line],
)
const bytes = Buffer.from(lines.join('\n'))
const asBytes = bytesOf(bytes.toString()).split('\n')
const known = all.slice(0, knownValues)
const searched = all.slice(0, searchedValues).map(({id, value}) => ({value, from: id}))

interface Speed {
  readonly processor: number
  readonly clock: number
}

const folder = mkdtempSync(join(tmpdir(), 'doctor-bench-'))
try {
  console.log(
    `${(bytes.length / 1e6).toFixed(0)} MB, ${asBytes.length} lines, one in ${secretEvery} with a secret; ${cpus()[0]?.model ?? ''}\n`,
  )
  const second = best(() => {
    const memory = new SecretMemory()
    for (const {value} of known) memory.take(bytesOf(value))
    const redactor = new LineRedactor(memory)
    for (const line of asBytes) redactor.redacted(line)
  })
  const third = best(() => {
    const scan = new SecretSearch(searched).scan()
    for (let at = 0; at < bytes.length; at += blockBytes) scan.take(bytes.subarray(at, at + blockBytes))
  })
  const tokens = best(() => {
    const names = new Map([['10.0.1.11', 'master-1']])
    const redactor = new Tokens({key: Buffer.alloc(32, 1), known: names, domains: ['video.example.com']})
    for (const line of asBytes) redactor.redacted(line)
  })
  const sed = sedSpeed()
  tell(`second ring, ${knownValues} known values`, second, sed)
  tell(`last ring, ${searchedValues} values`, third, sed)
  tell('tokens', tokens, sed)
  tell('sed -E with the same rules', sed, sed)
  if (second.processor < wanted || third.processor < wanted) {
    console.log(`\nslower than ${wanted} MB/s`)
    process.exitCode = 1
  }
} finally {
  rmSync(folder, {recursive: true})
}

function tell(what: string, speed: Speed, sed: Speed): void {
  const ratio = (speed.processor / sed.processor).toFixed(1)
  const columns = [speed.processor, speed.clock].map(value => value.toFixed(1).padStart(9))
  console.log(`${what.padEnd(34)}${columns[0]} MB/s   by the clock ${columns[1]} MB/s   ${ratio.padStart(6)} times sed`)
}

/** The best of several runs: the first of them are for the compiler. */
function best(work: () => void): Speed {
  let found: Speed = {processor: 0, clock: 0}
  for (let run = 0; run < runs; run += 1) {
    const [before, started] = [process.cpuUsage(), performance.now()]
    work()
    const {user, system} = process.cpuUsage(before)
    const speed = {processor: bytes.length / (user + system), clock: bytes.length / 1e3 / (performance.now() - started)}
    if (speed.processor > found.processor) found = speed
  }
  return found
}

/** Of a tenth of the bytes: by the times that the shell tells of its children. */
function sedSpeed(): Speed {
  const [rules, log] = [join(folder, 'rules'), join(folder, 'log')]
  const part = bytes.subarray(0, Math.floor(bytes.length / 10))
  writeFileSync(rules, sedScript())
  writeFileSync(log, part)
  const started = performance.now()
  const told = execFileSync('sh', ['-c', 'sed -E -f "$1" "$2" >/dev/null; times', 'sh', rules, log], {
    encoding: 'utf8',
    env: {LC_ALL: 'C', PATH: process.env.PATH},
  })
  const clock = part.length / 1e3 / (performance.now() - started)
  const times = [...(told.split('\n')[1]?.matchAll(/(\d+)m([\d.]+)s/g) ?? [])]
  const seconds = times.reduce((sum, [, minutes, own]) => sum + Number(minutes) * 60 + Number(own), 0)
  return {processor: part.length / 1e6 / seconds, clock}
}
