import {plain} from '../../reports/escape/terminal.ts'
import type {FormatId} from '../../reports/index.ts'
import {counted} from '../../reports/story/plural.ts'
import {waiverStories} from '../../reports/story/waivers.ts'
import type {Configuration} from '../model/configuration.ts'
import type {Report} from '../model/report.ts'
import type {Settings} from '../model/settings.ts'

/** What is to be told of waivers beside the report, a line each. */
export function waiverNotes(
  report: Report,
  format: FormatId,
  settings: Settings,
  configuration: Configuration,
): readonly string[] {
  return [...setAside(report, settings, configuration), ...(format === 'table' ? [] : due(report))]
}

/** A program reads the report; whoever reads what stands beside it should hear what is due. */
function due(report: Report): readonly string[] {
  return waiverStories(report)
    .filter(story => story.due)
    .map(({about, sentence}) => `Note: waiver for ${plain(about)}: ${plain(sentence)}.`)
}

/** Waivers that no report tells of, since they were not tried at all. */
function setAside(report: Report, {waivers}: Settings, {settings: {waivers: all}}: Configuration): readonly string[] {
  if (all.length > waivers.length) return [`Note: ${counted(all.length, 'waiver')} set aside (--no-waivers).`]
  if (all.length === 0 || report.target.stackName !== null) return []
  return [
    `Note: ${counted(all.length, 'waiver')} not tried: the name of the planned stack is not given (--stack-name).`,
  ]
}
