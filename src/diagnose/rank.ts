import {type Confidence, confidences} from '../model/diagnosis.ts'
import {markers} from '../openvidu/failure-causes.ts'
import type {Correlation, Explanation} from './correlate.ts'
import {earliest} from './moments.ts'
import type {Sign} from './sign.ts'

/** One cause, on every node that shows it. */
export interface RankedCause {
  readonly signs: readonly [Sign, ...Sign[]]
  readonly confidence: Confidence
  readonly effects: readonly Explanation[]
  /** Whether it is why the operation failed. */
  readonly ofFailure: boolean
}

/**
 * The causes, the likeliest first. The rules, each deciding where those before it do not:
 *
 * 1. what explains why the operation failed goes before what does not;
 * 2. then what was seen itself (`high`) before what follows from it (`medium`) and what merely fits (`low`). A line is `high` where
 *    its wording is known from a real log; what came before the operation, after its failure, or a day before its end is
 *    `low`; what a later line mended is no cause at all (`standing.ts`);
 * 3. then what says why something failed before what only says where (a marker such as a stage of the installation);
 * 4. then what explains more;
 * 5. then what came first;
 * 6. then the order of the signatures.
 */
export function rankCauses({roots, effectsOf}: Correlation, failure: Sign | null): readonly RankedCause[] {
  const causes = [...Map.groupBy(roots, ({id}) => id).values()].map((signs): RankedCause => {
    const ordered = signs.toSorted((one, other) => weight(one.confidence) - weight(other.confidence))
    const [first, ...rest] = ordered as [Sign, ...Sign[]]
    const effects = signs.flatMap(effectsOf)
    return {
      signs: [first, ...rest],
      confidence: first.confidence,
      effects: eachOnce(signs, effects),
      ofFailure: failure !== null && (signs.includes(failure) || effects.some(({effect}) => effect === failure)),
    }
  })
  return causes.toSorted(
    (one, other) =>
      Number(other.ofFailure) - Number(one.ofFailure) ||
      weight(one.confidence) - weight(other.confidence) ||
      Number(isMarker(one)) - Number(isMarker(other)) ||
      other.effects.length - one.effects.length ||
      compare(firstOf(one), firstOf(other)) ||
      compare(numbered(one), numbered(other)),
  )
}

/** Of several ways from the cause to an effect the one that is shortest. */
function eachOnce(signs: readonly Sign[], effects: readonly Explanation[]): readonly Explanation[] {
  const direct = effects.toSorted(
    (one, other) => Number(signs.includes(other.cause)) - Number(signs.includes(one.cause)),
  )
  const first = new Map<Sign, Explanation>()
  for (const one of direct) if (!first.has(one.effect)) first.set(one.effect, one)
  return [...first.values()]
}

function weight(confidence: Confidence): number {
  return confidences.indexOf(confidence)
}

function isMarker({signs: [{id}]}: RankedCause): boolean {
  return markers.includes(id)
}

/** What has no time comes last. */
function firstOf({signs}: RankedCause): string {
  return earliest(signs.map(({first}) => first)) ?? '~'
}

function numbered({signs: [{id}]}: RankedCause): string {
  return id.replace(/^F(\d)$/, 'F0$1')
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}
