import {isIPv4, isIPv6} from 'node:net'
import {definePart, UnreadableAnswer} from '../part.ts'

/**
 * From ip-address(8): /proc/net/fib_trie has no names of interfaces, which tell the networks of containers apart. Only addresses
 * of scope global: no loopback, no link-local ones.
 */
export const addresses = definePart({
  id: 'addresses',
  roles: ['master', 'media'],
  seconds: 5,
  bytes: 200,
  script: () => `
told=$(ip -o addr show scope global) || exit
printf '%s\\n' "$told" | awk '
  $2 ~ /^(lo|docker|br-|veth|cni|podman|virbr)/ { next }
  $3 == "inet" || $3 == "inet6" { sub("/.*", "", $4); print $4 }
'
`,
  parse: lines => {
    if (!lines.every(line => isIPv4(line) || (isIPv6(line) && !line.includes('%'))))
      throw new UnreadableAnswer('ip told something else than addresses')
    return {ipv4: lines.filter(line => isIPv4(line)), ipv6: lines.filter(line => isIPv6(line))}
  },
})
