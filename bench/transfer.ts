import {spawnSync} from 'node:child_process'
import {createHash} from 'node:crypto'
import {createReadStream, createWriteStream, mkdtempSync, openSync, readSync, rmSync, statSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {Readable, Writable} from 'node:stream'
import {pipeline} from 'node:stream/promises'
import {createGzip} from 'node:zlib'
import {chunkBytes} from '../src/nodes/transfer/chunk-script.ts'
import {transfer} from '../src/nodes/transfer/transfer.ts'
import {type Held, protocolNodes} from '../test/support/protocol-nodes.ts'
import {logLines} from './log-lines.ts'

/*
 * Memory and processor time of large transfers, with nodes that answer at once: what is left is ours. Each runs in a process of
 * its own, and fails above 150 MiB. `npm run bench:transfer`
 */

const mostMebibytes = 150
const cases = [
  {nodes: 1, megabytes: 200},
  {nodes: 10, megabytes: 200},
  {nodes: 50, megabytes: 40},
] as const

// What is measured runs as the product does, bundled: reading TypeScript alone takes Node 40 MiB.
const [mode, nodes = '1', file = '', raw = '0'] = process.argv.slice(2)
if (mode === 'one') await one(Number(nodes), file, Number(raw))
else await all()

async function all(): Promise<void> {
  const {build} = await import('rolldown')
  const folder = mkdtempSync(join(tmpdir(), 'bench-transfer-'))
  const program = join(folder, 'one.mjs')
  try {
    await build({
      input: import.meta.filename,
      platform: 'node',
      external: ['rolldown', /^@aws-sdk/],
      output: {file: program, format: 'esm', codeSplitting: false},
    })
    console.log(' nodes   each MB   packed MB   wall s   peak MiB')
    for (const {nodes, megabytes} of cases) {
      const packed = join(folder, `${megabytes}.gz`)
      await pipeline(Readable.from(logLines(megabytes * 1e6)), createGzip({level: 1}), createWriteStream(packed))
      const started = performance.now()
      const child = spawnSync(process.execPath, [program, 'one', String(nodes), packed, String(megabytes * 1e6)], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      const seconds = (performance.now() - started) / 1000
      const mebibytes = Number(child.stdout)
      const sizes = [nodes, megabytes, ((statSync(packed).size * nodes) / 1e6).toFixed(0)]
      const [count, each, sent] = sizes.map(String)
      console.log(
        `${count?.padStart(6)}${each?.padStart(10)}${sent?.padStart(12)}${seconds.toFixed(1).padStart(9)}${mebibytes.toFixed(0).padStart(11)}`,
      )
      if (child.status !== 0 || !(mebibytes < mostMebibytes)) process.exitCode = 1
    }
  } finally {
    rmSync(folder, {recursive: true})
  }
}

async function one(count: number, path: string, raw: number): Promise<void> {
  const descriptor = openSync(path, 'r')
  const {size} = statSync(path)
  const hash = createHash('sha256')
  for await (const bytes of createReadStream(path)) hash.update(bytes)
  const held: Held = {
    raw,
    size,
    sha256: hash.digest('hex'),
    chunk: index => {
      const bytes = Buffer.alloc(Math.min(chunkBytes, size - index * chunkBytes))
      readSync(descriptor, bytes, 0, bytes.length, index * chunkBytes)
      return bytes
    },
  }
  const ids = Array.from({length: count}, (_, index) => `i-${index}`)
  const {outcomes} = await transfer({
    nodes: ids.map(id => ({id, role: 'media', collect: 'cat /log'})),
    limits: {bytesPerNode: 1e9, totalBytes: 4e9, collectSeconds: 60},
    what: 'logs',
    commander: protocolNodes(new Map(ids.map(id => [id, held]))).commander,
    signal: new AbortController().signal,
    sink: () => new Writable({write: (_block, _encoding, done) => done()}),
  })
  const wrong = [...outcomes].filter(([, outcome]) => outcome.state !== 'whole')
  if (wrong.length > 0) throw new Error(`not whole: ${JSON.stringify(wrong[0])}`)
  console.log(process.resourceUsage().maxRSS / 1024)
}
