import {checks} from '../checks/index.ts'
import {markdown} from '../reports/markdown.ts'
import {openConnection} from '../src/cli/connection.ts'
import {lookAtStack} from '../src/cli/look-at-stack.ts'
import {usualOptions} from '../src/collect/collector.ts'
import {examine} from '../src/engine/examine.ts'

/*
 * Checks the stack `video` again and again in one process, each time that its parent says so: looks, judges, writes the report. Tells
 * the parent how long each took, milliseconds. Started by `deployed.ts`.
 */

const connection = await openConnection({
  region: null,
  profile: null,
  concurrency: 50,
  signal: new AbortController().signal,
})
if ('failure' in connection) throw new Error(connection.failure.detail)

process.on('message', async () => {
  const started = performance.now()
  const {snapshot, failure} = await lookAtStack(connection, {
    stack: 'video',
    region: null,
    toolVersion: '0.0.0',
    progress: null,
    options: {...usualOptions, dnsServers: [process.env.OPENVIDU_DOCTOR_DNS ?? '']},
    nodes: false,
  })
  if (failure !== null) throw new Error(failure.detail)
  const report = examine({snapshot, checks, generatedAt: new Date().toISOString(), replayed: false})
  const text = markdown.render(report, {width: 80, colour: false, verbose: false})
  if (!text.includes('four-masters')) throw new Error('nothing was judged')
  process.send?.(performance.now() - started)
})
process.on('disconnect', () => connection.session.close())
