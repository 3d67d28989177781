import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, expect, it} from 'vitest'
import {bringLogs} from '../../../src/nodes/logs/bring-logs.ts'
import {sourcesNamed} from '../../../src/nodes/logs/sources.ts'
import {bothRings, type Rings} from '../../../src/redact/rings.ts'
import {SecretMemory} from '../../../src/redact/secret-memory.ts'
import {SecretSearch} from '../../../src/redact/secret-search.ts'
import {canaries} from '../../support/canaries.ts'
import {type ShellNodes, shellNodes} from '../../support/shell-nodes.ts'
import {untouched} from '../../support/untouched.ts'

/** Those that both of the first rings tell by themselves. */
const planted = canaries().filter(({told}) => told === 'node')
const search = new SecretSearch(planted.map(({id, value}) => ({value, from: id})))

let nodes: ShellNodes
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rings-'))
  nodes = shellNodes({})
  nodes.standIn('docker', 'case $1 in ps) echo caddy ;; logs) cat "$OPENVIDU_DOCTOR_ROOT/log" ;; esac')
  mkdirSync(nodes.rootOf('media-1'), {recursive: true})
  writeFileSync(join(nodes.rootOf('media-1'), 'log'), `${planted.map(({text}) => text).join('\n')}\n`)
})
afterEach(() => {
  nodes.remove()
  rmSync(folder, {recursive: true, force: true})
})

/** What the last ring finds in the file that was brought, by what the secrets are known by. */
async function found(change: (rings: Rings) => Rings): Promise<ReadonlySet<string>> {
  const memory = new SecretMemory()
  const {files} = await bringLogs({
    nodes: [{id: 'media-1', name: 'media-1', role: 'media', sources: sourcesNamed('caddy') ?? null}],
    query: {since: null, until: null, grep: null, lines: null},
    place: (_, {name}) => join(folder, `${name}.log`),
    memory,
    rings: change(bothRings(memory)),
    commander: nodes.commander,
    signal: new AbortController().signal,
    limits: {bytesPerNode: 300e6, totalBytes: 2e9, collectSeconds: 60},
  })
  const [file] = files
  if (file === undefined || files.length > 1) throw new Error('one file was not brought')
  return new Set(
    search
      .scan()
      .take(readFileSync(file.path))
      .map(({from}) => from),
  )
}

it('either of the first two rings holds without the other', async () => {
  expect([...(await found(rings => ({...rings, onNode: null})))]).toEqual([])
  rmSync(join(folder, 'caddy.log'))
  expect([...(await found(rings => ({...rings, here: () => untouched})))]).toEqual([])
})

it('without both the last one finds every secret', async () => {
  const hits = await found(() => ({onNode: null, here: () => untouched}))
  expect(hits).toEqual(new Set(planted.map(({id}) => id)))
})
