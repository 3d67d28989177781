import type {Report} from '../../src/model/report.ts'
import {code, text} from '../escape/markdown.ts'
import {causeWords, cureOf, gapsOf} from '../story/gaps.ts'
import {anyOfOurs, packFaults} from '../story/packs.ts'
import {counted} from '../story/plural.ts'
import {marks} from '../story/status.ts'

/** Checks that broke: our fault or that of a check pack, which says nothing about the deployment. */
export function broken({tool, results}: Report): string[] {
  const errors = results.filter(result => result.status === 'error')
  if (errors.length === 0) return []
  return [
    `## Broken checks (${errors.length})`,
    '',
    ...errors.flatMap(({title, check, error}) => [
      `- ${marks.error} ${text(title)} (${code(check)})\\`,
      `  ${code(error?.message ?? 'no message was recorded')}`,
    ]),
    '',
    ...(anyOfOurs(errors)
      ? [
          `A fault in ${tool.name}, not in the deployment. Please report it with these lines and the version, ${text(tool.version)}.`,
        ]
      : []),
    ...packFaults(errors).map(text),
  ]
}

/** What could not be seen, each cause once. Never inside a fold: a gap is not a pass. */
export function unseen({results}: Report): string[] {
  const total = results.filter(result => result.status === 'unknown').length
  if (total === 0) return []
  const items = gapsOf(results).map(({cause, detail, actions, checks}) => {
    const cure = cureOf({cause, detail}, actions.map(code))
    return [
      `- ${marks.unknown} **${causeWords[cause]}:** ${text(detail)}\\`,
      ...(cure === null ? [] : [`  → ${cure}\\`]),
      `  ${counted(checks.length, 'check')}: ${checks.map(code).join(', ')}`,
    ]
  })
  return [`## Could not look (${total})`, '', ...items.flat()]
}
