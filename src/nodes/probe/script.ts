import {isIPv4} from 'node:net'
import type {ProbeInputs} from './part.ts'
import {partsOf} from './parts/index.ts'

/** What an answer begins with: name, version of its form, encoding, characters that follow. */
export const answerMark = 'openvidu-doctor-probe 1'

/** Between two parts: Run Command ends a script whole, so each part has a limit of its own, and what ran till then is kept. */
const marginSeconds = 15

/** How long a probe may take on a node that hangs wherever it can, seconds. */
export function probeSeconds(inputs: ProbeInputs): number {
  return partsOf(inputs.role).reduce((sum, {seconds}) => sum + seconds, marginSeconds)
}

/**
 * The script that runs on a node: POSIX sh, the parts of its role one after the other. Prints one answer that `readAnswer` reads
 * and exits 0: other codes mean something to Run Command, 194 a reboot.
 */
export function probeScript(inputs: ProbeInputs): string {
  hold(inputs)
  const parts = partsOf(inputs.role).map(({id, seconds, bytes, script}) => {
    const text = script(inputs).trim()
    return `part ${id} ${seconds} ${bytes} ${quoted(`${text}\n`)}\n`
  })
  return `${prelude(inputs)}\nprobe() {\n:\n${parts.join('\n')}}\n\n${ending}`
}

function prelude({role, key}: ProbeInputs): string {
  return `#!/bin/sh
# What openvidu-doctor looks at on a ${role} node. It reads and changes nothing, writes no file, and prints no secret: settings are
# compared by hashes with a key that is made anew for each run. Each part has its own limit of seconds and bytes.
LC_ALL=C
PATH="$PATH:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/snap/bin"
# Stands before absolute paths. Empty on a node.
root=\${OPENVIDU_DOCTOR_ROOT-}
key=${key}
export LC_ALL PATH root key
umask 077

${limitedFunction}
# part NAME SECONDS BYTES SCRIPT: its lines behind bars, so that no content can be taken for a frame. What is cut has no end mark.
part() {
  out=$({ limited "$2" "$4"; printf '\\n@%s %s' "$key" "$?"; } 2>/dev/null </dev/null | head -c "$3" | tr -d '\\000')
  status=\${out##*"@$key "}
  if [ "$status" = "$out" ]; then status=cut; else out=\${out%"@$key "*}; fi
  printf '@part %s %s\\n' "$1" "$status"
  printf '%s\\n' "$out" | sed 's/^/|/'
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

/** The function `limited`, for every script that runs what may hang. */
export const limitedFunction = `# Runs $2 for $1 seconds at most: 124 where that was not enough.
limited() {
  if command -v timeout >/dev/null 2>&1; then
    timeout -k 2 "$1" sh -c "$2"
    return
  fi
  sh -c "$2" &
  child=$!
  (sleep "$1" && kill "$child") >/dev/null 2>&1 &
  guard=$!
  wait "$child"
  status=$?
  kill "$guard" 2>/dev/null || status=124
  return "$status"
}
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

/** One word for a shell, whatever is in it. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
