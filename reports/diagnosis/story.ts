import type {Diagnosis, DiagnosisCause} from '../../src/model/diagnosis.ts'
import {counted, firstOf} from '../story/plural.ts'

/** How many names of nodes or resources stand in a sentence. */
const shownPlaces = 4

export const confidenceWords = {
  high: 'seen itself',
  medium: 'follows from what was seen',
  low: 'fits, and nothing speaks against it',
} as const satisfies Record<DiagnosisCause['confidence'], string>

/** The first line of every format: the answer, or that there is none. Not escaped yet. */
export function answerOf({causes, notLookedAt, window}: Diagnosis): string {
  const [first, ...others] = causes
  if (first === undefined) {
    const where = window === null ? 'in what was looked at' : 'in the window that was looked at'
    return `No cause was found ${where}${notLookedAt.length === 0 ? '' : `; ${counted(notLookedAt.length, 'thing')} ${notLookedAt.length === 1 ? 'was' : 'were'} not looked at`}.`
  }
  const lead = {high: '', medium: 'Probably: ', low: 'Possibly: '}[first.confidence]
  const more = others.length === 0 ? '' : `, beside ${counted(others.length, 'other cause')} below`
  const named = /^F\d+$/.test(first.id) ? ` (${first.id})` : ''
  return `${lead}${first.title}${named}${placeIn(first)}${more}.`
}

/** The nodes where it was seen, unless the title names one. */
function placeIn({where, title}: DiagnosisCause): string {
  const nodes = where.filter(place => /^(master|media)-\d+$/.test(place))
  return nodes.length === 0 || nodes.some(node => title.includes(node)) ? '' : `, on ${firstOf(nodes, shownPlaces)}`
}

export function placesOf({where}: Pick<DiagnosisCause, 'where'>): string {
  return firstOf(where, shownPlaces)
}

/** What the answer rests on. */
export function basisOf({lookedAt, takenAt, window}: Diagnosis): string {
  const lines = lookedAt.reduce((sum, file) => sum + file.lines, 0)
  const span = window === null ? '' : `, of ${window.from} to ${window.to} only`
  return `${counted(lookedAt.length, 'file')} with ${counted(lines, 'line')} were read${span}; the evidence was taken at ${takenAt}`
}

export function targetOf({target: {stackName, region, accountId, generation}}: Diagnosis): readonly string[] {
  return [
    stackName === null ? 'stack of unknown name' : `stack ${stackName}`,
    region ?? 'region not known',
    ...(accountId === null ? [] : [`account ${accountId}`]),
    generation === null ? 'template generation not known' : `template generation ${generation}`,
  ]
}

/** What nothing found does not mean. */
export const noProof =
  'That is no proof that nothing is wrong: it means that no known failure stands in these files and that no event, target or fact in them tells of one.'
