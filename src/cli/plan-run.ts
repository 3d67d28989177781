import {plain} from '../../reports/escape/terminal.ts'
import {readPlan} from '../plan/plan.ts'
import {connectToAws} from './connection.ts'
import {lookUp} from './look-up.ts'
import {regionIn} from './region.ts'
import {type Looked, limitOf, progressOf, type Running} from './running.ts'

/** A plan as its files give it, with what AWS tells of the things that it names; without that where --offline is given. */
export async function lookAtPlan(template: string, takenAt: string, running: Running): Promise<Looked> {
  const {flags, toolVersion, tell} = running
  const planIn = (region: string | null) =>
    readPlan({
      template,
      parameterFiles: flags.parameters ?? [],
      overrides: flags.parameter ?? [],
      stackName: flags['stack-name'] || null,
      region,
      toolVersion,
      takenAt,
    })
  const region = regionIn(flags.region)
  const plan = planIn(region)
  if (flags.offline) return {snapshot: plan, blind: false}

  const {profile = null, concurrency} = flags
  const options = {region, profile, concurrency, signal: limitOf(running)}
  const connection = await connectToAws(options, () => import('../collect/plan/index.ts'))
  if ('failure' in connection) tell(`Note: AWS was not asked: ${plain(connection.failure.detail)}.`)
  // The SDK may know the region where the user gave none; what the template makes of it is known then too.
  const located = region === null && 'session' in connection ? planIn(connection.session.region) : plan
  return {snapshot: await lookUp(located, connection, progressOf(running)), blind: 'failure' in connection}
}
