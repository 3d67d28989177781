import {vi} from 'vitest'
import {connect} from '../../src/aws/session.ts'
import {type AnyCollector, collectFacts} from '../../src/collect/collector.ts'
import {planCollectors} from '../../src/collect/plan/index.ts'
import type {Snapshot} from '../../src/model/snapshot.ts'
import type {GenerationId} from '../../src/openvidu/generations.ts'
import {type Lab, type LabOptions, labAccount, startLab} from '../lab/index.ts'
import {testTime} from './snapshots.ts'
import {buildTemplate} from './template-builder.ts'
import {goodParameters, type ParameterSet} from './template-parameter-sets.ts'
import {planOfText} from './template-plan.ts'

export interface LookUpOptions extends Partial<Omit<LabOptions, 'account'>> {
  readonly generation?: GenerationId
  readonly parameters?: ParameterSet
  /** Changes the account before anything is asked. */
  readonly change?: (account: Lab['account']) => void
  /** Milliseconds until the run is ended; none by default. */
  readonly deadline?: number
  /** Changes the template's text. */
  readonly template?: (text: string) => string
  readonly collectors?: readonly AnyCollector[]
}

export interface LookedUp {
  readonly snapshot: Snapshot
  readonly calls: Lab['calls']
  readonly failure: string | null
}

/** A plan looked up in an account of the lab, through the real session, clients and collectors. */
export async function lookedUp(options: LookUpOptions = {}): Promise<LookedUp> {
  const {
    generation = '3.8.0',
    parameters = {},
    change,
    deadline,
    template = text => text,
    collectors = planCollectors,
    ...rest
  } = options
  const given = {...goodParameters(generation), ...parameters}
  // A fixed day, so that two runs of a test see the same account, and the reports' day, so that ages agree.
  const account = labAccount({generation, parameters: given, deployed: false, now: new Date(testTime)})
  change?.(account)
  const lab = await startLab({account, ...rest})
  for (const [name, value] of Object.entries(lab.environment)) vi.stubEnv(name, value)
  // What throttles in the lab does so for ever; more attempts would only take longer.
  vi.stubEnv('AWS_MAX_ATTEMPTS', '1')
  try {
    const plan = planOfText(template(buildTemplate(generation, {hardened: true})), given)
    const signal = deadline === undefined ? new AbortController().signal : AbortSignal.timeout(deadline)
    const session = await connect({region: account.region, profile: null, signal})
    if ('kind' in session) return {snapshot: plan, calls: lab.calls, failure: session.kind}
    const facts = await collectFacts(collectors, session, plan.facts)
    session.close()
    return {snapshot: {...plan, facts}, calls: lab.calls, failure: null}
  } finally {
    vi.unstubAllEnvs()
    await lab.close()
  }
}
