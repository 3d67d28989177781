import type {DiagnosisEvidence} from '../../model/diagnosis.ts'
import type {Recorded} from '../records.ts'
import type {LogPoint, ScannedLog} from '../scan-log.ts'

const longestText = 400

/** A record of a case as evidence. */
export function evidenceOf(
  {file, line, value}: Recorded<{readonly at: string}>,
  text: string,
  signature: string | null,
  node: string | null = null,
): DiagnosisEvidence {
  return {file, line, at: value.at, node, text: bounded(text), signature: numberOf(signature)}
}

/** A line of a log as evidence. */
export function lineEvidence({path, node}: ScannedLog, point: LogPoint, signature: string | null): DiagnosisEvidence {
  return {
    file: path,
    line: point.line,
    at: point.at,
    node,
    text: bounded(point.text),
    signature: numberOf(signature),
  }
}

/** Causes of ours have no number. */
function numberOf(id: string | null): string | null {
  return id !== null && /^F\d{1,2}$/.test(id) ? id : null
}

export function bounded(text: string): string {
  return text.length <= longestText ? text : `${text.slice(0, longestText - 1)}…`
}
