import {breakingCharacters, urlKeys} from '../../openvidu/secret-keys.ts'
import type {CaseEvidence} from '../case-evidence.ts'
import type {CaseFacts} from '../facts.ts'
import {between, spanText} from '../moments.ts'
import type {LogPoint, ScannedLog} from '../scan-log.ts'
import {roleOf, type Sign} from '../sign.ts'
import {lineEvidence} from './evidence.ts'

/** A stop so soon after the boot is that of the reboot job. */
const jobSpan = 15 * 60_000
/** A unit that is stopped may be about to be started. */
const patience = 2 * 60_000

/** Nodes whose OpenVidu was stopped and not started again, and what in the secret may have kept it from that. */
export function rebootSigns(evidence: CaseEvidence, facts: CaseFacts, takenAt: string): readonly Sign[] {
  const names = new Set([
    ...evidence.nodes.filter(({value}) => value.state === 'running').map(({value}) => value.name),
    ...facts.parts('unit').map(({name}) => name),
  ])
  const stopped = [...names].flatMap(name => stoppedOn(name, evidence, facts, takenAt))
  const broken = stopped.length > 0 || evidence.logs.some(({hits}) => hits.some(({id}) => id === 'F27' || id === 'F41'))
  return [...stopped, ...(broken ? secretSigns(facts, stopped, evidence) : [])]
}

function stoppedOn(name: string, {logs}: CaseEvidence, facts: CaseFacts, takenAt: string): readonly Sign[] {
  const log = logs.find(one => one.node === name && one.source === 'journal' && one.name === 'journal')
  const unit = facts.parts('unit').find(one => one.name === name)?.value
  // A unit that failed, or that was never there, is another story.
  if (unit !== undefined && (unit.active !== 'inactive' || unit.load === 'not-found')) return []
  const stop = lastStop(log)
  const told = stop === null ? null : between(stop.near, takenAt)
  if (unit === undefined && (told === null || told < patience)) return []
  const bootedAt = facts.parts('system').find(one => one.name === name)?.value.bootedAt ?? null
  const at = stop?.near ?? unit?.since ?? null
  const sinceBoot = between(bootedAt, at)
  const byJob = sinceBoot !== null && sinceBoot >= 0 && sinceBoot <= jobSpan && roleOf(name) === 'master'
  return [
    {
      id: 'left-stopped',
      node: name,
      role: roleOf(name),
      where: [name],
      first: at,
      last: takenAt,
      confidence: unit === undefined ? 'medium' : 'high',
      title: byJob
        ? `A reboot left OpenVidu stopped on ${name}`
        : `OpenVidu was stopped on ${name} and not started again`,
      because: [
        ...(unit === undefined ? [] : [`The unit openvidu of ${name} is ${unit.active} (${unit.sub}).`]),
        ...(stop === null ? [] : [`Its journal tells last that it was stopped, at ${stop.near ?? 'an unknown time'}.`]),
        ...(byJob && sinceBoot !== null
          ? [
              `That was ${spanText(sinceBoot)} after ${name} booted, as the reboot job of the masters does it: it stops OpenVidu, copies the secret into the configuration, and starts it only then.`,
            ]
          : []),
      ],
      evidence: [
        ...(log === undefined || stop === null ? [] : [lineEvidence(log, stop, null)]),
        ...(unit === undefined
          ? []
          : [facts.evidence('nodeProbes', `The unit openvidu of ${name} is ${unit.active} (${unit.sub}).`, name)]),
      ],
    },
  ]
}

/** The stop that nothing came after. */
function lastStop(log: ScannedLog | undefined): LogPoint | null {
  const stop = log?.milestones.get('unit-stopped')?.last
  const start = log?.milestones.get('unit-started')?.last
  return stop === undefined || (start !== undefined && start.line > stop.line) ? null : stop
}

function secretSigns(facts: CaseFacts, stopped: readonly Sign[], {logs}: CaseEvidence): readonly Sign[] {
  const review = facts.value('secretReview')
  const bad = (review?.keys ?? []).flatMap(({name, breaking}) => {
    const found = breaking.filter(one => breakingCharacters.some(character => character === one))
    return found.length === 0 || (urlKeys as readonly string[]).includes(name) ? [] : [{name, found}]
  })
  if (bad.length === 0) return []
  const keys = bad.map(({name, found}) => `${name} has ${found.join(' ')}`).join(', ')
  const seen = logs.some(({hits}) => hits.some(({id}) => id === 'F27'))
  // Only a slash ends the job; the others write a wrong value.
  const ends = bad.some(({found}) => found.includes('/'))
  const [only, ...others] = stopped
  return [
    {
      id: 'secret-characters',
      // Commands are for the node where there is one only.
      node: only !== undefined && others.length === 0 ? only.node : null,
      role: null,
      where: stopped.length > 0 ? stopped.flatMap(({where}) => where) : bad.map(({name}) => name),
      first: null,
      last: null,
      confidence: seen ? 'high' : ends && stopped.length > 0 ? 'medium' : 'low',
      title:
        stopped.length > 0
          ? 'A reboot left OpenVidu stopped: a value of the secret breaks the reboot job'
          : 'A value of the secret holds characters that break the reboot job',
      because: [
        `In the secret ${keys}.`,
        ...(only?.because ?? []),
        seen
          ? 'The journal shows the error with which sed ends at a slash.'
          : 'That sed ended at it is not seen: the reboot job of the official templates writes no log.',
      ],
      evidence: [facts.evidence('secretReview', `In the secret ${keys}.`)],
    },
  ]
}
