import * as z from 'zod'
import {askEngine, requireEngine} from '../ask-engine.ts'
import {definePart, UnreadableAnswer} from '../part.ts'

/** Old shells have no `hello`, and take the name for that of a collection. */
const question =
  'var h=typeof db.hello==="function"?db.hello():db.isMaster();' +
  'print(JSON.stringify(["hello",h.setName,h.me,h.primary,h.hosts,h.isWritablePrimary||h.ismaster,h.secondary,h.arbiterOnly]))'

/** What the MongoDB server of the node says of itself and of its replica set. */
export const mongo = definePart({
  id: 'mongo',
  roles: ['master'],
  seconds: 25,
  bytes: 700,
  // Without a home the shell keeps no log of its own in the container. The limit within the container leaves no shell behind, and its signal tells a server that hangs from an engine that does.
  script: () => `
${askEngine}
hello() {
  ask 10 exec -e HOME=/dev/null mongo timeout -s KILL 8 "$1" --quiet --port 20000 --eval '${question}'
  code=$?
}
hello mongosh
case $code:$out in
  *'o such container'*) ;;
  126:* | 127:*) hello mongo ;;
esac
answer=$(printf '%s\\n' "$out" | grep '^\\["hello",' | tail -n 1)
if [ -n "$answer" ]; then
  printf '%s\\n' "$answer"
  exit 0
fi
case $code:$out in
  137:*) echo 'trouble timed-out' ;;
  *'o such container'*) echo 'trouble no container' ;;
  *' is paused'*) echo 'trouble paused' ;;
  *' is restarting'*) echo 'trouble restarting' ;;
  *' is not running'*) echo 'trouble not running' ;;
  *ECONNREFUSED* | *'onnection refused'*) echo 'trouble refused' ;;
  126:* | 127:*) echo 'trouble no shell' ;;
  *'imed out'*) echo 'trouble timed-out' ;;
  *) echo 'trouble failed' ;;
esac
`,
  parse: lines => {
    requireEngine(lines)
    const [line = ''] = lines
    const [, trouble] = /^trouble ([a-z -]{3,20})$/.exec(line) ?? []
    if (trouble !== undefined) return {state: null, trouble, set: null, me: null, primary: null, hosts: []}
    const read = answer.safeParse(parsedJson(line))
    if (!read.success) throw new UnreadableAnswer('MongoDB answered something else than hello')
    const [, set, me, primary, hosts, writable, secondary, arbiter] = read.data
    return {state: stateOf(set, writable, secondary, arbiter), trouble: null, set, me, primary, hosts: hosts ?? []}
  },
})

const text = z.string().max(300).nullable()
const flag = z.boolean().nullable()
// What a server that is in no set does not tell comes as null.
const answer = z.tuple([
  z.literal('hello'),
  text,
  text,
  text,
  z.array(z.string().max(300)).nullable(),
  flag,
  flag,
  flag,
])

/** A server that is in no replica set is none of its members, though it takes writes. */
function stateOf(set: string | null, writable: boolean | null, secondary: boolean | null, arbiter: boolean | null) {
  if (set === null) return 'other'
  if (writable === true) return 'primary'
  if (secondary === true) return 'secondary'
  return arbiter === true ? 'arbiter' : 'other'
}

function parsedJson(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    throw new UnreadableAnswer('MongoDB answered no JSON')
  }
}
