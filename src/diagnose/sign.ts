import type {Confidence, DiagnosisEvidence} from '../model/diagnosis.ts'
import type {CauseId} from '../openvidu/failure-causes.ts'
import type {NodeRole} from '../openvidu/services.ts'

/** One thing that was seen to be wrong in one place: a cause, or the effect of another. */
export interface Sign {
  readonly id: CauseId
  /** Name of the node; null for what is of the stack or of a group. */
  readonly node: string | null
  /** Of the node, or of the nodes that a group has. */
  readonly role: NodeRole | null
  /** What it was seen on: names of nodes, or logical ids. */
  readonly where: readonly string[]
  /** When it was first and last seen; null where nothing tells. */
  readonly first: string | null
  readonly last: string | null
  readonly confidence: Confidence
  /** In place of the usual one. */
  readonly title?: string
  /** In place of the usual one: what to do. */
  readonly remedy?: string
  /** What speaks for it, one sentence each. */
  readonly because: readonly string[]
  readonly evidence: readonly DiagnosisEvidence[]
}

/** `master-1` stands for the node that all others wait for. */
export const firstMaster = 'master-1'

export function roleOf(node: string): NodeRole | null {
  if (/^master(-|$)/.test(node)) return 'master'
  return /^media(-|$)/.test(node) ? 'media' : null
}
