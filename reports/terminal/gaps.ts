import type {Report, Result} from '../../src/model/report.ts'
import {plain} from '../escape/terminal.ts'
import {causeWords, cureOf, type Gap, gapsOf} from '../story/gaps.ts'
import {anyOfOurs, packFaults} from '../story/packs.ts'
import {counted} from '../story/plural.ts'
import {marks} from '../story/status.ts'
import type {Page} from './page.ts'

/** Checks that broke: our fault or that of a check pack, which says nothing about the deployment. */
export function broken({tool, results}: Report, page: Page): string[] {
  const errors = results.filter(result => result.status === 'error')
  if (errors.length === 0) return []
  const heading = `${page.paint('heading', 'BROKEN CHECKS')}  ${page.paint('quiet', counted(errors.length, 'check'))}`
  const version = `${tool.name} ${plain(tool.version)}`
  const whose = `A fault in ${tool.name}, not in your deployment. Please report it with these lines and the version, ${version}.`
  return [
    ...page.prose(heading, 0),
    '',
    ...errors.flatMap(result => brokenCheck(result, page)),
    '',
    ...(anyOfOurs(errors) ? page.prose(whose, 4) : []),
    ...packFaults(errors).flatMap(fault => page.prose(plain(fault), 4)),
  ]
}

function brokenCheck({title, check, error}: Result, page: Page): string[] {
  const lead = `${page.paint('error', marks.error)} `
  return [
    ...page.hanging(lead, `${page.paint('heading', plain(title))} ${page.paint('quiet', `(${plain(check)})`)}`, 2),
    ...page.prose(plain(error?.message ?? 'no message was recorded'), 4),
  ]
}

/** What could not be seen, each cause once. Never folded away: a gap is not a pass. */
export function unseen({results}: Report, page: Page): string[] {
  const total = results.filter(result => result.status === 'unknown').length
  if (total === 0) return []
  const heading = `${page.paint('heading', 'COULD NOT LOOK')}  ${page.paint('quiet', counted(total, 'check'))}`
  return [...page.prose(heading, 0), ...gapsOf(results).flatMap(gap => ['', ...gapLines(gap, page)])]
}

function gapLines({cause, detail, actions, checks}: Gap, page: Page): string[] {
  const cure = cureOf({cause, detail}, actions.map(plain))
  const sharers = `${counted(checks.length, 'check')}: ${checks.map(plain).join(', ')}`
  return [
    ...page.hanging(
      `${page.paint('unknown', marks.unknown)} `,
      `${page.paint('heading', `${causeWords[cause]}:`)} ${plain(detail)}`,
      2,
    ),
    ...(cure === null ? [] : page.prose(cure, 4)),
    ...page.prose(page.paint('quiet', sharers), 6),
  ]
}
