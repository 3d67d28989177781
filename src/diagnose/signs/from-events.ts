import type {StackEventRecord} from '../../model/evidence.ts'
import {compiledSignatures} from '../../openvidu/signatures.ts'
import type {CaseEvidence} from '../case-evidence.ts'
import type {Operation} from '../operation.ts'
import type {Recorded} from '../records.ts'
import type {Sign} from '../sign.ts'
import {waitingMaster} from '../waiting-master.ts'
import {evidenceOf} from './evidence.ts'

/** Texts come from AWS: no longer than this are they matched. */
const longestReason = 2_000
const shownLines = 4

/** What failed first in the last operation, as a sign; none where the operation did not fail. */
export function failureSign(
  operation: Operation | null,
  evidence: CaseEvidence,
  known: {readonly addresses: readonly (string | null)[] | null; readonly generation: string | null},
): Sign | null {
  if (operation?.failure == null) return null
  const {failure, others, cancelled, undoing, rolledBack} = operation
  const {logicalId, type, at, reason} = failure.value
  const id = signatureOf(failure) ?? 'stack-operation-failed'
  const waited = id === 'F1' ? waitingMaster(operation, known) : null
  const node = waited === null ? null : `master-${waited.slot}`
  return {
    id,
    node,
    role: node === null ? null : 'master',
    where: [...(node === null ? [] : [node]), logicalId],
    first: at,
    last: at,
    confidence: 'high',
    ...(node === null ? {} : {title: `Master ${waited?.slot} never signalled that it was ready`}),
    ...(id === 'stack-operation-failed' ? {title: `${logicalId} (${type}) failed: ${shortened(reason)}`} : {}),
    because: [
      `${logicalId} (${type}) is the first resource of the operation that failed for a reason of its own.`,
      ...(waited?.because ?? []),
      ...(others.length === 0 ? [] : [`${counted(others.length, 'more')} failed after it.`]),
      ...(cancelled === 0 ? [] : [`${cancelled} ${cancelled === 1 ? 'was' : 'were'} cancelled because of it.`]),
      ...(undoing === null
        ? []
        : [`${undoing.value.logicalId} then failed to be undone: ${shortened(undoing.value.reason)}.`]),
      ...(rolledBack ? ['The operation was rolled back, which deletes nodes and their logs.'] : []),
      ...tailSentence(node, evidence),
    ],
    evidence: [
      evidenceOf(failure, `${failure.value.status} ${logicalId}: ${reason ?? 'no reason is given'}`, id),
      ...(id === 'F38' ? functionLines(evidence) : []),
      ...tailOf(node, evidence),
    ],
  }
}

function signatureOf({value: {reason}}: Recorded<StackEventRecord>): Sign['id'] | null {
  const line = (reason ?? '').slice(0, longestReason).replace(/\s+/g, ' ')
  return compiledSignatures('stack-event').find(({expression}) => expression.test(line))?.signature.id ?? null
}

/** The lines with an error in the log of the function behind the custom resource. */
function functionLines({functionLog}: CaseEvidence) {
  return functionLog
    .filter(({value}) => isFunctionFailure(value.message))
    .slice(-shownLines)
    .map(line => evidenceOf(line, line.value.message, null))
}

export function isFunctionFailure(message: string): boolean {
  return /\[?ERROR|Traceback|\b[A-Za-z]{2,40}(Error|Exception)\b|Task timed out|AccessDenied|FAILED/.test(
    message.slice(0, longestReason),
  )
}

function tailOf(node: string | null, {logs}: CaseEvidence) {
  const log = node === null ? undefined : logs.find(one => one.node === node && one.name === 'cloud-init-output')
  return (log?.tail ?? []).map(({line, text, at}) => ({
    file: log?.path ?? '',
    line,
    at,
    node,
    text,
    signature: null,
  }))
}

function tailSentence(node: string | null, evidence: CaseEvidence): readonly string[] {
  if (node === null) return []
  return tailOf(node, evidence).length > 0
    ? [`The last lines of the installation log of ${node} are shown with it.`]
    : [`The installation log of ${node} is not in the case, so that nothing tells why.`]
}

function shortened(reason: string | null): string {
  const line = (reason ?? 'no reason is given').replace(/\s+/g, ' ').trim()
  return (line.length <= 200 ? line : `${line.slice(0, 199)}…`).replace(/\.$/, '')
}

function counted(number: number, noun: string): string {
  return `${number} ${noun}`
}
