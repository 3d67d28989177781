import type {Report} from '../../src/model/report.ts'
import {plain} from '../escape/terminal.ts'
import {minute} from '../story/minute.ts'
import {replayNote} from '../story/replay.ts'
import {settingsWords} from '../story/settings.ts'
import type {Page} from './page.ts'

/** What was examined, and whether this is today's truth or a saved one. */
export function head(report: Report, page: Page): string[] {
  const {tool, target, generatedAt} = report
  const {kind, stackName, region, accountId, generation} = target
  const replay = replayNote(target)
  const settings = settingsWords(report)
  const stack = `${kind === 'planned' ? 'Planned' : 'Deployed'} stack${stackName === null ? '' : ` ${plain(stackName)}`}`
  const facts = [
    region === null ? 'region not known' : plain(region),
    ...(accountId === null ? [] : [`account ${plain(accountId)}`]),
    generation === null ? 'template generation not known' : `template generation ${plain(generation)}`,
  ]
  return [
    ...page.prose(page.paint('quiet', `${tool.name} ${plain(tool.version)}, ${plain(minute(generatedAt))}`), 0),
    '',
    ...page.prose(page.paint('heading', [stack, ...facts].join(', ')), 0),
    ...(replay === null ? [] : ['', ...page.prose(`${plain(replay)}.`, 0)]),
    ...(settings === null ? [] : ['', ...page.prose(plain(settings), 0)]),
  ]
}
