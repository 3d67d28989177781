import type {BundleEstimate} from '../../src/model/made-bundle.ts'
import {plain} from '../escape/terminal.ts'
import type {RenderOptions} from '../format.ts'
import {counted} from '../story/plural.ts'
import {pageOf} from '../terminal/page.ts'
import {bytesText} from './size.ts'

/** What a bundle would hold, from where, and how long it would take. */
export function bundleEstimate(estimate: BundleEstimate, options: RenderOptions): string {
  const page = pageOf(options)
  const {stackName, output, nodes, bytes, kept, seconds} = estimate
  const width = nodes.reduce((most, {name}) => Math.max(most, name.length), 0)
  const lines = nodes.map(one => {
    const size = one.bytes === null ? `not asked: ${plain(one.why ?? '')}` : bytesText(one.bytes)
    return `  ${plain(one.name).padEnd(width)}  ${plain(one.id)}  ${size}`
  })
  const cut = kept < bytes ? `, of which --max-size lets ${bytesText(kept)} in` : ''
  return [
    page.paint('heading', `Estimate of a bundle of stack ${plain(stackName)}`),
    ...lines,
    ...page.prose(
      `Logs of ${counted(nodes.filter(one => one.bytes !== null).length, 'node')} of any age: ${bytesText(bytes)}${cut}; a bundle has those of its window only. Some ${minutes(seconds)} at most. Nothing was collected; ${plain(output)} would be made.`,
      0,
    ),
    '',
  ].join('\n')
}

function minutes(seconds: number): string {
  return seconds < 90 ? counted(Math.ceil(seconds), 'second') : counted(Math.ceil(seconds / 60), 'minute')
}
