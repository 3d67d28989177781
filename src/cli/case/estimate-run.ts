import {CannotExamine} from '../../model/errors.ts'
import type {Seen} from '../../model/fact.ts'
import type {BundleEstimate, EstimatedNode} from '../../model/made-bundle.ts'
import type {LogSize} from '../../nodes/logs/sizes.ts'
import {chooseNodes} from '../choose-nodes.ts'
import type {Running} from '../running.ts'
import type {BundleFlags} from './bundle-flags.ts'
import {bundleRequest} from './bundle-request.ts'
import {caseNodes} from './case-nodes.ts'
import {firstLook} from './first-look.ts'

/** Logs pack to an eighth, or better. */
const packing = 8

/** Asks the nodes for the sizes of their logs, and reads none. Makes nothing here either. */
export async function estimateBundle(stack: string, running: Running<BundleFlags>): Promise<BundleEstimate> {
  const {flags} = running
  const {output, maxBytes, via} = await bundleRequest(stack, flags, new Date())
  const {session, snapshot} = await firstLook(stack, running)
  try {
    const all = caseNodes(snapshot)
    if (all === null) {
      throw new CannotExamine(
        'the nodes of the stack were not seen',
        'openvidu-doctor permissions --for bundle prints the policy that is needed.',
      )
    }
    const chosen = new Set(
      chooseNodes(
        all.map(({node}) => node),
        flags.nodes ?? [],
      ).map(({name}) => name),
    )
    const nodes = all.filter(({node}) => chosen.has(node.name))
    const [{askSizes}, {makeCommander}, {secondsToFetch, secondsViaLogs, secondsViaS3}] = await Promise.all([
      import('../../nodes/logs/sizes.ts'),
      import('../../nodes/transport/run-command.ts'),
      import('../../nodes/transfer/estimate.ts'),
    ])
    const able = nodes.filter(({node, managed}) => node.state === 'running' && managed !== false).map(({node}) => node)
    const sizes = await askSizes(makeCommander(session), able)
    const told = nodes.map(({node: {name, id, state}}): EstimatedNode => {
      const own = sizes.get(id)
      if (own?.state === 'known') return {name, id, bytes: sum(own), why: null}
      const why = own?.detail ?? (state === 'running' ? 'Systems Manager does not reach it' : `it is ${state}`)
      return {name, id, bytes: null, why}
    })
    const bytes = told.reduce((total, one) => total + (one.bytes ?? 0), 0)
    const kept = Math.min(bytes, maxBytes)
    const shares = told.flatMap(one =>
      one.bytes === null || bytes === 0 ? [] : [(one.bytes * kept) / bytes / packing],
    )
    return {
      stackName: snapshot.target.stackName ?? '',
      output,
      nodes: told,
      bytes,
      kept,
      // Two rounds of collecting on the masters, one after the other.
      seconds:
        15 +
        able.filter(({role}) => role === 'master').length * 10 +
        (via === null ? secondsToFetch : via.kind === 's3' ? secondsViaS3 : secondsViaLogs)(shares),
    }
  } finally {
    session.close()
  }
}

function sum(sizes: Extract<Seen<readonly LogSize[]>, {state: 'known'}>): number {
  return sizes.value.reduce((total, {bytes}) => total + (bytes ?? 0), 0)
}
