import type {Result as SarifResult} from 'sarif'
import type {Report, ReportFinding, Result} from '../../src/model/report.ts'
import {messageText} from '../escape/sarif.ts'
import {visible} from '../escape/visible.ts'
import {evidenceWords} from '../story/evidence.ts'
import {waiverWords} from '../story/waivers.ts'
import {ruleId} from './rule.ts'
import {levels} from './severity.ts'
import {locationOf} from './where.ts'

/**
 * A result for each finding, waived ones suppressed. What passed has none: code scanning shows every result as an alert,
 * whatever its kind.
 */
export function resultsOf({results, target}: Report): readonly SarifResult[] {
  return results.flatMap((result, ruleIndex) => {
    return result.findings.map(finding => ({
      ruleId: ruleId(result),
      ruleIndex,
      kind: 'fail' as const,
      level: levels[finding.severity],
      message: {text: messageOf(finding, result)},
      locations: [locationOf(finding.subject, target)],
      partialFingerprints: {
        'openviduDoctor/v1': visible(finding.fingerprint),
        // The only one by which code scanning follows an alert; left out, it would be made of the line's text.
        primaryLocationLineHash: visible(finding.fingerprint),
      },
      suppressions: suppressionsOf(finding),
      properties: {
        severity: finding.severity,
        observed: finding.observed,
        expected: finding.expected,
        defect: finding.defect,
      },
    }))
  })
}

function messageOf({message, observed, expected, defect, waiver}: ReportFinding, result: Result): string {
  return [
    messageText(message),
    ...(defect === null ? [] : [`The template's own defect ${messageText(defect)}.`]),
    `Observed ${messageText(evidenceWords(observed))}. Expected ${messageText(evidenceWords(expected))}.`,
    waiver === null ? `To fix it: ${messageText(result.remediation.text)}` : messageText(waiverWords(waiver)),
  ].join('\n')
}

/** Empty where nobody answers for it: absent would mean that it is not known. */
function suppressionsOf({waiver}: ReportFinding): NonNullable<SarifResult['suppressions']> {
  if (waiver === null) return []
  return [{kind: 'external', status: 'accepted', justification: messageText(waiverWords(waiver))}]
}
