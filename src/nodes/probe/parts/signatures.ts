import {nodeFiles} from '../../../openvidu/node-files.ts'
import {type NodeRole, unitName} from '../../../openvidu/services.ts'
import {compiledSignatures, type FailureSignature, type SignatureSource} from '../../../openvidu/signatures.ts'
import {countOf, inForm} from '../lines.ts'
import {definePart, UnreadableAnswer} from '../part.ts'
import {posixExpression, showableExpression} from '../posix-expressions.ts'
import {quoted} from '../quoted.ts'
import {gone, masked} from '../shell.ts'

/** Logs that are files, and what they are evidence of. What the reboot job prints would otherwise be in the journal. */
const logs: readonly {readonly code: string; readonly name: string; readonly source: SignatureSource}[] = [
  {code: 'c', name: 'cloud-init-output.log', source: 'cloud-init'},
  {code: 'n', name: 'openvidu/nodes_errors.log', source: 'nodes-errors'},
  {code: 'd', name: 'stop_media_node.log', source: 'drain-log'},
  {code: 'r', name: 'openvidu-restart.log', source: 'journal'},
]
const folder = '/var/log'
const longestLine = 2_000
const mostLines = 2_000
/** For all containers, of the time of the part. */
const containerSeconds = 20
const mostText = 90

/**
 * What logs show of known failures: which, where, in how many lines (2,000 at most are counted), and what the pattern itself
 * matched without its gaps, for these logs hold passwords. Containers' logs come last, for Docker may hang. Where Docker does not
 * answer, or the room does not suffice, `unseen` tells so: what was found before still counts.
 */
export const signatures = definePart({
  id: 'signatures',
  roles: ['master', 'media'],
  seconds: 45,
  bytes: 1_400,
  script: ({role, generation}) => {
    const of = (source: SignatureSource) =>
      compiledSignatures(source, generation ?? undefined).map(({signature}) => signature)
    return `
${gone}
${masked}
newline='
'
# found ID PATTERN SHOWN: tells of the lines in $hits that match.
found() {
  own=$(printf '%s\\n' "$hits" | grep -aiE -e "$2") || return 0
  # How many, and the last. The shell itself would look for that for seconds in a long text.
  own=$(printf '%s\\n' "$own" | awk '{ last = $0 } END { print NR " " last }')
  last=\${own#* }
  text=$(printf '%s\\n' "\${last#*:}" | grep -aoiE -e "$3" | tr '\\n' ' ' | masked | cut -c 1-${mostText})
  printf '%s %s %s %s %s\\n' "$1" "\${own%% *}" "\${last%%:*}" "$where" "$text"
}
# matching PATTERN: the lines of standard input that match, numbered.
matching() {
  tr '\\000\\015' '  ' | cut -c 1-${longestLine} | { grep -aniE -e "$1"; [ "$?" -le 1 ] || echo unread; }
}
hits() {
  matching "$1" | tail -n ${mostLines}
}
known() {
  case $1 in unread | *"$newline"unread) exit 1 ;; '') return 1 ;; esac
}
all() {
${logs
  .filter(({name}) => isOf(role, name))
  .map(({code, name, source}) => {
    return `
file="$root${folder}/${name}"
if ! gone "$file"; then
  where=${code}
  [ -r "$file" ] || exit 1
  hits=$(hits ${any(of(source))} <"$file") || exit
  if known "$hits"; then
${of(source).map(call).join('\n')}
  fi
fi`
  })
  .join('\n')}
where=journal
journal=$(timeout 10 journalctl -u ${unitName} -b --no-pager -q -o cat -n 5000 | cut -c 1-${longestLine}; echo .)
[ "$journal" != . ] || timeout 5 journalctl -u ${unitName} -b --no-pager -q -n 1 >/dev/null || echo 'unseen journal'
hits=$(printf '%s\\n' "$journal" | hits ${any(of('journal'))})
if known "$hits"; then
${of('journal').map(call).join('\n')}
fi
command -v docker >/dev/null 2>&1 || return 0
names=$(timeout 5 docker ps -a --format '{{.Names}}') || { echo 'unseen containers'; return 0; }
# The logs of all containers, each behind a line that names it; no log can know the key. One that does not come ends them. A last
# line tells whether all came.
containers() {
  set -- $(printf '%s\\n' "$names" | grep -E '^[A-Za-z0-9][A-Za-z0-9_.-]{0,60}$' | sort | head -n 40)
  how=unseen
  if [ $# -gt 0 ] || [ -z "$names" ]; then
    timeout ${containerSeconds} sh -c 'for name in "$@"; do
      printf "\\n@%s %s\\n" "$key" "$name"
      docker logs --tail 1000 "$name" 2>&1 || exit
    done' sh "$@" && how=seen
  fi
  printf '\\n@%s !%s\\n' "$key" "$how"
}
# All at once: most have no line that matches, and only the others are asked once more. Without the last line, what should have
# looked may not even have started.
of_containers=${any(of('container-log'))}
how='!unseen'
for name in $(containers | matching "^@$key |$of_containers" | awk -v mark="@$key " '
  $0 == "unread" { print "!unread"; exit }
  { text = substr($0, index($0, ":") + 1) }
  index(text, mark) != 1 { found = 1; next }
  {
    following = substr(text, length(mark) + 1)
    if (found && following != "!unseen") print name
    if (following ~ /^!/) print following
    name = following
    found = 0
  }'); do
  case $name in
    '!unread') exit 1 ;;
    '!'*)
      how=$name
      continue
      ;;
  esac
  where=container:$name
  log=$(timeout 5 docker logs --tail 1000 "$name" 2>&1) || { echo 'unseen containers'; return 0; }
  hits=$(printf '%s\\n' "$log" | hits "$of_containers")
  # What matched has gone meanwhile, or could not be looked for.
  known "$hits" || { echo 'unseen containers'; continue; }
${of('container-log').map(ofContainer).join('\n')}
done
[ "$how" = '!seen' ] || echo 'unseen containers'
return 0
}
{ (all) || echo unread; } | awk -v room=1350 '
  $0 == "unread" { exit 1 }
  { used += length($0) + 1 }
  used > room { print "unseen room"; exit }
  { print }
'`
  },
  parse: lines => {
    const unseen = lines.flatMap(line => /^unseen ([a-z]{1,20})$/.exec(line)?.[1] ?? [])
    const matches = lines.filter(line => !line.startsWith('unseen ')).map(matchOf)
    // A list without a failure says that there is none in any log.
    const [first] = unseen
    if (first !== undefined && matches.every(({signature}) => isBenign(signature)))
      throw new UnreadableAnswer(`logs could not all be read: ${first}`)
    return matches
  },
})

function matchOf(line: string) {
  const [, signature = '', lines, last, where = '', text = ''] = /^(F\d{1,2}) (\S+) (\S+) (\S+) ?(.*)$/.exec(line) ?? []
  if (signature === '') throw new UnreadableAnswer('a match is not in its form')
  const log = logs.find(({code}) => code === where)
  const container = /^container:([\w.-]{1,61})$/.exec(where)?.[1]
  return {
    signature,
    where:
      log === undefined
        ? container === undefined
          ? inForm(where, /^journal$/, 'a place')
          : `container ${container}`
        : `${folder}/${log.name}`,
    lines: countOf(lines, 'number of lines'),
    // Of journal and containers, only the newest lines are read.
    last: log === undefined ? null : countOf(last, 'number of the line'),
    text: text.trim(),
  }
}

function isOf(role: NodeRole, name: string): boolean {
  const file = nodeFiles.find(({path}) => path === `${folder}/${name}`)
  return file?.role === role || file?.role === 'any'
}

function isBenign(id: string): boolean {
  return compiledSignatures('drain-log').some(({signature}) => signature.id === id && signature.benign === true)
}

function any(list: readonly FailureSignature[]): string {
  return quoted(list.map(({pattern}) => posixExpression(pattern)).join('|'))
}

function call({id, pattern}: FailureSignature): string {
  return `found ${id} ${quoted(posixExpression(pattern))} ${quoted(showableExpression(pattern))}`
}

function ofContainer(signature: FailureSignature): string {
  return signature.container === undefined
    ? call(signature)
    : `[ "$name" != ${signature.container} ] || ${call(signature)}`
}
