import {randomBytes} from 'node:crypto'

/** What every transfer on every node calls its directory with, before the id of the run. */
const prefix = 'openvidu-doctor-'

/** 128 random bits, hexadecimal: the directory of a run can't be guessed, and is called the same on all nodes. */
export type RunId = string & {readonly runId: unique symbol}

export function newRunId(): RunId {
  return runId(randomBytes(16).toString('hex'))
}

function runId(text: string): RunId {
  if (!isRunId(text)) throw new Error('the id of a run is not held against its form')
  return text
}

function isRunId(text: string): text is RunId {
  return /^[0-9a-f]{32}$/.test(text)
}

/** Where a run stages, as it is told to people. */
export function stagingPath(run: RunId): string {
  return `/var/tmp/${prefix}${run}`
}

/** A pattern of `find` that the directories of all runs match, and nothing that anybody else would make. */
const everyRun = `${prefix}${'[0-9a-f]'.repeat(32)}`

/** What the scripts of a transfer begin with: where it works, and at the lowest priority that there is. */
export function prelude(run: RunId, purpose: string): string {
  return `#!/bin/sh
# openvidu-doctor: ${purpose}. It writes nowhere but in a directory of its own, which is removed afterwards.
LC_ALL=C
PATH="$PATH:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/snap/bin"
# Stands before absolute paths. Empty on a node.
root=\${OPENVIDU_DOCTOR_ROOT-}
export LC_ALL PATH root
umask 077
place="$root/var/tmp"
dir="$place/${prefix}${run}"
unit=${prefix}${run}
renice -n 19 -p $$ >/dev/null 2>&1
ionice -c 3 -p $$ >/dev/null 2>&1
`
}

/** Only directories, of this user, by our name, untouched for an hour: fetching touches them. No link is followed. */
export const removeLeftovers = `find "$place/" -maxdepth 1 -type d -name '${everyRun}' -user "$(id -u)" -mmin +60 -exec rm -rf -- {} + >/dev/null 2>&1
`

/** A function that removes what this run staged, and the timer that would have done so. */
export const removeFunction = `remove() {
  rm -rf -- "$dir" 2>/dev/null
  systemctl stop "$unit.timer" >/dev/null 2>&1
}
`
