import {spawnSync} from 'node:child_process'
import {randomBytes} from 'node:crypto'
import {createWriteStream, mkdtempSync, readFileSync, rmSync, statSync} from 'node:fs'
import {copyFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {Readable} from 'node:stream'
import {pipeline} from 'node:stream/promises'
import {readBundle} from '../src/bundle/read/read-bundle.ts'
import {seal} from '../src/bundle/seal.ts'
import {createCase, reopenCase, workingFolderOf} from '../src/bundle/working-folder.ts'
import {LineRedactor} from '../src/redact/line-redactor.ts'
import {SecretMemory} from '../src/redact/secret-memory.ts'
import {SecretSearch} from '../src/redact/secret-search.ts'
import {logLines} from './log-lines.ts'

/*
 * Sealing a case of 2 GB of logs, and verifying it: search for 300 values, SHA-256 and gzip, in a process of its own, beside what tar
 * takes for the same folder. Fails above 200 MiB. `npm run bench:seal [MEGABYTES]`
 */

const mostMebibytes = 200
const files = 40
const values = 300

const target = {stackName: 'video', region: 'eu-west-1', accountId: null, generation: null}
const memory = new SecretMemory()
const redactor = () => new LineRedactor(memory)
const {signal} = new AbortController()

interface Measured {
  /** Of the archive. */
  readonly bytes: number
  /** Of the processor. */
  readonly seconds: number
  /** Null where nobody measured it. */
  readonly mebibytes: number | null
}

const [mode = '', archive = ''] = process.argv.slice(2)
if (mode === 'seal') tell((await sealing(archive)).bytes)
else if (mode === 'verify') {
  await readBundle({file: archive, maxBytes: null, taker: () => null, signal})
  tell(statSync(archive).size)
} else await all(Number(mode || 2_000))

async function all(megabytes: number): Promise<void> {
  const {build} = await import('rolldown')
  const folder = mkdtempSync(join(tmpdir(), 'bench-seal-'))
  const program = join(folder, 'seal.mjs')
  const output = join(folder, 'video.tar.gz')
  try {
    // What is measured runs as the product does, bundled: reading TypeScript alone takes Node 40 MiB.
    await build({
      input: import.meta.filename,
      platform: 'node',
      external: ['rolldown'],
      output: {file: program, format: 'esm', codeSplitting: false},
    })
    await fill(output, megabytes * 1e6)
    console.log('            MB in   MB out   wall s    cpu s   MB/cpu s   peak MiB')
    line('tar czf', megabytes, () => tarOf(workingFolderOf(output), join(folder, 'tar.tar.gz')))
    for (const step of ['seal', 'verify']) line(step, megabytes, () => ourOwn(program, step, output))
  } finally {
    rmSync(folder, {recursive: true})
  }
}

function line(what: string, megabytes: number, measure: () => Measured): void {
  const started = performance.now()
  const {bytes, seconds, mebibytes} = measure()
  const wall = (performance.now() - started) / 1_000
  const cells = [
    megabytes,
    (bytes / 1e6).toFixed(0),
    wall.toFixed(1),
    seconds.toFixed(1),
    (megabytes / seconds).toFixed(0),
  ]
  const widths = [7, 9, 9, 9, 11]
  const row = cells.map((cell, index) => String(cell).padStart(widths[index] ?? 0)).join('')
  console.log(`${what.padEnd(10)}${row}${(mebibytes?.toFixed(0) ?? '').padStart(11)}`)
  if (mebibytes !== null && !(mebibytes < mostMebibytes)) process.exitCode = 1
}

/** The shell tells what its children took of the processor. */
function tarOf(folder: string, to: string): Measured {
  const {stdout} = spawnSync('sh', ['-c', 'tar czf "$1" -C "$0" . && times', folder, to], {encoding: 'utf8'})
  const [, children = ''] = stdout.split('\n')
  const seconds = [...children.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, m, s]) => sum + Number(m) * 60 + Number(s),
    0,
  )
  const bytes = statSync(to).size
  rmSync(to)
  return {bytes, seconds, mebibytes: null}
}

function ourOwn(program: string, step: string, output: string): Measured {
  const {stdout} = spawnSync(process.execPath, [program, step, output], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return JSON.parse(stdout || '{"bytes": 0, "seconds": 0, "mebibytes": null}') as Measured
}

function tell(bytes: number): void {
  const {user, system} = process.cpuUsage()
  console.log(JSON.stringify({bytes, seconds: (user + system) / 1e6, mebibytes: peakMebibytes()}))
}

/** Of this program alone: what resourceUsage tells begins with what the parent had when it started us. */
function peakMebibytes(): number {
  const [, kibibytes = ''] = /VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8')) ?? []
  return Number(kibibytes) / 1_024
}

async function fill(output: string, bytes: number): Promise<void> {
  const writer = await createCase(
    workingFolderOf(output),
    {
      toolVersion: '0.1.0',
      case: null,
      startedAt: '2026-11-22T10:00:00.000Z',
      target,
      window: {since: null, until: null},
      tokens: null,
    },
    redactor,
  )
  const pathOf = (number: number) => `nodes/media-${number}/logs/openvidu.container.log`
  const first = await writer.place(pathOf(0))
  await pipeline(Readable.from(logLines(bytes / files)), createWriteStream(first))
  for (let number = 0; number < files; number += 1) {
    // Further apart than gzip remembers, so that the same again costs the same again.
    if (number > 0) await copyFile(first, await writer.place(pathOf(number)))
    await writer.adopt(pathOf(number), {source: 'docker logs openvidu', node: `media-${number}`})
  }
}

async function sealing(output: string): Promise<{bytes: number}> {
  return seal({
    resumed: null,
    writer: await reopenCase(workingFolderOf(output), redactor),
    output,
    toolVersion: '0.1.0',
    sealedAt: '2026-11-22T10:05:00.000Z',
    partial: null,
    target,
    schemas: {},
    search: new SecretSearch(
      Array.from({length: values}, (_, number) => ({
        value: randomBytes(18).toString('base64'),
        from: `value ${number}`,
      })),
    ),
    stackSecret: {read: true, why: null},
    recipients: [],
    keepLeaking: false,
    signal,
  })
}
