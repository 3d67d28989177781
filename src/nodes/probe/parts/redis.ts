import {installationFolder} from '../../../openvidu/services.ts'
import {askEngine, requireEngine} from '../ask-engine.ts'
import {definePart, UnreadableAnswer} from '../part.ts'

/** Each node has the password in a file of its own; before that is asked that of the cluster. The last one that names it counts. */
const files = ['cluster/openvidu.env', 'node/master-node.env', 'node/master_node.env']
  .map(name => `"$root${installationFolder}/config/${name}"`)
  .join(' ')

/** Replication as the Redis server of the node tells it, and what its sentinel sees. */
export const redis = definePart({
  id: 'redis',
  roles: ['master'],
  seconds: 25,
  bytes: 450,
  // The password goes through the environment of docker and redis-cli, where no argument and no output shows it. The limit within
  // the container leaves no client behind, and its signal tells a server that hangs from an engine that does.
  script: () => `
${askEngine}
newline='
'
return=$(printf '\\r')
REDISCLI_AUTH=$(sed -n 's/^[[:space:]]*REDIS_PASSWORD=\\(..*\\)/\\1/p' ${files} 2>/dev/null | tail -n 1 | tr -d '\\r')
case $REDISCLI_AUTH in
  \\"*\\") REDISCLI_AUTH=\${REDISCLI_AUTH#?} REDISCLI_AUTH=\${REDISCLI_AUTH%?} ;;
  \\'*\\') REDISCLI_AUTH=\${REDISCLI_AUTH#?} REDISCLI_AUTH=\${REDISCLI_AUTH%?} ;;
esac
export REDISCLI_AUTH
cli() {
  container=$1 port=$2
  shift 2
  if [ -n "$REDISCLI_AUTH" ]; then
    ask 5 exec -e REDISCLI_AUTH "$container" timeout -s KILL 3 redis-cli -p "$port" "$@"
  else
    ask 5 exec "$container" timeout -s KILL 3 redis-cli -p "$port" "$@"
  fi
  code=$?
  case $out in *"$return"*) out=$(printf '%s\\n' "$out" | tr -d '\\r') ;; esac
}
trouble() {
  case $code:$out in
    137:*) echo timed-out ;;
    *'o such container'*) echo 'no container' ;;
    *' is paused'*) echo paused ;;
    *' is restarting'*) echo restarting ;;
    *' is not running'*) echo 'not running' ;;
    *'onnection refused'*) echo refused ;;
    *WRONGPASS*) echo WRONGPASS ;;
    *NOAUTH*) if [ -n "$REDISCLI_AUTH" ]; then echo NOAUTH; else echo 'no password'; fi ;;
    126:* | 127:*) echo 'no redis-cli' ;;
    *)
      word=$(printf '%s\\n' "$out" | sed -n 's/^-\\{0,1\\}\\([A-Z]\\{3,20\\}\\) .*/\\1/p' | head -n 1)
      echo "\${word:-failed}"
      ;;
  esac
}
cli redis-server 7000 INFO replication
case $newline$out in
  *"$newline"role:*) printf '%s\\n' "$out" | grep -E '^(role|connected_slaves|master_host|master_link_status):' ;;
  *) echo "trouble:$(trouble)" ;;
esac
cli redis-sentinel 7001 SENTINEL MASTERS
seen=$(printf '%s\\n' "$out" | awk '
  before ~ /^(name|ip|flags|num-slaves|num-other-sentinels|quorum)$/ && !(before in told) { told[before] = 1; print "sentinel-" before ":" $0 }
  { before = $0 }')
name=$(printf '%s\\n' "$seen" | sed -n 's/^sentinel-name:\\([A-Za-z0-9._-]\\{1,60\\}\\)$/\\1/p')
[ -n "$name" ] || exit 0
printf '%s\\n' "$seen"
cli redis-sentinel 7001 SENTINEL CKQUORUM "$name"
case $out in *NOQUORUM*) echo 'sentinel-usable:no' ;; esac
exit 0
`,
  parse: lines => {
    requireEngine(lines)
    const said = new Map(lines.map(line => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]))
    const sentinel = sentinelOf(said)
    const trouble = said.get('trouble')
    if (trouble !== undefined) {
      if (!/^[A-Za-z -]{3,20}$/.test(trouble)) throw new UnreadableAnswer('the trouble of Redis is not in its form')
      return {role: null, trouble, connectedReplicas: null, masterAddress: null, masterLink: null, sentinel}
    }
    return {
      role: required(said, 'role', /^(master|slave)$/),
      trouble: null,
      connectedReplicas: Number(required(said, 'connected_slaves', /^\d{1,4}$/)),
      masterAddress: optional(said, 'master_host', address),
      masterLink: optional(said, 'master_link_status', /^(up|down)$/),
      sentinel,
    }
  },
})

type Said = ReadonlyMap<string, string>

/** An address or a host name: replicas may be told to follow either. */
const address = /^[A-Za-z0-9.:-]{1,253}$/

function sentinelOf(said: Said) {
  if (!said.has('sentinel-name')) return null
  const flags = required(said, 'sentinel-flags', /^[a-z_,]{1,100}$/).split(',')
  const quorum = optional(said, 'sentinel-quorum', /^\d{1,4}$/)
  return {
    masterAddress: required(said, 'sentinel-ip', address),
    status: statusOf(flags, said.has('sentinel-usable')),
    replicas: Number(required(said, 'sentinel-num-slaves', /^\d{1,4}$/)),
    sentinels: Number(required(said, 'sentinel-num-other-sentinels', /^\d{1,4}$/)) + 1,
    quorum: quorum === null ? null : Number(quorum),
  }
}

/** Down as all agree, down as it alone sees; `no quorum` where too few sentinels are left to agree on another master. */
function statusOf(flags: readonly string[], withoutQuorum: boolean): string {
  if (flags.includes('o_down')) return 'odown'
  if (flags.includes('s_down')) return 'sdown'
  if (withoutQuorum) return 'no quorum'
  return flags.length === 1 && flags[0] === 'master' ? 'ok' : flags.join(',')
}

function required(said: Said, name: string, form: RegExp): string {
  const value = said.get(name)
  if (value === undefined || !form.test(value)) throw new UnreadableAnswer(`Redis told no ${name} in its form`)
  return value
}

function optional(said: Said, name: string, form: RegExp): string | null {
  return said.has(name) ? required(said, name, form) : null
}
