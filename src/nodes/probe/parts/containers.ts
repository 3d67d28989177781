import * as z from 'zod'
import {agentLabel} from '../../../openvidu/services.ts'
import {askEngine, requireEngine} from '../ask-engine.ts'
import {definePart, UnreadableAnswer} from '../part.ts'

const [agentName, agentValue] = agentLabel.split('=') as [string, string]

/** What is asked of each container, as JSON that no name can break out of. Never its environment, which holds secrets. */
const fields = [
  '{{json .Name}}',
  '{{json (index .Config.Labels "com.docker.compose.service")}}',
  '{{json .Config.Image}}',
  '{{json .State.Status}}',
  '{{if .State.Health}}{{json .State.Health.Status}}{{else}}null{{end}}',
  '{{json .RestartCount}}',
  '{{json .State.OOMKilled}}',
  '{{json .State.ExitCode}}',
  '{{json .State.StartedAt}}',
  '{{json .State.FinishedAt}}',
  `{{json (index .Config.Labels "${agentName}")}}`,
]

/** Every container of the node, those of compose first. */
export const containers = definePart({
  id: 'containers',
  roles: ['master', 'media'],
  seconds: 25,
  bytes: 6_200,
  // Agents may be many and run one image: its id is told once and then by number. A container that vanished between the two
  // questions is none. Its log is rotated to names with numbers behind; one stat tells the sizes of all.
  script: () => `
${askEngine}
ask 8 ps -aq --no-trunc || exit 1
[ -n "$out" ] || exit 0
set -f
set -- $(printf '%s\\n' "$out" | grep -E '^[0-9a-f]{64}$')
set +f
[ "$#" -gt 0 ] || exit 1
if ! ask 12 inspect --type container --format '{{.Image}}|{{.LogPath}}|[${fields.join(',')}]' -- "$@"; then
  printf '%s\\n' "$out" | grep -v '^sha256:' | grep '[^ ]' | grep -qiv 'no such' && exit 1
fi
IFS='
'
set -f
set -- $(printf '%s\\n' "$out" | sed -n 's/^sha256:[^|]*|\\([^|]\\{1,\\}\\)|.*/\\1/p')
set +f
for log in "$@"; do
  shift
  set -- "$@" "$root$log" "$root$log".[0-9]*
done
{
  [ "$#" -eq 0 ] || stat -c '%s %n' "$@" 2>/dev/null
  echo sizes end
  printf '%s\\n' "$out"
} | sed 's/\\("[0-9-]\\{10\\}T[0-9:]\\{8\\}\\)\\.[0-9]*Z"/\\1Z"/g' | awk '
  $0 == "sizes end" { ended = 1; next }
  !ended {
    blank = index($0, " ")
    bytes[++files] = substr($0, 1, blank - 1)
    path[files] = substr($0, blank + 1 + length(ENVIRON["root"]))
    next
  }
  !/^sha256:/ { next }
  {
    bar = index($0, "|")
    image = substr($0, 1, bar - 1)
    rest = substr($0, bar + 1)
    bar = index(rest, "|")
    own = substr(rest, 1, bar - 1)
    size = "null"
    for (i = 1; own != "" && i <= files; i++)
      if (path[i] == own || (index(path[i], own ".") == 1 && substr(path[i], length(own) + 2, 1) ~ /[0-9]/))
        size = sprintf("%.0f", (size == "null" ? 0 : size) + bytes[i])
    if (!(image in number)) { number[image] = ++images; print "image " image }
    print number[image] "|" size substr(rest, bar)
  }
  END { if (!ended) exit 1 }'
`,
  parse: lines => {
    requireEngine(lines)
    const images = lines.flatMap(line => (line.startsWith('image ') ? [line.slice('image '.length)] : []))
    const found = lines.filter(line => !line.startsWith('image ')).map(line => containerIn(line, images))
    return [...found.filter(({service}) => service !== null), ...found.filter(({service}) => service === null)]
  },
})

/** Docker's time of what never happened. */
const never = '0001-01-01T00:00:00Z'
const moment = z.iso.datetime().transform(text => (text === never ? null : text))
// A label that is not there comes as an empty text from the engine's own types, and as null from others.
const label = z.string().nullable()

const row = z.tuple([
  z.string().min(1),
  label,
  z.string(),
  z.enum(['created', 'running', 'paused', 'restarting', 'removing', 'exited', 'dead']),
  z.enum(['healthy', 'unhealthy', 'starting', 'none', '']).nullable(),
  z.int().nonnegative(),
  z.boolean(),
  z.int(),
  moment,
  moment,
  label,
])

/** `IMAGE|BYTES|FIELDS`. */
function containerIn(line: string, images: readonly string[]) {
  const [, number, size, json] = /^(\d{1,4})\|(\d{1,15}|null)\|(\[.*\])$/.exec(line) ?? []
  const imageId = images[Number(number) - 1]
  if (imageId === undefined || json === undefined || !/^sha256:[0-9a-f]{64}$/.test(imageId))
    throw new UnreadableAnswer('a line is not in its form')
  const read = row.safeParse(parsedJson(json))
  if (!read.success) throw new UnreadableAnswer('docker inspect told something else than was asked for')
  const [name, service, image, state, health, restarts, oomKilled, exitCode, startedAt, finishedAt, agent] = read.data
  return {
    name: name.replace(/^\//, ''),
    service: service === '' ? null : service,
    image,
    imageId,
    state,
    health: health === 'none' || health === '' ? null : health,
    restarts,
    oomKilled,
    exitCode,
    startedAt,
    finishedAt,
    agent: agent === agentValue,
    logBytes: size === 'null' ? null : Number(size),
  }
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new UnreadableAnswer('a line holds no JSON')
  }
}
