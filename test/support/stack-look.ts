import {type Connection, openConnection} from '../../src/cli/connection.ts'
import {lookAtStack, type StackSeen} from '../../src/cli/look-at-stack.ts'
import {usualOptions} from '../../src/collect/collector.ts'
import type {Lab} from '../lab/index.ts'
import {enterLab, leaveLab} from './lab-environment.ts'

/** The session of a command in this process, against a lab. */
export async function connectionTo(lab: Lab, region = lab.account.region): Promise<Connection> {
  enterLab(lab)
  try {
    return await openConnection({
      region,
      profile: null,
      concurrency: 50,
      signal: new AbortController().signal,
    })
  } finally {
    leaveLab()
  }
}

/** A stack as `check STACK` sees it. The clients are made on the way, so the environment stays the lab's meanwhile. */
export async function lookIn(
  lab: Lab,
  stack: string,
  {region = lab.account.region, connection}: {readonly region?: string; readonly connection?: Connection} = {},
): Promise<StackSeen> {
  const connected = connection ?? (await connectionTo(lab, region))
  enterLab(lab)
  try {
    return await lookAtStack(connected, {
      stack,
      region,
      toolVersion: '0.0.0',
      progress: null,
      options: usualOptions,
      nodes: false,
    })
  } finally {
    leaveLab()
    if (connection === undefined && 'session' in connected) connected.session.close()
  }
}
