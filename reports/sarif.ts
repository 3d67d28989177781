import type {Log, Run} from 'sarif'
import type {Report} from '../src/model/report.ts'
import {jsonDocument} from './escape/json.ts'
import {messageText, segment} from './escape/sarif.ts'
import type {ReportFormat} from './format.ts'
import {invocation, notificationDescriptors} from './sarif/notifications.ts'
import {resultsOf} from './sarif/result.ts'
import {ruleOf} from './sarif/rule.ts'
import {stackArtifact} from './sarif/where.ts'

/** SARIF 2.1.0, as code scanning takes it: a rule for each check, a result for each finding, a notification for each gap. */
export const sarif: ReportFormat = {
  id: 'sarif',
  extension: 'sarif',
  render: report => `${jsonDocument(logOf(report))}\n`,
}

function logOf(report: Report): Log {
  return {
    version: '2.1.0',
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    runs: [runOf(report)],
  }
}

function runOf(report: Report): Run {
  const {tool, target, summary, results} = report
  const stack = target.stackName === null ? 'unnamed' : segment(target.stackName)
  return {
    tool: {
      driver: {
        name: tool.name,
        version: messageText(tool.version),
        rules: results.map(ruleOf),
        notifications: notificationDescriptors,
      },
    },
    // Code scanning keeps the alerts of a plan and of a deployed stack apart by this, and does not close one for the other.
    automationDetails: {id: `${tool.name}/${target.kind}/${stack}/`},
    originalUriBaseIds: {'%SRCROOT%': {description: {text: 'The folder that openvidu-doctor was run in.'}}},
    artifacts: [stackArtifact(target)],
    invocations: [invocation(report)],
    results: [...resultsOf(report)],
    properties: {target, ...summary},
  }
}
