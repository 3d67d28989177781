import type {ScalingActivityRecord} from '../../model/evidence.ts'
import type {CauseId} from '../../openvidu/failure-causes.ts'
import {launchFailures} from '../../openvidu/launch-failures.ts'
import {compiledSignatures} from '../../openvidu/signatures.ts'
import type {CaseEvidence} from '../case-evidence.ts'
import type {Recorded} from '../records.ts'
import type {Sign} from '../sign.ts'
import {evidenceOf} from './evidence.ts'

type Activity = Recorded<ScalingActivityRecord>

/** Texts come from AWS: no longer than this are they matched. */
const longestText = 1_000
/** A node that is replaced once was ill; one after another is a loop. */
const loopLength = 2
const shown = 3

const others = launchFailures.map(failure => ({failure, expression: new RegExp(failure.pattern, 'i')}))

/** What keeps a group from having its nodes: launches that failed and were not mended, and nodes that it took away again and again. */
export function activitySigns({activities}: CaseEvidence): readonly Sign[] {
  const ordered = activities.toSorted((one, other) => Date.parse(one.value.at) - Date.parse(other.value.at))
  const launched = ordered.findLast(
    ({value}) => value.status === 'Successful' && value.description.startsWith('Launching'),
  )
  const unmended = ordered.filter(
    one => one.value.status === 'Failed' && (launched === undefined || one.value.at > launched.value.at),
  )
  const known = unmended.map(one => ({one, ...explained(one)}))
  const withdrawn = ordered.filter(one => signatureOf(one, one.value.cause) === 'F39')
  return [
    ...[...Map.groupBy(known, ({id}) => id)].map(([id, list]) =>
      signOf(
        id,
        list.map(({one}) => one),
        list.flatMap(({cause}) => (cause === null ? [] : [cause])),
      ),
    ),
    ...(withdrawn.length >= loopLength
      ? [signOf('F39', withdrawn, [`${withdrawn.length} nodes were taken away, one after the other.`])]
      : []),
  ]
}

function signOf(id: CauseId, list: readonly Activity[], because: readonly string[]): Sign {
  const [first, last] = [list[0], list.at(-1)]
  return {
    id,
    node: null,
    role: 'media',
    where: [...new Set(list.map(({value}) => value.group))],
    first: first?.value.at ?? null,
    last: last?.value.at ?? null,
    confidence: 'high',
    because: [
      `Auto Scaling tells of it ${list.length === 1 ? 'once' : `${list.length} times`}${last === undefined ? '' : `, last at ${last.value.at}`}.`,
      ...new Set(because),
    ],
    evidence: list.slice(-shown).map(one => {
      const {description, statusMessage, cause} = one.value
      return evidenceOf(one, `${description}: ${id === 'F39' ? cause : (statusMessage ?? cause)}`, id)
    }),
  }
}

function explained(one: Activity): {readonly id: CauseId; readonly cause: string | null} {
  const text = lineOf(`${one.value.statusMessage ?? ''} ${one.value.description}`)
  const id = signatureOf(one, text)
  if (id !== null) return {id, cause: null}
  const known = others.find(({expression}) => expression.test(text))?.failure
  return {id: 'launch-failed', cause: known === undefined ? null : `${known.cause} ${known.remedy}`}
}

function signatureOf(_: Activity, text: string): CauseId | null {
  return (
    compiledSignatures('scaling-activity').find(({expression}) => expression.test(lineOf(text)))?.signature.id ?? null
  )
}

/** The texts of AWS may run over several lines. */
function lineOf(text: string): string {
  return text.slice(0, longestText).replace(/\s+/g, ' ')
}
