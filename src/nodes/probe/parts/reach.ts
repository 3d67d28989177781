import {isIPv4} from 'node:net'
import type {Part} from '../../../derive/node-answers.ts'
import {definePart, UnreadableAnswer} from '../part.ts'
import {masterPorts, reachHosts} from '../reach-targets.ts'

/** Attempts under way at a time. */
const together = 16

type Reach = Part<'reach'>[number]

/** How an attempt is told behind its port, TCP with small letters and UDP with capital ones. */
const states: ReadonlyMap<string, Pick<Reach, 'protocol' | 'state'>> = new Map([
  ['o', {protocol: 'tcp', state: 'open'}],
  ['r', {protocol: 'tcp', state: 'refused'}],
  ['t', {protocol: 'tcp', state: 'timed-out'}],
  ['u', {protocol: 'tcp', state: 'unresolved'}],
  ['f', {protocol: 'tcp', state: 'failed'}],
  ['R', {protocol: 'udp', state: 'resolved'}],
  ['T', {protocol: 'udp', state: 'timed-out'}],
  ['U', {protocol: 'udp', state: 'unresolved'}],
  ['F', {protocol: 'udp', state: 'failed'}],
])

/**
 * What can be reached from the node: ports of every master, the node's own address included (what listens there is worth knowing
 * too), and hosts outside. A connection is opened and closed with nothing sent: curl ends at a telnet option without a form, which
 * it reads only once connected. One curl tries them all, 16 at a time; those of which it does not tell enough (some say nothing of a
 * refusal but with -v) are tried one by one, and before 7.75, which can't tell how each ended, all. Nothing can be told of UDP but
 * whether the name has an address.
 */
export const reach = definePart({
  id: 'reach',
  roles: ['master', 'media'],
  seconds: 25,
  bytes: 1_500,
  script: inputs => {
    const hosts = reachHosts(inputs)
    return `
tcp() {
  if command -v curl >/dev/null 2>&1; then
    said=$(curl -q -s -v -t none -o /dev/null --noproxy '*' --connect-timeout 3 -m 4 -w 'connected %{time_connect}' "telnet://$1:$2" 2>&1)
    code=$?
    case $said in
      *'connected 0.000000'*) case $code in 6) state=u ;; 28) state=t ;; *) state=f ;; esac ;;
      *'connected '*) code=0 state=o ;;
      *) state=f ;;
    esac
    case $code:$said in 7:*refused*) state=r ;; esac
  else
    said=$(nc -z -v -w 3 "$1" "$2" 2>&1)
    case $?:$said in
      0:*) state=o ;;
      *refused*) state=r ;;
      *'timed out'*) state=t ;;
      *getaddrinfo* | *'bad address'* | *'not known'* | *resol*) state=u ;;
      *) state=f ;;
    esac
  fi
  echo "$1 $2$state"
}
udp() {
  if command -v getent >/dev/null 2>&1; then
    if command -v timeout >/dev/null 2>&1; then timeout 3 getent ahosts "$1"; else getent ahosts "$1"; fi >/dev/null 2>&1
    case $? in 0) state=R ;; 2) state=U ;; 124 | 143) state=T ;; *) state=F ;; esac
  else
    said=$(curl -q -s --noproxy '*' --connect-timeout 3 -m 3 -t none -w '%{time_namelookup}' "telnet://$1:$2" 2>/dev/null)
    case $?:$said in 6:*) state=U ;; 28:0.000000) state=T ;; *:0.000000) state=F ;; *:0.*) state=R ;; *) state=F ;; esac
  fi
  echo "$1 $2$state"
}
# Of every place a line: HOST PORT.
places() {
  for host in ${inputs.masters.join(' ')}; do
    for port in ${masterPorts(inputs).join(' ')}; do echo "$host $port"; done
  done
${hosts
  .filter(({protocol}) => protocol === 'tcp')
  .map(({host, port}) => `  echo ${host} ${port}`)
  .join('\n')}
}
# HOST PORTSTATE of every place, without the state where one curl for all did not tell it.
together() {
  {
    places
    echo told:
    places | while read -r host port; do printf 'url = "telnet://%s:%s"\\noutput = "/dev/null"\\n' "$host" "$port"; done |
      curl -q -s -K - -Z --parallel-immediate --parallel-max ${together} -t none --noproxy '*' --connect-timeout 3 -m 4 -w '%{urlnum} %{exitcode} %{time_connect} %{errormsg}\\n' 2>/dev/null
  } | awk '
    !told { if ($0 == "told:") told = 1; else place[places++] = $0; next }
    !($1 in place) || $2 !~ /^[0-9]+$/ || $3 !~ /^[0-9]+\\.[0-9]+$/ { next }
    $3 > 0 { state[$1] = "o"; next }
    $2 == 6 { state[$1] = "u"; next }
    $2 == 28 { state[$1] = "t"; next }
    $2 != 7 { state[$1] = "f"; next }
    /refused/ { state[$1] = "r" }
    END { for (i = 0; i < places; i++) print place[i] state[i] }'
}
attempts=0
try() {
  "$@" &
  attempts=$((attempts + 1))
  [ $((attempts % ${together})) -gt 0 ] || wait
}
if command -v curl >/dev/null 2>&1; then
  case $(curl -q --version 2>/dev/null) in
    'curl 7.7'[5-9].* | 'curl 7.'[89][0-9].* | 'curl '[89].* | 'curl '[1-9][0-9].*) places=$(together) ;;
    *) places=$(places) ;;
  esac
else
  command -v nc >/dev/null 2>&1 || exit 127
  case $(nc -z 2>&1 </dev/null) in *'invalid option'*) exit 127 ;; esac
  places=$(places)
fi
{
  # shellcheck disable=SC2086
  set -- $places
  while [ $# -gt 1 ]; do
    case $2 in
      *[a-z]) echo "$1 $2"; attempts=$((attempts + 1)) ;;
      *) try tcp "$1" "$2" ;;
    esac
    shift 2
  done
${hosts
  .filter(({protocol}) => protocol === 'udp')
  .map(({host, port}) => `  try udp ${host} ${port}`)
  .join('\n')}
  wait
  echo "attempts $attempts"
} </dev/null | awk '{ said[$1] = said[$1] " " $2 } END { for (host in said) print host said[host] }' | sort
`
  },
  parse: lines => {
    const rows = lines.filter(line => !line.startsWith('attempts '))
    const found = rows.flatMap(hostIn)
    const [, attempts] = lines.map(line => /^attempts (\d{1,4})$/.exec(line)).find(match => match !== null) ?? []
    if (Number(attempts) !== found.length) throw new UnreadableAnswer('not every attempt was told')
    return [...found.filter(({kind}) => kind === 'master'), ...found.filter(({kind}) => kind === 'host')]
  },
})

/** `HOST PORTSTATE PORTSTATE…`. Masters are named by address, everything else by name. */
function hostIn(line: string): readonly Reach[] {
  const [host = '', ...attempts] = line.split(' ')
  if (!/^[a-z0-9.-]{1,253}$/.test(host)) throw new UnreadableAnswer('a host is not in its form')
  const reached = attempts.map(attempt => {
    const [, port, letter = ''] = /^(\d{1,5})([a-zA-Z])$/.exec(attempt) ?? []
    const told = states.get(letter)
    if (port === undefined || told === undefined) throw new UnreadableAnswer('an attempt is not in its form')
    return {kind: isIPv4(host) ? 'master' : 'host', host, port: Number(port), ...told} as const
  })
  return reached.sort((a, b) => a.port - b.port)
}
