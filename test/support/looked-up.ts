import {checks} from '../../checks/index.ts'
import {connect} from '../../src/aws/session.ts'
import {type AnyCollector, collectFacts} from '../../src/collect/collector.ts'
import {planCollectors} from '../../src/collect/plan/index.ts'
import {examine} from '../../src/engine/examine.ts'
import type {Result} from '../../src/model/report.ts'
import type {Snapshot} from '../../src/model/snapshot.ts'
import type {GenerationId} from '../../src/openvidu/generations.ts'
import {type Lab, type LabOptions, labAccount, startLab} from '../lab/index.ts'
import {endAtCall, enterLab, leaveLab} from './lab-environment.ts'
import {testTime} from './snapshots.ts'
import {buildTemplate} from './template-builder.ts'
import {goodParameters, type ParameterSet} from './template-parameter-sets.ts'
import {planOfText} from './template-plan.ts'

export interface LookUpOptions extends Partial<Omit<LabOptions, 'account'>> {
  readonly generation?: GenerationId
  readonly parameters?: ParameterSet
  /** Changes the account before anything is asked. */
  readonly change?: (account: Lab['account']) => void
  /** Ends the run, as a deadline does, once the lab was asked this (`ec2.DescribeSubnets`). */
  readonly endAt?: string
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
    endAt,
    template = text => text,
    collectors = planCollectors,
    ...rest
  } = options
  const given = {...goodParameters(generation), ...parameters}
  // A fixed day, so that two runs of a test see the same account, and the reports' day, so that ages agree.
  const account = labAccount({generation, parameters: given, deployed: false, now: new Date(testTime)})
  change?.(account)
  const lab = await startLab({account, ...rest})
  enterLab(lab)
  const ending = new AbortController()
  try {
    const plan = planOnce(template(templateOf(generation)), given)
    if (endAt !== undefined) void endAtCall(lab, endAt, ending)
    const session = await connect({region: account.region, profile: null, signal: ending.signal})
    if ('kind' in session) return {snapshot: plan, calls: lab.calls, failure: session.kind}
    const facts = await collectFacts(collectors, session, plan.facts)
    session.close()
    return {snapshot: {...plan, facts}, calls: lab.calls, failure: null}
  } finally {
    ending.abort()
    leaveLab()
    await lab.close()
  }
}

/** What the checks say of what was seen, by check. */
export function resultsOf(snapshot: Snapshot): ReadonlyMap<string, Result> {
  const {results} = examine({snapshot, checks, generatedAt: testTime, replayed: false})
  return new Map(results.map(result => [result.check, result]))
}

const templates = new Map<GenerationId, string>()

function templateOf(generation: GenerationId): string {
  const text = templates.get(generation) ?? buildTemplate(generation, {hardened: true})
  templates.set(generation, text)
  return text
}

const plans = new Map<string, Snapshot>()

/** Most of a run is reading the template, and most runs have the same one. Snapshots are never changed, only copied. */
function planOnce(text: string, parameters: ParameterSet): Snapshot {
  const key = JSON.stringify([text, parameters])
  const plan = plans.get(key) ?? planOfText(text, parameters)
  plans.set(key, plan)
  return plan
}
