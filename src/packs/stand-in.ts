import type {AnyCheck, FindingOptions, Judgement, PackOrigin, Phrases, Source} from '../model/check.ts'
import type {SoundCheck} from './pack-schema.ts'
import type {Call, Given} from './record-judgement.ts'

/** A check as far as it is data: what goes from the thread of a pack to the engine. */
export type CheckData = Omit<SoundCheck, 'phrases' | 'judge'> & {readonly phrases: readonly string[]}

export function dataOf({phrases, judge: _, ...data}: SoundCheck): CheckData {
  return {...data, phrases: Object.keys(phrases)}
}

/**
 * A check for the engine that has another one judge, wherever that is, and repeats what it said. So a check of a pack can change
 * nothing that others judge by: it gets copies, and gives back words.
 */
export function standIn(data: CheckData, pack: PackOrigin, judgeThere: (given: Given) => readonly Call[]): AnyCheck {
  const messages = new WeakMap<object, string>()
  const say = (evidence: object) => messages.get(evidence) ?? ''
  return {
    ...data,
    sources: data.sources as readonly [Source, ...Source[]],
    requirements: [],
    pack,
    phrases: Object.fromEntries(data.phrases.map(phrase => [phrase, say])),
    judge: (facts: Given['facts'], {now, thresholds, fail, see, look}: Judgement<Phrases>) => {
      for (const call of judgeThere({facts, now, thresholds})) {
        if (call.kind === 'see') see(call.seen, call.subject)
        else if (call.kind === 'look') look(call.key, call.fact)
        else {
          messages.set(call.evidence, call.message)
          fail(call.phrase, call.subject, call.evidence as never, call.options as FindingOptions | undefined)
        }
      }
    },
  }
}
