import {lstatSync} from 'node:fs'
import {bundleName, refuseWrongEnding} from '../../bundle/bundle-name.ts'
import {archiveKind} from '../../bundle/read/archive-kind.ts'
import {UnusableInput} from '../../model/errors.ts'
import {nearest} from '../../model/nearest.ts'
import type {TransferPlace} from '../../nodes/transfer/place.ts'
import {bytesIn} from '../byte-size.ts'
import {momentIn} from '../moment.ts'
import {stackNameIn} from '../stack-reference.ts'
import {viaPlaceIn} from '../via-place.ts'
import type {BundleFlags} from './bundle-flags.ts'
import {tokenKeyIn} from './token-key.ts'

const usualSince = '24h'
const longestCase = 200
/** Before it is packed: 2 GB of logs and what is beside them, with room. */
const mostBytes = 4e9

/** What is asked for, once it was held against its form. */
export interface BundleRequest {
  readonly output: string
  readonly window: {readonly since: string; readonly until: string | null}
  readonly services: readonly string[]
  readonly maxBytes: number
  readonly case: string | null
  readonly recipients: readonly string[]
  readonly via: TransferPlace | null
  /** Null where addresses and names of hosts stay. */
  readonly tokenKey: Buffer | null
}

/** Reads the flags. Throws UnusableInput before anything is asked for, and where a file would be written over. */
export async function bundleRequest(stack: string, flags: BundleFlags, now: Date): Promise<BundleRequest> {
  const {sourceNames, sourcesNamed} = await import('../../nodes/logs/sources.ts')
  const services = flags.services ?? []
  const names = sourceNames.filter(name => sourcesNamed(name).some(({kind}) => kind === 'container'))
  const strangers = services.filter(name => !names.includes(name))
  if (strangers.length > 0) {
    throw refused(
      strangers.map(name => `there is no service "${name.slice(0, 60)}"${nearest(name, names)}`),
      `Services: ${names.join(', ')}.`,
    )
  }
  const since = momentIn(flags.since ?? usualSince, '--since', now)
  const until = flags.until === undefined ? null : momentIn(flags.until, '--until', now)
  if (until !== null && until < since) throw refused(['--until is before --since'], 'Give a time that is later.')
  if ((flags.case ?? '').length > longestCase || /\p{Cc}/u.test(flags.case ?? '')) {
    throw refused([`--case takes ${longestCase} characters at most, none of them a control character`], 'Shorten it.')
  }
  if (flags.resume !== undefined) refuseNoCase(flags.resume)
  const given = flags['encrypt-to'] ?? []
  const {readRecipients} = await import('../../bundle/recipients.ts')
  const recipients = given.length === 0 ? [] : readRecipients(given)
  const output = flags.output ?? resumedOutput(flags.resume) ?? usualOutput(stack, now)
  refuseWrongEnding(output, recipients.length > 0)
  refuseTaken(bundleName(output, {partial: false, encrypted: recipients.length > 0}))
  return {
    output,
    window: {since, until},
    services,
    maxBytes: bytesIn(flags['max-size'], '--max-size', mostBytes),
    case: flags.case ?? null,
    recipients,
    via: flags.via === undefined ? null : viaPlaceIn(flags.via),
    tokenKey: flags.tokens === undefined ? null : tokenKeyIn(flags.tokens),
  }
}

/** `openvidu-doctor-video-20261127T101500Z.tar.gz`, in the current folder. */
function usualOutput(stack: string, now: Date): string {
  const time = now.toISOString().replaceAll(/[-:]|\.\d+/g, '')
  return `openvidu-doctor-${stackNameIn(stack)}-${time}.tar.gz`
}

/** The name that the run to go on with was to have. */
function resumedOutput(resume: string | undefined): string | undefined {
  return resume?.replace(/\/+$/, '').replace(/\.partial(\.tar\.gz|\.tgz)?$/, '$1')
}

/** What can't be gone on with is known before anybody is asked. */
function refuseNoCase(path: string): void {
  const found = lstatSync(path, {throwIfNoEntry: false})
  const why =
    found === undefined
      ? 'does not exist'
      : found.isDirectory() || (found.isFile() && archiveKind(path) === 'gzip')
        ? null
        : 'is no bundle and no working folder'
  if (why === null) return
  throw new UnusableInput(
    [{message: why, location: {file: path}}],
    'Give a partial bundle, decrypted, or the working folder that a run left.',
  )
}

function refuseTaken(path: string): void {
  try {
    lstatSync(path)
  } catch {
    return
  }
  throw new UnusableInput(
    [{message: 'is there already, and is not written over', location: {file: path}}],
    'Move it away, or give another name with --output.',
  )
}

function refused(messages: readonly string[], next: string): UnusableInput {
  return new UnusableInput(
    messages.map(message => ({message, location: null})),
    next,
  )
}
