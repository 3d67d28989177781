import type {FactMap} from '../model/facts.ts'
import {launchFailures} from '../openvidu/launch-failures.ts'
import {compiledSignatures} from '../openvidu/signatures.ts'

type Activities = FactMap['scalingActivities']

/** Something that went wrong again and again in a group that scales. */
export interface ScalingTrouble {
  /** What Auto Scaling or EC2 said. */
  readonly message: string
  readonly times: number
  /** ISO 8601. */
  readonly last: string
  /** Number of the failure, such as `F31`, null where it has none. */
  readonly failure: string | null
  /** Null where the text names no known cause. */
  readonly cause: string | null
  readonly remedy: string | null
  // Evidence is plain JSON.
  readonly [key: string]: string | number | null
}

/** Texts come from AWS: no longer than this are they matched or repeated. */
const longestText = 500
const recentDays = 2
/** A node that is replaced once was ill; one after another within a day is a loop. */
const loopLength = 2

const extra = launchFailures.map(failure => ({failure, expression: new RegExp(failure.pattern, 'i')}))
const withdrawal = /taken out of service in response to .{0,60}(health.?check|status check)/i

/**
 * What keeps a group from having its nodes, by message, the newest first: launches that failed since the last that succeeded,
 * or in the last two days, and nodes that health checks took away in a day. `lasting` leaves out what a later launch mended.
 */
export function scalingTroubles(
  {failed, successful}: Activities,
  now: string,
): {readonly recent: readonly ScalingTrouble[]; readonly lasting: readonly ScalingTrouble[]} {
  const age = ({at}: {readonly at: string}) => (Date.parse(now) - Date.parse(at)) / 86_400_000
  const launch = successful.find(({description}) => description.startsWith('Launching'))
  const unmended = failed.filter(({at}) => launch === undefined || Date.parse(at) > Date.parse(launch.at))
  const young = failed.filter(one => age(one) <= recentDays)
  const withdrawn = successful.flatMap(({at, cause}) => {
    const text = withdrawal.exec(cause.slice(0, 2 * longestText))?.[0]
    return text === undefined || age({at}) > 1 ? [] : [{at, text}]
  })
  const failures = (list: Activities['failed']) =>
    list.map(({at, message, description}) => ({at, text: message ?? description}))
  return {
    recent: byText([...failures(failed.filter(one => unmended.includes(one) || young.includes(one))), ...withdrawn]),
    lasting: byText([...failures(unmended), ...(withdrawn.length >= loopLength ? withdrawn : [])]),
  }
}

function byText(list: readonly {readonly at: string; readonly text: string}[]): readonly ScalingTrouble[] {
  const groups = Map.groupBy(list, ({text}) => text.slice(0, longestText))
  const troubles = [...groups].map(([message, items]) => ({
    message,
    times: items.length,
    last: items.map(({at}) => at).reduce((one, other) => (Date.parse(one) > Date.parse(other) ? one : other)),
    ...explained(message),
  }))
  return troubles.toSorted((a, b) => Date.parse(b.last) - Date.parse(a.last))
}

function explained(text: string): Pick<ScalingTrouble, 'failure' | 'cause' | 'remedy'> {
  // The texts of AWS may run over several lines.
  const line = text.replace(/\s+/g, ' ')
  const numbered = compiledSignatures('scaling-activity').find(({expression}) => expression.test(line))?.signature
  if (numbered !== undefined) return {failure: numbered.id, cause: numbered.cause, remedy: numbered.remedy}
  const known = extra.find(({expression}) => expression.test(line))?.failure
  return {failure: null, cause: known?.cause ?? null, remedy: known?.remedy ?? null}
}

/** The troubles as one clause of a sentence, empty where there are none. */
export function troublesInWords(troubles: readonly ScalingTrouble[]): string {
  return troubles
    .slice(0, 3)
    .map(({message, times, last, cause, remedy}) => {
      const why = cause === null ? '' : `: ${cause} ${remedy ?? ''}`
      return `"${message}" (${times === 1 ? 'once' : `${times} times`}, last ${last})${why}`.trim()
    })
    .join('; ')
}
