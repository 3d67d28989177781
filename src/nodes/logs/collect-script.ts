import {installationFolder} from '../../openvidu/services.ts'
import {sedScript} from '../../redact/sed-script.ts'
import {quoted} from '../probe/quoted.ts'
import {type AskedSource, epochSeconds, everyContainer, type LogQuery, type ReadFrom} from './query.ts'
import {logSources} from './sources.ts'

/** How long one source may take. */
const sourceSeconds = 120

/** Containers of a node that are read where none is named: the services, and agents. */
export const mostContainers = 80

/** What a container may be called; Docker takes no other. The first character keeps it from being taken for an option. */
export const containerForm = '[A-Za-z0-9][A-Za-z0-9_.-]{0,99}'

export interface CollectInputs {
  readonly query: LogQuery
  /** Hexadecimal, random in each run: what frames are marked with. */
  readonly key: string
  /** By `kind name`, from where sources are read on that were read before; those that were not, from `since` of the query. */
  readonly from?: ReadonlyMap<string, ReadFrom>
  /** Whether what a file has of a line that is not ended is left for later. */
  readonly wholeLines?: boolean
  /** Rules for sed, see `Rings`. */
  readonly redaction?: string | null
}

/**
 * POSIX sh that prints the logs of a node, source after source: a frame, then each line behind a bar, so that no content can be
 * taken for a frame, then a frame with how it ended. Secrets are taken out before anything leaves the node: by their looks, and by
 * the values that the node's own configuration has for them. Reads only.
 */
export function collectScript({
  query,
  key,
  from = new Map(),
  wholeLines = false,
  redaction = sedScript(),
}: CollectInputs): string {
  if (!/^[0-9a-f]{32}$/.test(key)) throw new Error('the key of a run is not held against its form')
  const {grep, lines, bytesPerSource} = query
  for (const count of [lines, bytesPerSource]) {
    if (typeof count === 'number' && (!Number.isSafeInteger(count) || count < 1)) throw new Error('a count is none')
  }
  const settings = {query, from, wholeLines}
  const sources = query.sources ?? [everyContainer, ...logSources.filter(({name}) => name === 'journal')]
  const calls = sources.map(one => call(one, settings))
  return `TZ=UTC
export TZ
key=${key}
${redaction === null ? 'rules=' : `rules=${quoted(redaction)}\n${knownSecrets}\nrules="$rules\n$(known)"`}
within() {
  command -v timeout >/dev/null 2>&1 || { shift; "$@"; return; }
  timeout -k 2 "$@"
}
redacted() {
  sed -E -f /dev/fd/3 3<<end
$rules
end
}
${grep === null ? wholeFunctions : chosenFunctions(grep, lines)}
${bytesPerSource === undefined ? 'bounded() { cat; }' : boundedFunction(bytesPerSource)}
# shown KIND NAME DETAIL COMMAND...: what the command prints, in its frame.
shown() {
  printf '@%s begin %s %s %s %s\\n' "$key" "$1" "$2" "$(date +%s)" "$3"
  shift 3
  exec 4>&1
  status=$({ { "$@"; echo $? >&5; } | ${grep === null ? '' : 'redacted | chosen | '}sed 's/^/|/' >&4; } 5>&1)
  printf '\\n${grep === null ? `${sourceEnd}\\n` : ''}@%s end %s\\n' "$key" "\${status:-none}"
}
# absent KIND NAME WHY
absent() {
  printf '@%s absent %s %s %s\\n' "$key" "$1" "$2" "$3"
}
${containerFunctions}
${fileFunction}
{
${calls.join('\n')}
printf '@%s done\\n' "$key"
} | redacted_all | bounded
exit 0
`
}

/** What sed is told of the end of a source by; no line of a log begins with it, for those have a bar. */
const sourceEnd = '!'

/**
 * Secrets are taken out of all sources in one go: sed needs a tenth of a second to read its rules. It takes the bar off and puts it
 * on again, for rules hold on to beginnings of lines; a private key that a source never ended ends with the source.
 */
const wholeFunctions = `redacted_all() {
  sed -E -f /dev/fd/3 3<<end
/^[|${sourceEnd}]/!b
/^${sourceEnd}/{
h
s/.*/-----END PRIVATE KEY-----/
}
s/^[|]//
$rules
x
/^${sourceEnd}/{
s/.*//
x
d
}
x
s/^/|/
end
}`

/** Only what is left of a line without its secrets is held against the pattern, so that no pattern finds out about them. */
function chosenFunctions(grep: string, lines: number | null): string {
  return `pattern=${quoted(grep)}
chosen() { grep -aE -e "$pattern"${lines === null ? '' : ` | tail -n ${lines}`}; }
redacted_all() { cat; }
printf '' | grep -aE -e "$pattern" >/dev/null 2>&1
[ $? -le 1 ] || { printf '@%s pattern\\n@%s done\\n' "$key" "$key"; exit 0; }`
}

interface Settings {
  readonly query: LogQuery
  readonly from: ReadonlyMap<string, ReadFrom>
  readonly wholeLines: boolean
}

function call(source: AskedSource, settings: Settings): string {
  if (source.kind === 'every-container') return allContainers(settings)
  const {query, from} = settings
  const before = from.get(`${source.kind} ${source.name}`)
  switch (source.kind) {
    case 'container':
      return `container ${quoted(source.name)} ${quoted(dockerFlags(query, before))} ${source.containers.map(quoted).join(' ')}`
    case 'journal':
      return `journal ${quoted(source.name)} ${quoted(source.unit)} ${journalFlags(query, before)}`
    case 'file': {
      const {file, bytes} = before?.kind === 'offset' ? before : {file: '', bytes: 0}
      if (!Number.isSafeInteger(bytes) || !/^(\d{1,20})?$/.test(file)) throw new Error('an offset is none')
      const windowed = query.since !== null || query.until !== null || query.grep !== null
      const tail = before === undefined && query.lines !== null && !windowed ? String(query.lines) : 'all'
      return `file ${quoted(source.name)} ${quoted(source.path)} ${tail} '${file}' ${bytes} ${settings.wholeLines ? 'whole' : 'any'} ${rotatedFrom(query, before)}`
    }
  }
}

/** Of rotated files those that were written then or later, seconds since 1970; none where only the last lines are wanted. */
function rotatedFrom({since, lines}: LogQuery, before: ReadFrom | undefined): string {
  if (before !== undefined) return 'none'
  if (since === null) return lines === null ? '0' : 'none'
  return epochSeconds(since).replace(/\..*/, '')
}

/** Those that ran before go on from there, the others from the beginning of the query. */
function allContainers({query, from}: Settings): string {
  const cases = [...from].flatMap(([id, before]) => {
    const name = id.slice('container '.length)
    if (!id.startsWith('container ') || !new RegExp(`^${containerForm}$`).test(name)) return []
    return [`    ${quoted(name)}) flags=${quoted(dockerFlags(query, before))} ;;`]
  })
  return `engine
# A name may hold a secret, too.
veiled=$(printf '%s\\n' "$names" | redacted | grep -cF '***')
for name in $(printf '%s\\n' "$names" | sort | head -n ${mostContainers}); do
  case $name in
${cases.join('\n')}
    *) flags=${quoted(dockerFlags(query, undefined))} ;;
  esac
  shown_as=$name
  [ "$veiled" = 0 ] || shown_as=$(printf '%s\\n' "$name" | redacted | sed 's/\\*\\*\\*/redacted/g')
  container "$shown_as" "$flags" "$name"
done
[ -n "$names" ] || absent engine containers "$trouble"`
}

function dockerFlags({since, until, lines, grep}: LogQuery, before: ReadFrom | undefined): string {
  return [
    ...bound('--since', before?.kind === 'time' ? before.seconds : since === null ? null : epochSeconds(since)),
    ...bound('--until', until === null ? null : epochSeconds(until)),
    // With a pattern, the last lines are counted among those that match.
    ...(before === undefined && lines !== null && grep === null ? [`--tail ${lines}`] : []),
  ].join(' ')
}

function journalFlags({since, until, lines, grep}: LogQuery, before: ReadFrom | undefined): string {
  const from = before?.kind === 'time' ? before.seconds : since === null ? null : epochSeconds(since)
  return [
    ...(from === null ? [] : bound('--since', `@${from}`)),
    ...(until === null ? [] : bound('--until', `@${epochSeconds(until)}`)),
    ...(before === undefined && lines !== null && grep === null ? [`-n ${lines}`] : []),
  ].join(' ')
}

function bound(flag: string, seconds: string | null): readonly string[] {
  if (seconds === null) return []
  if (!/^@?\d{1,12}(\.\d{1,9})?$/.test(seconds)) throw new Error('a time is not held against its form')
  return [`${flag} ${seconds}`]
}

/** The last lines are held in memory until all have come: no more of them than this. */
const mostTailBytes = 8 * 1024 * 1024

/**
 * Of every source the first and the last lines, by whole lines, with a line between that says how many bytes are not there; its last
 * frame tells how many there were and how many of them were let through. One process that reads to the end: where the head were cut
 * off by another, what that one had read ahead would be lost. Not every awk takes NUL: it becomes a question mark.
 */
function boundedFunction(bytes: number): string {
  const tail = Math.min(Math.floor(bytes / 2), mostTailBytes)
  // The bar of a line counts for its end.
  return `bounded() {
  tr '\\000' '?' | awk -v head=${bytes - tail} -v tail=${tail} -v key="$key" '
    /^[|]/ {
      size = length($0); seen += size
      if (!full && shown + size <= head) { print; shown += size; next }
      full = 1; line[++last] = $0; held += size
      while (held > tail) { held -= length(line[++first]); left += length(line[first]); delete line[first] }
      next
    }
    index($0, "@" key " end ") == 1 {
      if (left > 0) print "|[openvidu-doctor: " left " bytes left out here]"
      while (first < last) { print line[++first]; delete line[first] }
      printf "\\n%s %.0f %.0f\\n", $0, seen, seen - left
      seen = shown = full = held = left = first = last = 0
      next
    }
    $0 != "" { print }'
}`
}

/** What names of secrets hold, for what is read from the node's own files. */
const names = '(passw|passphrase|secret|token|licen[sc]e|credential|[_-]key|apikey)'

/**
 * The values of secrets in the node's own configuration, and in the trace of its installation, as rules of sed, the longest first.
 * They go to sed through a file descriptor: arguments of processes can be seen by everybody on the node.
 */
const knownSecrets = `known() {
  {
    find "$root${installationFolder}/config" "$root${installationFolder}/.env" -type f -size -256k -exec cat {} + 2>/dev/null
    grep -aoiE -e '[A-Za-z0-9_-]*${names}[A-Za-z0-9_-]*[=:] *["'"'"']?[^"'"'"'[:space:]]+' "$root/var/log/cloud-init-output.log" 2>/dev/null
  } |
    tr -d '\\r\\000' |
    sed -nE 's/^[[:space:]-]*["'"'"']?[A-Za-z0-9_.-]*${names}[A-Za-z0-9_.-]*["'"'"']?[[:space:]]*[=:][[:space:]]*["'"'"']?([^"'"'"'[:space:]]+).*/\\2/Ip' |
    grep -E '^[!-~]{6,200}$' | grep -Eiv '^(none|true|false|default|[0-9]{1,6})$' | sort -u | head -n 200 |
    awk '{ print length($0), $0 }' | sort -rn | cut -d ' ' -f 2- |
    sed -e 's/[][\\\\.*^$+?(){}|%]/\\\\&/g' -e 's/.*/s%&%***%g/'
}`

const containerFunctions = `names= trouble=
newline='
'
# The containers of the node by name, asked once.
engine() {
  [ -z "$names$trouble" ] || return 0
  command -v docker >/dev/null 2>&1 || { trouble=missing; return 0; }
  all=$(within 15 docker ps -a --format '{{.Names}}' 2>/dev/null) || { trouble=silent; return 0; }
  names=$(printf '%s\\n' "$all" | grep -E '^${containerForm}$')
  [ -n "$names" ] || trouble=none
}
# container NAME FLAGS CANDIDATES...
container() {
  own=$1 options=$2
  shift 2
  engine
  for candidate in "$@"; do
    case $newline$names$newline in *"$newline$candidate$newline"*) ;; *) continue ;; esac
    shown container "$own" - container_log "$options" "$candidate"
    return
  done
  absent container "$own" "\${trouble:-none}"
}
container_log() {
  # Options are digits and words of ours.
  within ${sourceSeconds} docker logs --timestamps $1 "$2" 2>&1
}
# journal NAME UNIT FLAGS...
journal() {
  own=$1 unit_shown=$2
  shift 2
  command -v journalctl >/dev/null 2>&1 || { absent journal "$own" missing; return; }
  shown journal "$own" - within ${sourceSeconds} journalctl -u "$unit_shown" -q --no-pager --all -o short-iso-precise --no-hostname "$@" 2>/dev/null
}`

/**
 * Of a file that is followed, what is there now is counted first: what comes meanwhile is for the next time. Before it come its rotated
 * ones, the oldest first: those written late enough, and of one that was read before it was rotated, what came after. What takes too
 * long ends as a whole: of a pipe only its last command would tell.
 */
const fileFunction = `# file NAME PATH LINES SAME-AS BYTES WHOLE ROTATED-FROM
file() {
  own=$1 path="$root$2" tail=$3 same=$4 skip=$5 rotated=$7 left=
  [ -e "$path" ] || [ -L "$path" ] || { absent file "$own" none; return; }
  if [ ! -f "$path" ] || [ ! -r "$path" ]; then absent file "$own" denied; return; fi
  whole=$6
  set -- $(stat -L -c '%i %s %Y' "$path")
  # Gone meanwhile.
  [ $# -eq 3 ] || { absent file "$own" none; return; }
  inode=$1 size=$2 written=$3
  if [ -n "$same" ] && [ "$inode" != "$same" ] && [ "$(stat -c %i "$path.1" 2>/dev/null)" = "$same" ]; then left=$skip; fi
  if [ "$inode" != "$same" ] || [ "$skip" -gt "$size" ]; then skip=0; fi
  if [ "$whole" = whole ] && [ "$size" -gt "$skip" ] && [ "$(head -c "$size" "$path" | tail -c 1 | wc -l | tr -d ' ')" = 0 ]; then
    size=$((size - $(head -c "$size" "$path" | tail -n 1 | wc -c)))
  fi
  shown file "$own" "$inode,$size,$written" file_part "$path" "$skip" "$size" "$tail"
}
file_part() {
  broken=0
  [ "$rotated" = none ] || rotated_parts "$1"
  [ -z "$left" ] || within ${sourceSeconds} tail -c "+$((left + 1))" "$1.1" || broken=$?
  if [ "$4" != all ]; then
    within ${sourceSeconds} sh -c 'head -c "$1" "$2" | tail -n "$3"' - "$3" "$1" "$4" || broken=$?
  elif [ "$2" = 0 ]; then
    within ${sourceSeconds} head -c "$3" "$1" || broken=$?
  else
    within ${sourceSeconds} sh -c 'tail -c "+$1" "$2" | head -c "$3"' - "$(($2 + 1))" "$1" "$(($3 - $2))" || broken=$?
  fi
  return $broken
}
rotated_parts() {
  for number in 9 8 7 6 5 4 3 2 1; do
    for old in "$1.$number.gz" "$1.$number"; do
      if [ -L "$old" ] || [ ! -f "$old" ] || [ "$(stat -c %Y "$old")" -lt "$rotated" ]; then continue; fi
      case $old in
        *.gz) within ${sourceSeconds} gzip -dc "$old" 2>/dev/null || broken=$? ;;
        *) within ${sourceSeconds} cat "$old" || broken=$? ;;
      esac
    done
  done
}`
