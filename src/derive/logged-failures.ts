import type {SignatureId} from '../openvidu/signatures.ts'
import {type NodeProbe, partOf} from './node-answers.ts'

/**
 * Where the logs of a node show this failure, such as `3 lines in container mongo`. Logs are evidence beside what was seen
 * itself: where they could not be read, nothing is said.
 */
export function loggedFailure(node: NodeProbe, signature: SignatureId): readonly string[] {
  const matches = partOf(node, 'signatures')
  if (matches.state === 'unknown') return []
  return matches.value
    .filter(match => match.signature === signature)
    .map(({lines, where}) => `${lines} ${lines === 1 ? 'line' : 'lines'} in ${where}`)
}
