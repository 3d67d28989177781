import {compiledSignatures, type SignatureId, type SignatureSource} from '../openvidu/signatures.ts'

/** A failure signature in a text. */
export interface SignatureMatch {
  readonly signature: SignatureId
  /** How many lines match. */
  readonly lines: number
  /** Number of the last of them, from 1. */
  readonly last: number
  /** What the pattern itself matched there, shortened: the rest of a line may hold secrets. */
  readonly text: string
}

const longestText = 160
/** Longer lines are no log lines; looking through them would cost more than they can tell. */
const longestLine = 4_000

/** The failure signatures of a source in the lines of a text, benign ones included. */
export function matchSignatures(text: string, source: SignatureSource): readonly SignatureMatch[] {
  const lines = text.split(/\r?\n/).map(line => line.slice(0, longestLine))
  return compiledSignatures(source).flatMap(({signature: {id}, expression}) => {
    const found = lines.flatMap((line, index) => {
      const match = expression.exec(line)
      return match === null ? [] : [{last: index + 1, text: match[0].slice(0, longestText)}]
    })
    const latest = found.at(-1)
    return latest === undefined ? [] : [{signature: id, lines: found.length, ...latest}]
  })
}
