import {wrapAnsi} from 'fast-wrap-ansi'
import {type AnyCheck, presentSources, type Source} from '../model/check.ts'
import {longestWaiverDays} from '../model/waiver.ts'
import {requirements} from '../openvidu/requirements.ts'

const sourceNames: Readonly<Record<Source, string>> = {
  plan: 'on a plan',
  lookup: 'with look-ups',
  deployed: 'deployed',
  nodes: 'in the nodes',
}

/** One check in full, for a terminal. */
export function explanation(check: AnyCheck, {width}: {readonly width: number}): string {
  const wrapped = (text: string, indent = '') =>
    wrapAnsi(text, width - indent.length, {hard: false})
      .split('\n')
      .map(line => `${indent}${line}`)
      .join('\n')
  const asked = requirements.filter(({id}) => (check.requirements as readonly string[]).includes(id))
  const remedies = Object.values(check.remedies ?? {}).filter(remedy => remedy !== undefined)
  return [
    `${check.id}  (${check.area}, ${check.severity})`,
    ...(check.pack === undefined
      ? []
      : [`of the check pack ${check.pack.name} ${check.pack.version}, which ${check.pack.plugin} brings`]),
    '',
    wrapped(check.title, '  '),
    '',
    'Why',
    wrapped(check.why, '  '),
    '',
    'How it is judged',
    ...check.sources.flatMap(source => {
      const told = check.how[source]
      const later = presentSources.includes(source) ? '' : ' (not in this version)'
      return told === undefined ? [] : [wrapped(`${sourceNames[source]}${later}: ${told}`, '  ')]
    }),
    '',
    'Facts',
    wrapped([...check.needs, ...(check.uses ?? [])].join(', '), '  '),
    '',
    'How to fix it',
    ...[check.remedy, ...remedies].flatMap(({text, commands = [], url}) => [
      wrapped(text, '  '),
      ...commands.map(command => `    ${command}`),
      `  ${url}`,
    ]),
    '',
    ...waiving(check),
    '',
    ...(asked.length === 0 ? [] : ['Requirements', ...asked.map(({id, text}) => wrapped(`${id}: ${text}`, '  ')), '']),
  ].join('\n')
}

/** What to paste into the configuration; the capitals make it unusable until someone has thought of them. */
function waiving({id}: AnyCheck): readonly string[] {
  return [
    'How to waive it (.openvidu-doctor.yaml)',
    '  waivers:',
    `    - check: ${id}`,
    '      subject: "SUBJECT"   # as the report names it; * and ? are wildcards',
    '      stack: STACK',
    '      reason: REASON',
    '      owner: OWNER',
    `      expires: YYYY-MM-DD  # at most ${longestWaiverDays} days ahead`,
  ]
}
