import type {ReportingDescriptor} from 'sarif'
import type {Result} from '../../src/model/report.ts'
import {code, fence, link, text} from '../escape/markdown.ts'
import {messageText} from '../escape/sarif.ts'
import {visible} from '../escape/visible.ts'
import {documentationOf} from '../story/packs.ts'
import {webAddress} from '../story/remedy.ts'
import {levels, securitySeverities} from './severity.ts'

/** How long a description of a rule may be in code scanning. */
const longestDescription = 1024

/** The check behind a result, also of one that passed: what it asks for and how to mend what it finds. */
export function ruleOf(result: Result): ReportingDescriptor {
  const {check, area, title, severity, remediation, requirements} = result
  const address = webAddress(remediation.url)
  const description = messageText(title).slice(0, longestDescription)
  return {
    id: ruleId(result),
    shortDescription: {text: description},
    fullDescription: {text: description},
    help: {text: helpText(result), markdown: helpMarkdown(result)},
    ...(address === null ? {} : {helpUri: address}),
    defaultConfiguration: {level: levels[severity]},
    properties: {
      tags: [...new Set([area, ...requirements.map(visible)])].slice(0, 20),
      'security-severity': securitySeverities[severity],
      'problem.severity': levels[severity] === 'note' ? 'recommendation' : levels[severity],
      check,
    },
  }
}

export function ruleId({check}: Pick<Result, 'check'>): string {
  return visible(check)
}

function helpText({check, pack, title, remediation: {text: cure, commands, url}}: Result): string {
  return [
    `${messageText(title)}.`,
    `To fix it: ${messageText(cure)}`,
    ...commands.map(command => `  ${messageText(command)}`),
    `${messageText(documentationOf({pack}))}: ${messageText(url)}`,
    `What is looked at, and why: openvidu-doctor explain ${messageText(check)}`,
  ].join('\n')
}

function helpMarkdown({check, pack, title, remediation: {text: cure, commands, url}}: Result): string {
  return [
    `${text(title)}.`,
    '',
    `**To fix it:** ${text(cure)}`,
    ...(commands.length === 0 ? [] : ['', ...fence('sh', commands)]),
    '',
    link(documentationOf({pack}), url),
    '',
    `What is looked at, and why: ${code(`openvidu-doctor explain ${check}`)}`,
  ].join('\n')
}
