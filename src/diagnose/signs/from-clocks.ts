import type {CaseEvidence} from '../case-evidence.ts'
import {spanText} from '../moments.ts'
import {roleOf, type Sign} from '../sign.ts'
import {evidenceOf} from './evidence.ts'

/** From here on AWS refuses what a node signs. Source: Signature Version 4, troubleshooting. */
const refused = 5 * 60_000
/** Nearer to ours than this, a clock explains nothing. */
const noticed = 30_000

/** Clocks that are wrong by so much that something fails for it. */
export function clockSigns({nodes}: CaseEvidence, takenAt: string): readonly Sign[] {
  return nodes.flatMap(({value: node, ...place}): readonly Sign[] => {
    const {name, clockAhead} = node
    if (clockAhead === null || Math.abs(clockAhead) < noticed) return []
    const off = `${spanText(Math.abs(clockAhead))} ${clockAhead > 0 ? 'ahead' : 'behind'}`
    return [
      {
        id: 'clock-off',
        node: name,
        role: roleOf(name),
        where: [name],
        first: null,
        last: takenAt,
        confidence: Math.abs(clockAhead) >= refused ? 'high' : 'low',
        title: `The clock of ${name} is ${off}`,
        because: [
          `It was held against the clock of the machine that asked, which may itself be wrong: ${off}.`,
          Math.abs(clockAhead) >= refused
            ? 'AWS refuses requests whose time is more than five minutes off.'
            : 'That is not enough for AWS to refuse requests.',
        ],
        evidence: [evidenceOf({...place, value: {at: takenAt}}, `${name}: clock ${off}`, null, name)],
      },
    ]
  })
}
