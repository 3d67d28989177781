import {vi} from 'vitest'
import {connect} from '../../src/aws/session.ts'
import {type AnyCollector, type CollectOptions, collectFacts, usualOptions} from '../../src/collect/collector.ts'
import {findStack} from '../../src/collect/deployed/find-stack.ts'
import {deployedCollectors} from '../../src/collect/deployed/index.ts'
import {readStack} from '../../src/collect/deployed/read-stack.ts'
import type {Snapshot} from '../../src/model/snapshot.ts'
import {type LabNames, namesOf, startDns} from '../lab/dns.ts'
import {type Lab, type LabAccountOptions, type LabOptions, labAccount, startLab} from '../lab/index.ts'
import {testTime} from './snapshots.ts'

export interface DeployedOptions extends Omit<LabAccountOptions, 'deployed' | 'now'> {
  readonly lab?: Partial<Omit<LabOptions, 'account'>>
  /** Changes the account before anything is asked. */
  readonly change?: (account: Lab['account']) => void
  /** Name or ARN to ask for; that of the lab's stack where it is not given. */
  readonly stack?: string
  readonly collectors?: readonly AnyCollector[]
  readonly options?: Partial<CollectOptions>
  /** Ends the run, as a deadline does, once the lab was asked this (`ec2.DescribeSubnets`). */
  readonly endAt?: string
  /** Names that DNS knows, in place of those of a healthy deployment. */
  readonly names?: (healthy: LabNames) => LabNames
}

export interface Deployed {
  readonly snapshot: Snapshot
  readonly account: Lab['account']
  readonly calls: Lab['calls']
}

/**
 * A stack of the lab as the product sees it: through the real session, clients and collectors. The account is that of a fixed
 * day, so that two runs of a test see the same.
 */
export async function deployed(options: DeployedOptions = {}): Promise<Deployed> {
  const {
    lab: labOptions = {},
    change,
    stack,
    collectors = deployedCollectors,
    options: asked,
    endAt,
    names = healthy => healthy,
    ...accountOptions
  } = options
  const account = labAccount({template: {hardened: true}, ...accountOptions, now: new Date(testTime)})
  // What the domains should lead to is what the account had before somebody changed it.
  const dns = await startDns(names(namesOf(account)))
  change?.(account)
  const lab = await startLab({account, ...labOptions})
  for (const [name, value] of Object.entries(lab.environment)) vi.stubEnv(name, value)
  // What throttles in the lab does so for ever; more attempts would only take longer.
  vi.stubEnv('AWS_MAX_ATTEMPTS', '1')
  try {
    const ending = new AbortController()
    if (endAt !== undefined) void endedAt(lab, endAt, ending)
    const session = await connect({region: account.region, profile: null, signal: ending.signal})
    if ('kind' in session) throw new Error(`The lab was not reached: ${session.detail}`)
    const found = await findStack(session, stack ?? account.stacks[0]?.stack.StackName ?? '')
    if ('kind' in found) throw new Error(`The stack was not found: ${found.detail}`)
    const base = await readStack(session, found, testTime)
    const facts = await collectFacts(collectors, session, base, {
      options: {...usualOptions, dnsServers: [dns.server], ...asked},
    })
    session.close()
    const target = {
      kind: 'deployed' as const,
      stackName: found.StackName ?? null,
      region: account.region,
      accountId: account.accountId,
    }
    return {
      snapshot: {
        schemaVersion: '1',
        tool: {name: 'openvidu-doctor', version: '0.0.0'},
        takenAt: testTime,
        target,
        facts,
      },
      account,
      calls: lab.calls,
    }
  } finally {
    vi.unstubAllEnvs()
    dns.close()
    await lab.close()
  }
}

/** Aborts once the call has arrived: by what happened, not by the clock. */
async function endedAt(lab: Lab, operation: string, ending: AbortController): Promise<void> {
  while (lab.calls.count(operation) === 0) await new Promise(setImmediate)
  ending.abort()
}
