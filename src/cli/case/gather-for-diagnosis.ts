import {createCase} from '../../bundle/working-folder.ts'
import {SecretMemory} from '../../redact/secret-memory.ts'
import type {ConnectionFlags} from '../connection-flags.ts'
import {progressOf, type Running} from '../running.ts'
import {caseRings} from './case-rings.ts'
import {firstLook} from './first-look.ts'
import {gatherCase} from './gather.ts'
import type {GatheredCase} from './gathered-case.ts'

/** More than this of all logs together tells no more of a cause. */
const mostBytes = 100e6

/**
 * Fills a folder, which is made, with what a diagnosis reads of a deployed stack, as a bundle has it: stack, events, function log,
 * activities, target health, consoles, what the nodes answer to the probe, and their logs within the window. All of it is redacted
 * before it is written. Throws CannotExamine where there is no such stack; what could not be had is in `notCollected`.
 */
export async function gatherForDiagnosis(
  stack: string,
  folder: string,
  window: {readonly since: string | null; readonly until: string | null},
  running: Running<ConnectionFlags>,
): Promise<GatheredCase> {
  const {session, snapshot, signal} = await firstLook(stack, running)
  try {
    const memory = new SecretMemory()
    const rings = caseRings(memory, null)
    const {stackName, region, accountId} = snapshot.target
    const start = {
      toolVersion: running.toolVersion,
      case: null,
      startedAt: snapshot.takenAt,
      target: {stackName, region, accountId, generation: null},
      window,
      tokens: null,
    }
    return await gatherCase({
      session,
      snapshot,
      stack,
      writer: await createCase(folder, start, rings.here),
      memory,
      rings,
      window,
      nodes: null,
      services: [],
      maxBytes: mostBytes,
      via: null,
      judging: null,
      // Nothing of it leaves this machine.
      readSecret: false,
      progress: progressOf(running),
      signal,
      resume: null,
      tell: running.tell,
    })
  } finally {
    session.close()
  }
}
