import {mkdtempSync, readdirSync, rmSync, statSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {labAccount, startLab} from '../test/lab/index.ts'
import {fleetParameters} from '../test/lab/scale.ts'
import {type Held, printedBy} from '../test/support/protocol-nodes.ts'
import {sentScript} from '../test/support/sent-script.ts'
import {framed, linesOf, run} from './many-logs.ts'

/*
 * Memory of the whole command `bundle`, as it is installed, in a process of its own, while the logs of 50 nodes come, are redacted,
 * searched and sealed. The lab, whose nodes answer at once, runs in this one. Fails above 200 MiB, or where lines are missing.
 * `npm run bench:bundle`, or with the megabytes of each node.
 */

const mostMebibytes = 200
const nodes = 50
const megabytes = Number(process.argv[2] ?? 40)

const lines = linesOf(megabytes, () => 'a1b2c3d4e5f60718293a4b5c')
const account = labAccount({parameters: fleetParameters(nodes - 4), defaultHostManagement: true})
const lab = await startLab({account})
const services = new Map<string, Held>()
lab.fleet.canned = order => {
  const script = sentScript(order)
  const staged = /openvidu-doctor-(?:stage|chunk|clean) 1 ([0-9a-f]{32})/.exec(script)?.[1]
  // Neither the probe nor the sizes of logs: a node that does not tell them is asked for its logs all the same.
  if (staged === undefined) return {output: ''}
  const key = /^key=([0-9a-f]{32})$/m.exec(script)?.[1]
  if (key !== undefined && !services.has(staged)) {
    // Files and journals come first, and of them there is nothing.
    const none = {packed: Buffer.alloc(0), raw: 0, bytes: 0}
    services.set(staged, framed(services.size === 0 ? none : lines, key, 'openvidu').held)
  }
  const held = services.get(staged)
  return held === undefined ? {output: ''} : {output: printedBy(held, script)}
}
const folder = mkdtempSync(join(tmpdir(), 'bench-bundle-'))
const output = join(folder, 'video.tar.gz')
const started = performance.now()
const {code, mebibytes} = await run(
  ['bundle', 'video', '--no-progress', '--no-secret', '--max-size', '4GB', '--since', '2026-01-01', '--output', output],
  lab.environment,
)
const seconds = (performance.now() - started) / 1_000
const made = readdirSync(folder).map(name => `${name} ${(statSync(join(folder, name)).size / 1e6).toFixed(0)} MB`)
console.log(`${nodes} nodes, ${megabytes} MB of logs each: ${made.join(', ')}`)
console.log(`exit code ${code}, ${seconds.toFixed(0)} s, peak ${mebibytes.toFixed(0)} MiB`)
const verified = await run(['bundle', 'verify', output, '--max-size', '4GB', '--json'], lab.environment)
console.log(`verify: exit code ${verified.code}, peak ${verified.mebibytes.toFixed(0)} MiB`)
await lab.close()
const whole = await bytesInside(output)
rmSync(folder, {recursive: true})
if (code !== 0 || verified.code !== 0 || whole < lines.bytes * nodes || !(mebibytes < mostMebibytes)) {
  console.log(`  ${whole} of at least ${lines.bytes * nodes} bytes`)
  process.exitCode = 1
}

async function bytesInside(file: string): Promise<number> {
  const {execFileSync} = await import('node:child_process')
  return execFileSync('tar', ['tvzf', file], {encoding: 'utf8', maxBuffer: 2 ** 26})
    .split('\n')
    .filter(line => line.includes('/logs/'))
    .reduce((sum, line) => sum + Number(line.split(/\s+/)[2] ?? 0), 0)
}
