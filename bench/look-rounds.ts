import {openConnection} from '../src/cli/connection.ts'
import {lookAtStack} from '../src/cli/look-at-stack.ts'
import {usualOptions} from '../src/collect/collector.ts'

/*
 * Looks at the stack `video` again and again in one process, as `check --wait` does, each time that its parent says so, and tells the
 * parent how long each look took, milliseconds. Started by `deployed.ts`.
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
  const {failure} = await lookAtStack(connection, {
    stack: 'video',
    region: null,
    toolVersion: '0.0.0',
    progress: null,
    options: {...usualOptions, dnsServers: [process.env.OPENVIDU_DOCTOR_DNS ?? '']},
    nodes: false,
  })
  if (failure !== null) throw new Error(failure.detail)
  process.send?.(performance.now() - started)
})
process.on('disconnect', () => connection.session.close())
