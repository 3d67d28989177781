import {quoted} from '../probe/quoted.ts'
import {containerForm, mostContainers} from './collect-script.ts'
import type {LogSource} from './sources.ts'

/** A node that hangs where it is only asked for sizes would hang for logs, too. */
export const sizeSeconds = 60

/** What each line of the answer begins with. */
export const sizeMark = 'openvidu-doctor-size 1'

/**
 * POSIX sh that prints how large the logs of a node are, and reads none of them: the files by their names, what the engine keeps of
 * each container, the journal as a whole. A log that nobody can tell the size of has `-`.
 */
export function sizeScript(sources: readonly LogSource[]): string {
  const files = sources.flatMap(one => (one.kind === 'file' ? [`file ${quoted(one.name)} ${quoted(one.path)}`] : []))
  return `#!/bin/sh
# openvidu-doctor: asks how large the logs of the node are. It reads none of them, and writes nothing.
LC_ALL=C
PATH="$PATH:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/snap/bin"
# Stands before absolute paths. Empty on a node.
root=\${OPENVIDU_DOCTOR_ROOT-}
export LC_ALL PATH root
tell() { printf '${sizeMark} %s %s %s\\n' "$1" "$2" "\${3:--}"; }
within() {
  command -v timeout >/dev/null 2>&1 || { shift; "$@"; return; }
  timeout -k 2 "$@"
}
file() {
  [ ! -f "$root$2" ] || tell file "$1" "$(stat -c %s "$root$2" 2>/dev/null)"
}
${files.join('\n')}
if command -v docker >/dev/null 2>&1; then
  ids=$(within 15 docker ps -aq --no-trunc 2>/dev/null | head -n ${mostContainers})
  # Unquoted: word by word. Of one that is gone by then, the others are told all the same.
  [ -z "$ids" ] || within 20 docker inspect --type container --format '{{.Name}} {{.LogPath}}' -- $ids 2>/dev/null |
    grep -E '^/?${containerForm} ' | while read -r name path; do
    name=\${name#/}
    # What the engine has rotated away from lies beside it.
    size=$(find "$root\${path%/*}" -maxdepth 1 -type f -name '*-json.log*' -exec stat -c %s {} + 2>/dev/null | awk '{ sum += $1 } END { if (NR) printf "%.0f", sum }')
    tell container "$name" "$size"
  done
fi
if command -v journalctl >/dev/null 2>&1; then
  used=$(within 15 journalctl --disk-usage 2>/dev/null | sed -nE 's/.*take up ([0-9.]+)([BKMGT])[^0-9]*.*/\\1 \\2/p' |
    awk '{ printf "%.0f", $1 * 1024 ^ (index("BKMGT", $2) - 1) }')
  tell journal all "$used"
fi
printf '${sizeMark} done - -\\n'
exit 0
`
}
