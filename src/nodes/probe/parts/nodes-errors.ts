import {countOf, inForm} from '../lines.ts'
import {definePart} from '../part.ts'
import {gone} from '../shell.ts'

const path = '/var/log/openvidu/nodes_errors.log'
const newest = 12

/** Which containers of which media nodes the operator could not configure, each once, the newest last. */
export const nodesErrors = definePart({
  id: 'nodesErrors',
  roles: ['master'],
  seconds: 5,
  bytes: 350,
  script: () => `
${gone}
file="$root${path}"
if gone "$file"; then echo absent; exit 0; fi
stat -c 'bytes %s' "$file" || exit
[ -r "$file" ] || exit
tail -c 500000 "$file" | tr '\\000' ' ' | cut -c 1-2000 |
  grep -aEo "Error in Media Node - [0-9.]{7,15}: Container '[A-Za-z0-9_.-]{1,60}' error" |
  awk -F "[ :']+" '{ last[$6 " " $8] = NR } END { for (entry in last) print last[entry], entry }' |
  sort -n | tail -n ${newest} | cut -d ' ' -f 2-
`,
  parse: ([size, ...entries]) => {
    if (size === 'absent') return {bytes: null, entries: []}
    return {
      bytes: countOf(size?.replace(/^bytes /, ''), `size of ${path}`),
      entries: entries.map(entry => {
        const [address, container] = inForm(entry, /^[\d.]{7,15} [\w.-]{1,60}$/, `an entry of ${path}`).split(' ')
        return {address: address ?? '', container: container ?? ''}
      }),
    }
  },
})
