import {fullDisks} from '../../derive/full-disks.ts'
import type {FactKey} from '../../model/facts.ts'
import type {CauseId} from '../../openvidu/failure-causes.ts'
import {hasEnded} from '../../openvidu/instance-states.ts'
import {healthEndpoints} from '../../openvidu/services.ts'
import type {CaseEvidence} from '../case-evidence.ts'
import type {CaseFacts} from '../facts.ts'
import {between} from '../moments.ts'
import {roleOf, type Sign} from '../sign.ts'
import {evidenceOf} from './evidence.ts'

/** As full as this, nothing of any size can be written. */
const fullPercent = 99
/** A service that Docker started so often, and again within the last hour, keeps ending. */
const manyRestarts = 3
const lately = 3_600_000

/** What the nodes themselves were like when the case was made. */
export function nodeSigns(evidence: CaseEvidence, facts: CaseFacts, takenAt: string): readonly Sign[] {
  const sign = (id: CauseId, node: string, because: string, from?: string | null): Sign => ({
    id,
    node,
    role: roleOf(node),
    where: [node],
    first: from ?? null,
    last: takenAt,
    confidence: 'high',
    because: [because],
    evidence: [facts.evidence('nodeProbes' satisfies FactKey, because, node)],
  })
  return [
    ...stoppedMasters(evidence, takenAt),
    ...facts.parts('disks').flatMap(({name, value}) =>
      fullDisks(value, fullPercent)
        .slice(0, 1)
        .map(({mount, use}) => sign('F23', name, `The disk of ${name} at ${mount} is full: ${use}.`)),
    ),
    ...facts
      .parts('memory')
      .flatMap(({name, value: {oomKills}}) =>
        oomKills === null || oomKills === 0
          ? []
          : [
              sign(
                'out-of-memory',
                name,
                `The kernel of ${name} killed ${oomKills} processes for want of memory since it booted.`,
              ),
            ],
      ),
    ...facts
      .parts('containers')
      .flatMap(({name, value}) =>
        value
          .filter(one => keepsEnding(one, takenAt))
          .map(({name: service, state, restarts, exitCode}) =>
            sign(
              'service-restarting',
              name,
              `${service} of ${name} is ${state}, was started again ${restarts} times, and ended last with ${exitCode}.`,
            ),
          ),
      ),
    ...facts.parts('health').flatMap(({name, value}) =>
      value.flatMap(({service, url, status, trouble}) => {
        const expected = healthEndpoints.find(one => one.url === url)?.status ?? 200
        if (status === expected) return []
        const answer =
          status === null ? `does not answer (${trouble ?? 'no reason is told'})` : `answers with ${status}`
        return [sign('node-unhealthy', name, `${service} of ${name} ${answer} at ${url}; expected ${expected}.`)]
      }),
    ),
  ]
}

/** Masters that EC2 does not run, where no other runs in their place. Media nodes come and go. */
function stoppedMasters({nodes}: CaseEvidence, takenAt: string): readonly Sign[] {
  const running = new Set(nodes.filter(({value}) => value.state === 'running').map(({value}) => value.slot))
  return nodes.flatMap((record): readonly Sign[] => {
    const {name, role, slot, state} = record.value
    if (role !== 'master' || state === 'running' || state === 'pending' || running.has(slot)) return []
    const title = `${name} is ${state}`
    return [
      {
        id: 'node-not-running',
        node: name,
        role,
        where: [name],
        first: null,
        last: takenAt,
        confidence: 'high',
        title,
        ...(hasEnded(state) ? {remedy: 'It is gone with its data: deploy again, or restore it from a snapshot.'} : {}),
        because: [`EC2 told that ${name} is ${state} when the case was made.`],
        evidence: [
          evidenceOf({...record, value: {at: takenAt}}, `${name} (${record.value.id}) is ${state}`, null, name),
        ],
      },
    ]
  })
}

function keepsEnding(
  {state, restarts, startedAt}: {readonly state: string; readonly restarts: number; readonly startedAt: string | null},
  takenAt: string,
): boolean {
  if (state === 'restarting') return true
  const age = between(startedAt, takenAt)
  return restarts >= manyRestarts && age !== null && age < lately
}
