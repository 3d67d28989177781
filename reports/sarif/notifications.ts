import type {Invocation, Notification, ReportingDescriptor} from 'sarif'
import {unknownCauses} from '../../src/model/fact.ts'
import type {Report, Result} from '../../src/model/report.ts'
import {messageText} from '../escape/sarif.ts'
import {causeWords, cureOf, unseenOf} from '../story/gaps.ts'
import {packFault} from '../story/packs.ts'
import {waiverStories} from '../story/waivers.ts'
import {ruleId} from './rule.ts'

/** Why a check could tell nothing, or not all. */
export const notificationDescriptors: ReportingDescriptor[] = [
  ...unknownCauses.map(cause => ({id: cause, shortDescription: {text: causeWords[cause]}})),
  {
    id: 'broken-check',
    shortDescription: {text: 'A check broke: a fault in openvidu-doctor or in a check pack, not in the deployment'},
  },
  {id: 'waiver', shortDescription: {text: 'A waiver is over, is about to end, or covers nothing'}},
]

/** The run itself: what it could not see, and what broke in it. A gap is never only the absence of a result. */
export function invocation(report: Report): Invocation {
  const {results, target} = report
  const notifications = results.flatMap((result, index): Notification[] => {
    const associatedRule = {id: ruleId(result), index}
    if (result.status === 'error') return [broken(result, associatedRule)]
    if (result.status === 'unknown' || result.unknown !== null) return [unseen(result, associatedRule)]
    return []
  })
  return {
    executionSuccessful: results.every(({status}) => status !== 'error'),
    endTimeUtc: target.takenAt,
    toolExecutionNotifications: notifications,
    toolConfigurationNotifications: waiverStories(report)
      .filter(({due}) => due)
      .map(({about, sentence}) => ({
        descriptor: {id: 'waiver'},
        level: 'note',
        message: {text: `${messageText(about)}: ${messageText(sentence)}.`},
      })),
  }
}

type AssociatedRule = NonNullable<Notification['associatedRule']>

function unseen(result: Result, associatedRule: AssociatedRule): Notification {
  const {cause, detail, actions} = unseenOf(result)
  const cure = cureOf({cause, detail}, actions)
  const extent = result.status === 'unknown' ? 'Could not look' : 'Not all was seen'
  const text = `${extent}: ${messageText(result.title)}. ${causeWords[cause]}: ${messageText(detail)}`
  return {
    descriptor: {id: cause},
    associatedRule,
    level: cause === 'not-requested' || cause === 'unresolved' ? 'note' : 'warning',
    message: {text: cure === null ? text : `${text} → ${messageText(cure)}`},
  }
}

function broken({error, pack}: Result, associatedRule: AssociatedRule): Notification {
  const told = error?.message ?? 'no message was recorded'
  return {
    descriptor: {id: 'broken-check'},
    associatedRule,
    level: 'error',
    message: {text: messageText([told, ...(pack === undefined ? [] : [packFault(pack)])].join('. '))},
  }
}
