import {type Unknown, type UnknownCause, unknown} from '../../model/fact.ts'

/** An invocation as ListCommandInvocations and GetCommandInvocation tell it. */
export interface InvocationStatus {
  readonly status: string
  /** Null where AWS left it out. */
  readonly details: string | null
  /** Exit code; null where it was not told. */
  readonly code: number | null
}

type Row = 'under-way' | 'ran' | 'exited' | readonly [cause: UnknownCause, detail: string, action?: string]

/**
 * What each status means, by StatusDetails without blanks: the pages print `Delivery Timed Out` where the API has
 * `DeliveryTimedOut`. Source: user guide, "Understanding command statuses", and the enumerations of the API. The last three are of
 * commands rather than of invocations.
 */
export const statusRows: Readonly<Record<string, Row>> = {
  Pending: 'under-way',
  InProgress: 'under-way',
  Delayed: 'under-way',
  Cancelling: 'under-way',
  Success: 'ran',
  Failed: 'exited',
  DeliveryTimedOut: [
    'unreachable',
    'the agent of the node did not take the command in time, or never said how it went',
  ],
  ExecutionTimedOut: ['timed-out', 'the script ran longer on the node than it may, and the agent ended it'],
  TimedOut: ['timed-out', 'the command ran out of time on the node'],
  Undeliverable: ['unreachable', 'the command could not be delivered: the node is gone, or its agent does not respond'],
  Cancelled: ['failed', 'somebody cancelled the command before the node had answered'],
  Terminated: ['failed', 'Run Command gave the command up before it was the turn of the node'],
  InvalidPlatform: ['failed', 'the operating system of the node is none that AWS-RunShellScript is for'],
  AccessDenied: ['denied', 'the caller may not run commands on the node', 'ssm:SendCommand'],
  Incomplete: ['failed', 'Run Command ended without an answer of the node'],
  RateExceeded: ['throttled', 'the account has more commands pending than Run Command takes'],
  NoInstancesInTag: ['failed', 'Run Command found no node to run the command on'],
}

/** Where a command stands on a node: under way, run to its end, or why there is no answer. */
export type Phase = 'under-way' | 'ran' | Unknown

export function phaseOf({status, details, code}: InvocationStatus): Phase {
  const [plain, closer] = [squeezed(status), squeezed(details ?? '')]
  const row = closer === '' ? rowOf(plain) : rowOf(closer)
  if (row === undefined || contradict(plain, row)) {
    // Not ended, at least: what is to come may be known again.
    if (rowOf(plain) === 'under-way' && row === undefined) return 'under-way'
    const told = closer === '' || closer === plain ? plain : `${plain}, ${closer}`
    return unknown('failed', `Run Command tells a status that this version does not know (${told.slice(0, 60)})`)
  }
  if (row === 'under-way' || row === 'ran') return row
  if (row === 'exited') return unknown('failed', failureOf(code))
  const [cause, detail, action] = row
  return unknown(cause, detail, action)
}

function rowOf(name: string): Row | undefined {
  return Object.hasOwn(statusRows, name) ? statusRows[name] : undefined
}

/** Success and anything else exclude each other: what they say together can't be told. */
function contradict(status: string, row: Row): boolean {
  return (row === 'ran') !== (status === 'Success')
}

/** Every script of ours ends with exit 0. */
function failureOf(code: number | null): string {
  if (code === null) return 'the command failed on the node'
  if (code === -1) return 'the agent of the node could not start the command'
  return `the command ended with exit code ${code} on the node, before its script could`
}

function squeezed(text: string): string {
  return text.replaceAll(/\s/g, '')
}
