import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import * as z from 'zod'
import {nodePaths} from '../../model/evidence.ts'

/** `nodes/NAME/logs.json`: which logs came of a node, and which it has not. A continued run goes on from it. */
const logsOfNode = z.object({
  /** Phases that came to their end. */
  done: z.array(z.string()),
  logs: z.array(
    z.object({name: z.string(), kind: z.string(), path: z.string(), bytes: z.int(), status: z.int().nullable()}),
  ),
  /** `none`, `missing` (the program), `silent` (the engine), `denied`. */
  absent: z.array(z.object({name: z.string(), why: z.string()})),
})

export type LogsOfNode = z.infer<typeof logsOfNode>

export function logsPath(node: string): string {
  return nodePaths.node(node).replace(/node\.json$/, 'logs.json')
}

/** As an earlier phase or run wrote it; empty where there is none. */
export function readLogsOfNode(folder: string, node: string): LogsOfNode {
  try {
    return logsOfNode.parse(JSON.parse(readFileSync(join(folder, logsPath(node)), 'utf8')))
  } catch {
    return {done: [], logs: [], absent: []}
  }
}
