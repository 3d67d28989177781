import {randomBytes} from 'node:crypto'
import {mkdtempSync, readdirSync, rmSync, statSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {labAccount, startLab} from '../test/lab/index.ts'
import {fleetParameters} from '../test/lab/scale.ts'
import {type Held, printedBy} from '../test/support/protocol-nodes.ts'
import {sentScript} from '../test/support/sent-script.ts'
import {framed, type Lines, linesOf, run} from './many-logs.ts'

/*
 * Memory of the whole command `logs`, as it is installed, in a process of its own; the lab, whose 50 nodes answer at once, runs in
 * this one. Fails above 150 MiB, or where lines are missing. `npm run bench:logs`, or with the megabytes of each node.
 */

const mostMebibytes = 150
const nodes = 50
const megabytes = Number(process.argv[2] ?? 40)
const bucket = 'collected'

console.log(`${nodes} nodes, ${megabytes} MB each\n`)
console.log(row('', 'packed MB', 'wall s', 'peak MiB'))
// Lines that are alike pack well enough to come by Run Command, at its rates, in a minute; those with random ids do not.
const alike = linesOf(megabytes, () => 'a1b2c3d4e5f60718293a4b5c')
await measure('in pieces, into files', alike, ['--output'])
await measure('in pieces, shown', alike, [])
const various = linesOf(megabytes, () => randomBytes(12).toString('hex'))
await measure('via S3, into files', various, ['--via', `s3://${bucket}`, '--output'])

async function measure(name: string, lines: Lines, flags: readonly string[]): Promise<void> {
  const account = labAccount({parameters: fleetParameters(nodes - 4), defaultHostManagement: true})
  const objects = new Map<string, Buffer>()
  const {region, now: createdAt} = account
  const unset = {publicAccessBlock: null, versioning: null, encryption: null}
  account.buckets.push({name: bucket, region, createdAt, own: true, ...unset, objects})
  const lab = await startLab({account})
  let packedBytes = 0
  let held: {readonly packed: Buffer; readonly held: Held} | null = null
  lab.fleet.canned = order => {
    const script = sentScript(order)
    // All nodes hold the same; the key of the frames comes with the first script.
    held ??= framed(lines, /key=([0-9a-f]{32})/.exec(script)?.[1] ?? '')
    packedBytes = held.packed.length
    const [, key] = /^url = "[^"]*\/(openvidu-doctor-[^"?]+)/m.exec(script) ?? []
    if (key === undefined) return {output: printedBy(held.held, script)}
    objects.set(key, held.packed)
    const [, mark] = /printf '(openvidu-doctor-upload 1 [0-9a-f]{32})/.exec(script) ?? []
    return {output: `${mark} 200 ${held.held.size} ${held.held.sha256}\n`}
  }
  const folder = mkdtempSync(join(tmpdir(), 'bench-logs-'))
  const output = join(folder, 'output')
  const args = ['logs', 'video', '--since', '2026-01-01', '--no-progress', ...flags]
  if (flags.includes('--output')) args.push(output)
  const started = performance.now()
  const {code, shown, mebibytes} = await run(args, lab.environment)
  const seconds = (performance.now() - started) / 1_000
  const packed = (packedBytes * nodes) / 1e6
  console.log(row(name, packed.toFixed(0), seconds.toFixed(0), mebibytes.toFixed(0)))
  const arrived = flags.includes('--output')
    ? readdirSync(output).reduce((sum, node) => sum + statSync(join(output, node, 'caddy.log')).size, 0)
    : shown
  const least = lines.bytes * nodes
  if (code !== 0 || arrived < least || !(mebibytes < mostMebibytes)) {
    console.log(`  exit code ${code}, ${arrived} of ${least} bytes`)
    process.exitCode = 1
  }
  rmSync(folder, {recursive: true})
  await lab.close()
}

function row(name: string, ...cells: readonly string[]): string {
  return name.padEnd(24) + cells.map(cell => cell.padStart(11)).join('')
}
