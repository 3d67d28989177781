import {quoted} from '../probe/quoted.ts'
import {chunkBytes} from './chunk-script.ts'
import {limitedFunction} from './limited.ts'
import {prelude, type RunId, removeFunction, removeLeftovers} from './staging-place.ts'

/** No node is made to hold more than this, packed, nor more than a hundredth of its disk. */
export const largestStaged = 64 * 1024 * 1024

/** A disk that is fuller than this gets nothing written on it, percent. */
const fullestDisk = 90

/** How far what is left behind is counted. */
const countedBytes = 256 * 1024 * 1024

/** What packing, hashing and removing may take besides the collecting script. */
const marginSeconds = 60

export interface Staging {
  readonly run: RunId
  /** What is collected, in words. */
  readonly what: string
  readonly collect: string
  /** How much of it is kept, before packing. */
  readonly bytes: number
  readonly collectSeconds: number
  /** After which time the node removes it by itself. */
  readonly removalMinutes: number
  /** Whether what fits into the answer comes along with it, and nothing stays on the node. */
  readonly inline: boolean
}

export function stageSeconds({collectSeconds}: Pick<Staging, 'collectSeconds'>): number {
  return collectSeconds + marginSeconds
}

/**
 * Collects on a node what is going to be fetched: packed, in a directory of the run's own. Prints one line that `readStage` reads,
 * and where it is small, the packed bytes themselves.
 */
export function stageScript(staging: Staging): string {
  hold(staging)
  const {run, what, collect, bytes, collectSeconds, removalMinutes, inline} = staging
  return `${prelude(run, `collects ${what}`)}
${limitedFunction}
${removeFunction}
tell() {
  printf '${stageMark(run)} %s\\n' "$*"
  exit 0
}

${removeLeftovers}
set -- $(df -Pk "$place" 2>/dev/null | awk 'NR == 2 { for (i = NF; i > 4; i--) if ($i ~ /^[0-9]+%$/) { print $(i - 3), $i + 0; exit } }')
[ $# -eq 2 ] || tell refused no-df 0
[ "$2" -le ${fullestDisk} ] || tell refused full "$2"
most=$(($1 * 1024 / 100))
[ "$most" -le ${largestStaged} ] || most=${largestStaged}

mkdir "$dir" 2>/dev/null || tell refused mkdir 0
trap 'remove; exit 0' HUP INT TERM
kept=no-timer
systemd-run --quiet --collect --unit="$unit" --on-active=${removalMinutes}m rm -rf -- "$dir" >/dev/null 2>&1 && kept=timer

# Whether head leaves what follows its bytes to others, so that it can be counted: that of busybox does not.
[ "$(printf ab | { head -c 1 >/dev/null; wc -c; } | tr -d ' ')" = 1 ] && count=exact || count=least

# One byte more than is allowed tells that there is more.
{
  { limited ${collectSeconds} ${quoted(collect)} </dev/null; echo $? >"$dir/status"; } |
    { head -c ${bytes}; head -c ${countedBytes} | wc -c | tr -d ' ' >"$dir/rest"; } |
    gzip -c | head -c $((most + 1)) >"$dir/data"
} 2>/dev/null

status=$(cat "$dir/status" 2>/dev/null)
rest=$(cat "$dir/rest" 2>/dev/null)
size=$(wc -c 2>/dev/null <"$dir/data" | tr -d ' ')
if [ -z "$size" ] || [ -z "$rest" ] || [ -z "$status" ]; then
  remove
  tell refused write 0
fi
if [ "$size" -gt "$most" ]; then
  remove
  tell refused large "$most"
fi
raw=$({ gzip -dc <"$dir/data" 2>/dev/null || : >"$dir/bad"; } | wc -c | tr -d ' ')
sum=$(sha256sum <"$dir/data" | cut -c 1-64)
if [ -e "$dir/bad" ]; then
  remove
  tell refused write 0
fi
[ "$rest" -lt ${countedBytes} ] || count=least
ended=whole
if [ "$rest" -gt 0 ]; then
  ended=cut
elif [ "$raw" -ge ${bytes} ] && [ $count = least ]; then
  ended=cut
fi
case $status in
  0) ;;
  124 | 137 | 143)
    ended=late
    count=least
    ;;
  *)
    # What is cut ends by the broken pipe.
    if [ $ended != cut ]; then
      remove
      tell refused code "$status"
    fi
    ;;
esac
body=
if [ "$size" -le ${inline ? chunkBytes : 0} ]; then
  body=$(base64 <"$dir/data" | tr -d '\\n')
  remove
  [ -e "$dir" ] || kept=gone
fi
printf '${stageMark(run)} staged %s %s %s %s %s %s %s\\n' "$raw" "$rest" "$count" "$ended" "$size" "$sum" "$kept"
[ -z "$body" ] || printf '%s\\n' "$body"
exit 0
`
}

/** What the answer to staging begins with. */
export function stageMark(run: RunId): string {
  return `openvidu-doctor-stage 1 ${run}`
}

/** Numbers and words that go into the script as they are. A fault of ours otherwise. */
function hold({what, bytes, collectSeconds, removalMinutes}: Staging): void {
  const counts = [bytes, collectSeconds, removalMinutes].every(count => Number.isSafeInteger(count) && count > 0)
  if (!counts || !/^[a-z ]{1,40}$/.test(what)) throw new Error('what is staged is not held against its form')
}
