import {chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {onTestFinished} from 'vitest'
import type {NodeRole} from '../../src/openvidu/services.ts'
import {healthyNodeFiles} from './healthy-node-files.ts'

export interface NodeDirectory {
  /** What stands before absolute paths. */
  readonly root: string
  /** Writes a file, makes a folder where the path ends with a slash, or takes either away where the content is null. */
  readonly write: (path: string, content: string | Buffer | null) => void
}

/** The directory of a healthy node: what the probe reads, and what stand-ins for commands answer. Gone after the test. */
export function nodeDirectory({role}: {readonly role: NodeRole}): NodeDirectory {
  const root = mkdtempSync(join(tmpdir(), 'openvidu-node-'))
  onTestFinished(() => rmSync(root, {recursive: true, force: true}))
  const write: NodeDirectory['write'] = (path, content) => {
    const full = join(root, path)
    if (content === null) return rmSync(full, {recursive: true, force: true})
    mkdirSync(path.endsWith('/') ? full : dirname(full), {recursive: true})
    if (!path.endsWith('/')) writeFileSync(full, content)
  }
  for (const [path, content] of Object.entries(healthyNodeFiles(role))) write(path, content)
  chmodSync(join(root, 'var/log/cloud-init-output.log'), 0o640)
  return {root, write}
}

export {masterAddresses, plantedSecrets} from './healthy-node-files.ts'
