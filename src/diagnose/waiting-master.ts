import {generations} from '../openvidu/generations.ts'
import {between, spanText} from './moments.ts'
import type {Operation} from './operation.ts'

/** Which master a stack waited for in vain. */
export interface WaitingMaster {
  /** 1 to 4. */
  readonly slot: number
  readonly because: readonly string[]
}

const condition = /WaitCondition(\d)$/
const instance = /MasterNode(\d)$/

/**
 * The first master that did not signal. The conditions of all four begin with the stack and the masters are made one after another, so
 * that of several that time out at once only the first one's master was at fault: the others were never made, or hardly.
 */
export function waitingMaster(
  {events, failure, startedAt}: Operation,
  {addresses, generation}: {readonly addresses: readonly (string | null)[] | null; readonly generation: string | null},
): WaitingMaster | null {
  if (failure?.value.type !== 'AWS::CloudFormation::WaitCondition') return null
  const slots = events.flatMap(({value}) => {
    const slot = condition.exec(value.logicalId)?.[1]
    return slot === undefined ? [] : [{slot: Number(slot), ...value}]
  })
  const signalled = new Set(slots.filter(({status}) => status.endsWith('_COMPLETE')).map(({slot}) => slot))
  const open = [...new Set(slots.map(({slot}) => slot))].filter(slot => !signalled.has(slot)).toSorted((a, b) => a - b)
  const slot = open[0] ?? Number(condition.exec(failure.value.logicalId)?.[1] ?? 0)
  if (slot === 0) return null
  const made = events.find(({value}) => Number(instance.exec(value.logicalId)?.[1]) === slot)?.value
  const minutes = generations.find(({id}) => id === generation)?.waitMinutes ?? null
  const waited = between(startedAt, failure.value.at)
  const left = between(made?.at ?? null, failure.value.at)
  const stored = addresses?.[slot - 1]
  return {
    slot,
    because: [
      signalled.size === 0
        ? `No master signalled, and master ${slot} is the one that comes first.`
        : `Of the masters, ${list([...signalled])} signalled; master ${slot} is the next and did not.`,
      ...(waited === null
        ? []
        : [
            `All four share one time${minutes === null ? '' : ` of ${minutes} minutes`} from the beginning of the operation: ${spanText(waited)} after it CloudFormation gave up.`,
          ]),
      ...(left === null ? [] : [`Master ${slot} itself was begun ${spanText(left)} before.`]),
      ...(addresses === null
        ? []
        : [
            stored === null || stored === undefined
              ? `The secret has no address of master ${slot}: it did not come as far as storing one.`
              : `The secret has an address of master ${slot}: it came as far as that, if late.`,
          ]),
    ],
  }
}

function list(slots: readonly number[]): string {
  return slots.toSorted((a, b) => a - b).join(', ')
}
