import {accessSync, constants, symlinkSync} from 'node:fs'
import {delimiter, join} from 'node:path'

/**
 * What every node has of the machine that runs the tests: nothing that tells of that machine's services, so that a script that
 * asks for docker or systemctl meets a stand-in or nothing.
 */
const names =
  'awk base64 basename cat chmod cksum cmp comm cp cut date dd df dirname du env expr false find fold grep gunzip gzip head id kill ln ls md5sum mkdir mkfifo mktemp mv nice nl od paste printf readlink rev rm rmdir sed seq setsid sh sha1sum sha256sum sleep sort split stat tac tail tar tee test timeout touch tr true truncate uname uniq wc which xargs zcat'

/** Links the tools into a folder. */
export function linkTools(folder: string): void {
  for (const name of names.split(' ')) {
    const file = found(name)
    if (file !== null) symlinkSync(file, join(folder, name))
  }
}

const known = new Map<string, string | null>()

function found(name: string): string | null {
  const before = known.get(name)
  if (before !== undefined) return before
  const places = (process.env.PATH ?? '/usr/bin:/bin').split(delimiter).map(folder => join(folder, name))
  const file = places.find(isExecutable) ?? null
  known.set(name, file)
  return file
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
