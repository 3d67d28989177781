import type {SourceKind} from '../derive/line-time.ts'
import {nodePaths} from '../model/evidence.ts'
import type {SignatureSource} from '../openvidu/signatures.ts'

/** A log of a node, as it lies in a case. */
export interface CaseLog {
  readonly path: string
  /** `master-1`: the name of its folder. */
  readonly node: string
  /** How its lines are stamped. */
  readonly kind: SourceKind
  /** `caddy`, `journal`, `cloud-init-output`, `console`. */
  readonly name: string
  /** Which failure signatures are looked for in it; null for none. */
  readonly source: SignatureSource | null
}

const files: Readonly<Record<string, SignatureSource>> = {
  'cloud-init-output': 'cloud-init',
  'cloud-init': 'cloud-init',
  'cfn-init': 'cloud-init',
  nodes_errors: 'nodes-errors',
  stop_media_node: 'drain-log',
  // What the reboot job printed would else stand in the journal.
  'openvidu-restart': 'journal',
}

/** The log that a path of a case is; null where it is none. Names of files are as `logs --output` gives them. */
export function logAt(path: string): CaseLog | null {
  const [, node = '', file = ''] = /^nodes\/([^/]+)\/logs\/([^/]+)\.log$/.exec(path) ?? []
  if (file === '') return consoleAt(path)
  const [, stem = file, ending] = /^(.+)\.(journal|file)$/.exec(file) ?? []
  if (ending === 'journal') return {path, node, kind: 'journal', name: stem, source: 'journal'}
  if (ending === 'file') return {path, node, kind: 'file', name: stem, source: files[stem] ?? null}
  return {path, node, kind: 'container', name: file, source: 'container-log'}
}

function consoleAt(path: string): CaseLog | null {
  const [, node] = /^nodes\/([^/]+)\/[^/]+$/.exec(path) ?? []
  if (node === undefined || path !== nodePaths.console(node)) return null
  return {path, node, kind: 'file', name: 'console', source: 'cloud-init'}
}

/** Whether it tells of the installation from its beginning, as the script itself printed it. */
export function isInstallationLog({name}: Pick<CaseLog, 'name'>): boolean {
  return name === 'cloud-init-output' || name === 'console'
}
