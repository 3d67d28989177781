import {installationFolder} from '../../../openvidu/services.ts'
import {countOf, inForm} from '../lines.ts'
import {definePart, UnreadableAnswer} from '../part.ts'
import {gone} from '../shell.ts'

const folder = `${installationFolder}/config`
const env = 'cluster/openvidu.env'
/** Where files lie one by one. A folder in them, such as that of grafana, is told as one entry, with one hash for all in it. */
const folders = ['cluster', 'cluster/master_node', 'cluster/media_node', 'node']
const mostKeys = 100

/**
 * Hashes of the configuration. They are keyed: without the key of the run nobody can try values against them. Of a file the
 * first four megabytes count. Hidden files are not OpenVidu's.
 */
export const configuration = definePart({
  id: 'configuration',
  roles: ['master', 'media'],
  seconds: 20,
  bytes: 3_000,
  script: () => `
${gone}
hashed() { { printf %s "$key"; cat; } | sha256sum | cut -c 1-16; }
[ -n "$(printf x | hashed)" ] || exit 1
entry() {
  shown=$(printf %s "\${1##*/}" | tr -c '\\041-\\176' '?' | cut -c 1-60)
  printf '%s %s %s\\n' "$2" "$3" "$shown"
}
for folder in ${folders.join(' ')}; do
  if gone "$root${folder}/$folder"; then continue; fi
  [ -r "$root${folder}/$folder" ] && [ -x "$root${folder}/$folder" ] || exit 1
  printf '@ %s\\n' "$folder"
  for path in "$root${folder}/$folder"/*; do
    case " ${folders.join(' ')} " in *" \${path#"$root${folder}/"} "*) continue ;; esac
    if [ -f "$path" ]; then
      size=$(stat -L -c %s "$path") || exit
      hash=-
      [ ! -r "$path" ] || hash=$(head -c 4194304 "$path" | hashed)
      entry "$path" "$hash" "$size"
    elif [ -d "$path" ]; then
      size=$(find "$path/" -type f -exec stat -c %s {} + | awk '{ bytes += $1 } END { printf "%.0f", bytes }')
      hash=$(cd "$path" && find . -type f -exec sha256sum {} + | sort | hashed)
      entry "$path" "$hash" "$size"
    fi
  done
done
file="$root${folder}/${env}"
if gone "$file"; then exit 0; fi
[ -r "$file" ] || exit 0
printf '@ keys\\n'
head -c 500000 "$file" | tr -d '\\000' | grep -aE '^[A-Za-z_][A-Za-z0-9_]{0,59}=' | cut -c 1-4000 | head -n ${mostKeys + 1} |
  while IFS= read -r line; do
    printf '%s %s\\n' "$(printf %s "$line" | hashed)" "\${line%%=*}"
  done
`,
  parse: lines => {
    const files: {path: string; hash: string | null; bytes: number}[] = []
    const keys = new Map<string, string>()
    let place: string | undefined
    for (const line of lines) {
      const [first = '', second, name] = line.split(' ')
      if (first === '@')
        place = inForm(second, /^(cluster|cluster\/master_node|cluster\/media_node|node|keys)$/, 'a folder')
      else if (place === undefined) throw new UnreadableAnswer('an entry is in no folder')
      else if (place === 'keys') keys.set(inForm(second, /^[A-Za-z_]\w{0,59}$/, 'a key'), hashOf(first))
      else
        files.push({
          path: `${folder}/${place}/${inForm(name, /^[!-~]{1,60}$/, 'the name of a file')}`,
          hash: first === '-' ? null : hashOf(first),
          bytes: countOf(second, 'the size of a file'),
        })
    }
    if (keys.size > mostKeys) throw new UnreadableAnswer(`${env} has more than ${mostKeys} keys`)
    // Of a key that is there twice, the last counts, as it does for docker compose.
    return {files, keys: [...keys].map(([key, hash]) => ({path: `${folder}/${env}`, key, hash}))}
  },
})

function hashOf(text: string): string {
  return inForm(text, /^[0-9a-f]{16}$/, 'a hash')
}
