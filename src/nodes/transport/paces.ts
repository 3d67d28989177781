import type {SSMClient} from '@aws-sdk/client-ssm'
import {classify} from '../../aws/errors.ts'
import {Pace} from './pace.ts'

/** AWS limits each operation by itself. */
export interface Paces {
  readonly sending: Pace
  readonly listing: Pace
  readonly getting: Pace
}

const ofClients = new WeakMap<SSMClient, Map<number, Paces>>()

/** Those of a client: one for all who use it, since whoever begins a second run has not rested. */
export function pacesOf(client: SSMClient, callsPerSecond: number): Paces {
  const ofClient = ofClients.get(client) ?? new Map<number, Paces>()
  ofClients.set(client, ofClient)
  const known = ofClient.get(callsPerSecond)
  if (known !== undefined) return known
  const made = {
    sending: new Pace(callsPerSecond),
    listing: new Pace(callsPerSecond),
    getting: new Pace(callsPerSecond),
  }
  ofClient.set(callsPerSecond, made)
  return made
}

interface Answer {
  readonly $metadata: {readonly attempts?: number | undefined}
}

/** Makes a call when it is its turn, and slows the others down where AWS took it only after the SDK had asked again, or not at all. */
export async function paced<T extends Answer>(pace: Pace, signal: AbortSignal, call: () => Promise<T>): Promise<T> {
  await pace.turn(signal)
  try {
    const answer = await call()
    if ((answer.$metadata.attempts ?? 1) > 1) pace.refused()
    return answer
  } catch (error) {
    if (classify(error).kind === 'throttled') pace.refused()
    throw error
  }
}
