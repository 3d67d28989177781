import type {Diagnosis} from '../../src/model/diagnosis.ts'
import {code, text} from '../escape/markdown.ts'
import {causeWords} from '../story/gaps.ts'
import {marks} from '../story/status.ts'

/** What was not looked at, each with the command that would get it. */
export function gapList({notLookedAt}: Pick<Diagnosis, 'notLookedAt'>, limit = Infinity): string[] {
  if (notLookedAt.length === 0) return []
  const more = notLookedAt.length - limit
  return [
    '## Not looked at',
    '',
    ...notLookedAt.slice(0, limit).map(({what, cause, detail, command}) => {
      const how = command === null ? '' : `: ${code(command)}`
      return `- ${marks.unknown} **${text(what)}.** ${causeWords[cause]}: ${text(detail)}${how}`
    }),
    ...(more > 0 ? [`- and ${more} more, which ${code('reports/diagnosis.json')} lists`] : []),
  ]
}
