import {nodeFiles} from '../openvidu/node-files.ts'
import {type FailureSignature, type SignatureSource, signatures} from '../openvidu/signatures.ts'
import type {Part} from './node-answers.ts'

export type Match = Part<'signatures'>[number]

export interface KnownFailure {
  readonly signature: FailureSignature
  readonly match: Match
}

/**
 * The failures that logs of one kind show, without those that are harmless. A signature of another generation counts where it
 * is found: a log says what happened.
 */
export function failuresIn(matches: readonly Match[], source: SignatureSource): readonly KnownFailure[] {
  return matches.flatMap(match => {
    const signature = signatures.find(({id}) => id === match.signature)
    if (signature === undefined || signature.benign === true || sourceOf(match) !== source) return []
    return [{signature, match}]
  })
}

/** What is known of a failure, as part of a sentence. */
export function inWords({signature: {id, cause}, match: {where, text}}: KnownFailure): string {
  return `${id} in ${where} ("${text}"): ${withoutStop(cause)}`
}

/** A sentence that goes on. */
export function withoutStop(sentence: string): string {
  return sentence.replace(/\.$/, '')
}

const installationLogs: readonly string[] = nodeFiles
  .map(({path}) => path)
  .filter(path => /^\/var\/log\/(cloud-init|cloud-init-output|cfn-init)\.log$/.test(path))

function sourceOf({where}: Match): SignatureSource | null {
  if (where === 'console' || installationLogs.includes(where)) return 'cloud-init'
  // What the reboot job printed would else stand in the journal.
  if (where === 'journal' || where.endsWith('/openvidu-restart.log')) return 'journal'
  if (where.startsWith('container ')) return 'container-log'
  if (where.endsWith('/nodes_errors.log')) return 'nodes-errors'
  return where.endsWith('/stop_media_node.log') ? 'drain-log' : null
}
