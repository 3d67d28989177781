import {existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {afterEach, beforeEach} from 'vitest'
import {type Brought, bringLogs, type LogNode} from '../../../src/nodes/logs/bring-logs.ts'
import type {Following} from '../../../src/nodes/logs/following.ts'
import {merged} from '../../../src/nodes/logs/merge.ts'
import type {LogQuery} from '../../../src/nodes/logs/query.ts'
import {sourcesNamed} from '../../../src/nodes/logs/sources.ts'
import {SecretMemory} from '../../../src/redact/secret-memory.ts'
import {type ShellNodes, type ShellNodesOptions, shellNodes} from '../../support/shell-nodes.ts'

const everything: Omit<LogQuery, 'sources'> = {since: null, until: null, grep: null, lines: null}

/** Nodes with logs for the tests of a file: `start` makes them in a test, and they are gone after it. */
export function loggedNodes() {
  let nodes: ShellNodes
  let folder: string
  let looks = 0
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'logged-nodes-'))
  })
  afterEach(() => {
    nodes.remove()
    rmSync(folder, {recursive: true, force: true})
  })

  /** Nodes whose docker prints the file of a container; what it is asked is in `docker.asked`. */
  function start(options: ShellNodesOptions = {}): void {
    nodes = shellNodes(options)
    nodes.standIn(
      'docker',
      `own=$OPENVIDU_DOCTOR_ROOT/containers
printf '%s\\n' "$*" >>"$OPENVIDU_DOCTOR_ROOT/docker.asked"
case $1 in
  ps) cat "$OPENVIDU_DOCTOR_ROOT/names" ;;
  logs) for name in "$@"; do :; done; cat "$own/$name" ;;
esac`,
    )
    nodes.standIn('journalctl', 'cat "$OPENVIDU_DOCTOR_ROOT/journal" 2>/dev/null')
  }

  function write(node: string, path: string, content: string | Buffer): void {
    const file = join(nodes.rootOf(node), path)
    mkdirSync(dirname(file), {recursive: true})
    writeFileSync(file, content)
  }

  function container(node: string, name: string, content: string | Buffer): void {
    const names = join(nodes.rootOf(node), 'names')
    const before = existsSync(names) ? readFileSync(names, 'utf8') : ''
    if (!before.split('\n').includes(name)) write(node, 'names', `${before}${name}\n`)
    write(node, `containers/${name}`, content)
  }

  async function bring(
    asked: readonly LogNode[],
    more: {query?: Partial<LogQuery>; bytesPerNode?: number; following?: ReadonlyMap<string, Following>} = {},
  ): Promise<Brought> {
    looks += 1
    return bringLogs({
      nodes: asked,
      query: {...everything, ...more.query},
      place: (name, {kind, name: source}) => join(folder, String(looks), name, `${source}.${kind}.log`),
      memory: new SecretMemory(),
      commander: nodes.commander,
      signal: new AbortController().signal,
      limits: {bytesPerNode: more.bytesPerNode ?? 300e6, totalBytes: 2e9, collectSeconds: 60},
      ...(more.following === undefined ? {} : {following: more.following}),
    })
  }

  return {nodes: () => nodes, start, write, container, bring}
}

export const node = (id: string, names: readonly string[] | null = null): LogNode => ({
  id,
  name: id,
  role: 'media',
  sources: names?.flatMap(name => sourcesNamed(name)) ?? null,
})

export function linesOf(brought: Brought): readonly string[] {
  const window = {since: null, until: null, lines: null}
  return Array.from(
    merged(brought.files, window),
    ({file, text}) => `${file.node} ${file.source.name} ${text.toString()}`,
  )
}
