import {casePaths, type FunctionLogRecord} from '../../model/evidence.ts'
import {unknown} from '../../model/fact.ts'
import {lookFor} from '../ask.ts'
import {functionLogEvents, functionLogGroup, logAction} from '../deployed/stack/function-log.ts'
import {awsCommand} from './aws-command.ts'
import {defineEvidence, fileOf, gapFor, oldestFirst} from './evidence.ts'

/** A page has a megabyte at most. */
const mostPages = 12
/** CloudWatch Logs takes 256 kB and more for a line; nobody reads that. */
const messageCharacters = 32_768

const title = 'function log'

/** What the function behind the custom resource, which spreads the masters over the subnets, said within the window. */
export const functionLogLines = defineEvidence({
  id: 'function-log',
  title,
  iam: [logAction],
  follows: ['resources'],
  paths: () => [casePaths.functionLog],
  async *look({session, known: {resources}, window: {since, until}}) {
    const group = functionLogGroup(resources)
    // Not every generation has the function.
    if (group === null) return
    const times = {startTime: since === null ? 0 : Date.parse(since), endTime: Date.parse(until ?? '') || Date.now()}
    const command = awsCommand('logs filter-log-events', session.region, {
      'log-group-name': group,
      'start-time': String(times.startTime),
      'end-time': String(times.endTime),
    })
    const found = await lookFor(logAction, () => functionLogEvents(session, group, times, mostPages))
    if (found === null) {
      yield gapFor(title, unknown('failed', `AWS has no log group ${group} any more`), null)
    } else if (found.state === 'unknown') yield gapFor(title, found, command)
    else {
      const records = found.value.events.map(({timestamp = 0, logStreamName = '', message = ''}): FunctionLogRecord => {
        return {
          at: new Date(timestamp).toISOString(),
          stream: logStreamName,
          message: message.slice(0, messageCharacters).replace(/\n$/, ''),
        }
      })
      const left = found.value.more
        ? `only the first ${mostPages} pages of the window are kept; ${command} has all`
        : null
      yield fileOf(casePaths.functionLog, logAction, {records: oldestFirst(records)}, left)
    }
  },
})
