import {connect} from '../../src/aws/session.ts'
import {type AnyCollector, type CollectOptions, collectFacts, usualOptions} from '../../src/collect/collector.ts'
import {findStack} from '../../src/collect/deployed/find-stack.ts'
import {deployedCollectors} from '../../src/collect/deployed/index.ts'
import {readStack} from '../../src/collect/deployed/read-stack.ts'
import {templateBody} from '../../src/collect/deployed/template-body.ts'
import type {Snapshot} from '../../src/model/snapshot.ts'
import {type DeployedTemplate, readDeployedTemplate} from '../../src/plan/deployed-template.ts'
import type {Plan} from '../../src/plan/plan-facts.ts'
import {type LabNames, namesOf, startDns} from '../lab/dns.ts'
import {type Lab, type LabAccount, type LabAccountOptions, type LabOptions, labAccount, startLab} from '../lab/index.ts'
import {endAtCall, enterLab, leaveLab} from './lab-environment.ts'
import {testTime} from './snapshots.ts'

export interface DeployedOptions extends Omit<LabAccountOptions, 'deployed' | 'now'> {
  readonly lab?: Partial<Omit<LabOptions, 'account'>>
  /** Changes the account before anything is asked. */
  readonly change?: (account: Lab['account']) => void
  /** More of the lab, made from the account as it stands then. */
  readonly prepare?: (account: Lab['account']) => Partial<Omit<LabOptions, 'account'>>
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
    prepare = () => ({}),
    stack,
    collectors = deployedCollectors,
    options: asked,
    endAt,
    names = healthy => healthy,
    ...accountOptions
  } = options
  const account = accountOf({template: {hardened: true}, ...accountOptions, now: new Date(testTime)})
  // What the domains should lead to is what the account had before somebody changed it.
  const dns = await startDns(names(namesOf(account)))
  change?.(account)
  const lab = await startLab({account, ...labOptions, ...prepare(account)})
  enterLab(lab)
  const ending = new AbortController()
  try {
    if (endAt !== undefined) void endAtCall(lab, endAt, ending)
    const session = await connect({region: account.region, profile: null, signal: ending.signal})
    if ('kind' in session) throw new Error(`The lab was not reached: ${session.detail}`)
    const name = stack ?? account.stacks[0]?.stack.StackName ?? ''
    const found = await findStack(session, name)
    if ('kind' in found) throw new Error(`The stack was not found: ${found.detail}`)
    // Not at the same time, as the product does: a run that ends at this call is to have its stack.
    const body = templateBody(session, name)
    const base = await readStack(session, found, body, testTime, readOnce)
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
    ending.abort()
    leaveLab()
    dns.close()
    await lab.close()
  }
}

const accounts = new Map<string, LabAccount>()

/** An account of one's own, copied from the one that was built for the same wishes. */
function accountOf(wanted: LabAccountOptions): LabAccount {
  // What renames or changes the template is a function, and no key.
  if (Object.values(wanted.template ?? {}).some(option => typeof option === 'function')) return labAccount(wanted)
  const key = JSON.stringify(wanted)
  const built = accounts.get(key) ?? labAccount(wanted)
  accounts.set(key, built)
  return structuredClone(built)
}

const plans = new Map<string, Plan>()

/** Most of a run is reading the template, and most runs have the same one. */
function readOnce(template: DeployedTemplate): Plan {
  const key = JSON.stringify(template)
  const plan = plans.get(key) ?? readDeployedTemplate(template)
  plans.set(key, plan)
  return plan
}
