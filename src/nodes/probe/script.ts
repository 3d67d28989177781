import {isIPv4} from 'node:net'
import type {AnyPart, ProbeInputs} from './part.ts'
import {partsOf} from './parts/index.ts'
import {quoted} from './quoted.ts'

/** What an answer begins with: name, version of its form, encoding, characters that follow. */
export const answerMark = 'openvidu-doctor-probe 1'

/** After so long no further part is begun: Run Command ends a script whole, and what was seen until then would be lost. */
const lastStartSeconds = 45
const marginSeconds = 10

/** How long a probe may take on a node that hangs wherever it can, seconds. */
export function probeSeconds({role}: Pick<ProbeInputs, 'role'>): number {
  return lastStartSeconds + Math.max(...partsOf(role).map(({seconds}) => seconds)) + marginSeconds
}

/**
 * The script that runs on a node: POSIX sh, the parts of its role one after the other. Prints one answer that `readAnswer` reads
 * and exits 0: other codes mean something to Run Command, 194 a reboot.
 */
export function probeScript(inputs: ProbeInputs, parts: readonly AnyPart[] = partsOf(inputs.role)): string {
  hold(inputs)
  const calls = parts.map(({id, seconds, bytes, script}) => {
    const text = script(inputs).trim()
    return `part ${id} ${seconds} ${bytes} ${quoted(`${text}\n`)}\n`
  })
  return `${prelude(inputs)}\nprobe() {\n:\n${calls.join('\n')}}\n\n${ending}`
}

/** What every Linux has. A text that is searched without them would look as if nothing were in it. */
const basics = 'awk cat cut date find grep head sed sort stat tail timeout tr uname uniq wc'

// sed ends at the mark, so that nothing waits for what was left behind by a command that had to be killed; that of busybox wants to
// see the line after it first. mawk would not do: it waits for more until its buffer is full. Only printable ASCII comes through: nothing depends on the encoding of what the node holds.
function prelude({role, key}: ProbeInputs): string {
  return `#!/bin/sh
# What openvidu-doctor looks at on a ${role} node. It reads and changes nothing, writes no file, and prints no secret: settings are
# compared by hashes with a key that is made anew for each run. Each part has its own limit of seconds and bytes.
LC_ALL=C
TZ=UTC
# Stands before absolute paths. Empty on a node.
root=\${OPENVIDU_DOCTOR_ROOT-}
for folder in /usr/local/sbin /usr/local/bin /usr/sbin /usr/bin /sbin /bin /snap/bin; do
  PATH="\${PATH:+$PATH:}$root$folder"
done
key=${key}
export LC_ALL TZ PATH root key
umask 077

# Seconds that this machine has run: it takes no process to ask, and no clock that is set meanwhile.
now() {
  read -r seconds rest </proc/uptime
  seconds=\${seconds%%.*}
  case $seconds in '' | *[!0-9]*) seconds=$(date +%s) ;; esac
} 2>/dev/null
now
began=$seconds

complete=yes
for command in ${basics}; do
  command -v "$command" >/dev/null 2>&1 || complete=no
done

# framed NAME BYTES: its lines behind bars, so that no content can be taken for a frame, and how it ended, which is the last line
# of what comes in. Nothing of what is cut.
framed() {
  exec awk -v name="$1" -v room="$2" -v mark="@$key " '
    substr($0, 1, length(mark)) == mark && substr($0, length(mark) + 1) ~ /^[0-9]+\\.$/ {
      status = substr($0, length(mark) + 1)
      sub(/\\.$/, "", status)
      exit
    }
    { used += length($0) + 1 }
    used > room + 1 { exit }
    { gsub(/[^\\t -~]/, "?"); line[++lines] = $0 }
    END {
      print "@part " name " " (status == "" ? "cut" : status)
      for (i = 1; status != "" && i <= lines; i++) print "|" line[i]
    }'
}

# part NAME SECONDS BYTES SCRIPT: runs it for so many seconds at most: 124 where they were not enough.
# After ${lastStartSeconds} seconds in all, on a node that hangs, what is left counts as not told in time.
part() {
  now
  if [ "$complete" = no ]; then
    printf '@part %s 127\\n' "$1"
  elif [ "$((seconds - began))" -ge ${lastStartSeconds} ]; then
    printf '@part %s 124\\n' "$1"
  else
    { timeout -k 2 "$2" sh -c "$4"; printf '\\n@%s %s.\\n\\n' "$key" "$?"; } 2>/dev/null </dev/null |
      sed "/^@$key [0-9]*\\.\\$/q" | framed "$1" "$3"
  fi
}
`
}

const ending = `answer=
if command -v gzip >/dev/null 2>&1 && command -v base64 >/dev/null 2>&1; then
  answer=$({ probe; echo '@end'; } | gzip -c | base64 | tr -d '\\n')
  printf '${answerMark} gzip %s\\n%s\\n' "\${#answer}" "$answer"
else
  answer=$(probe; echo '@end')
  printf '${answerMark} plain %s\\n%s\\n' "\${#answer}" "$answer"
fi
exit 0
`

/** What comes from outside goes into the script only in a form that means nothing to a shell. A fault of ours otherwise. */
function hold({role, region, masters, key}: ProbeInputs): void {
  const sound =
    (role === 'master' || role === 'media') &&
    /^[a-z0-9-]{1,40}$/.test(region) &&
    /^[0-9a-f]{32}$/.test(key) &&
    masters.every(isIPv4)
  if (!sound) throw new Error('the inputs of the probe are not held against their form')
}
