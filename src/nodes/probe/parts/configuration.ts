import {installationFolder} from '../../../openvidu/services.ts'
import {countOf, inForm} from '../lines.ts'
import {definePart, UnreadableAnswer} from '../part.ts'
import {gone} from '../shell.ts'

const folder = `${installationFolder}/config`
const env = 'cluster/openvidu.env'
/** Of the node itself, with the one setting in it that all nodes share; one page of the documentation spells with a dash. */
const ownEnvs = ['master_node', 'master-node', 'media_node', 'media-node'].map(name => `node/${name}.env`)
const shared = 'REDIS_PASSWORD'
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
  bytes: 3_080,
  script: () => `
${gone}
newline='
'
unread() {
  echo unread
  exit
}
name() {
  shown=\${1##*/}
  case $shown in *[!A-Za-z0-9._-]*) shown=$(printf %s "$shown" | tr -c '\\041-\\176' '?') ;; esac
}
# SIZE NAME HASH of every entry; sha256sum prints the end of these lines.
all() {
for folder in ${folders.join(' ')}; do
  if gone "$root${folder}/$folder"; then continue; fi
  [ -r "$root${folder}/$folder" ] && [ -x "$root${folder}/$folder" ] || unread
  printf '@ %s\\n' "$folder"
  set --
  for path in "$root${folder}/$folder"/*; do [ ! -f "$path" ] || set -- "$@" "$path"; done
  sizes=
  [ $# -eq 0 ] || sizes=$(stat -L -c %s "$@") || unread
  for path in "$@"; do
    name "$path"
    printf '%s %.60s ' "\${sizes%%"$newline"*}" "$shown"
    sizes=\${sizes#*"$newline"}
    if [ -r "$path" ]; then { printf %s "$key"; exec head -c 4194304 "$path"; } | sha256sum; else echo -; fi
  done
  for path in "$root${folder}/$folder"/*; do
    case " ${folders.join(' ')} " in *" \${path#"$root${folder}/"} "*) continue ;; esac
    [ ! -f "$path" ] && [ -d "$path" ] || continue
    [ -r "$path" ] && [ -x "$path" ] || unread
    name "$path"
    size=$(find "$path/" -type f -exec stat -c %s {} + | awk '{ bytes += $1 } END { printf "%.0f", bytes }')
    printf '%s %.60s ' "$size" "$shown"
    (cd "$path" && { printf %s "$key"; find . -type f -exec sha256sum {} + | sort; }) | sha256sum
  done
done
for env in ${[env, ...ownEnvs].join(' ')}; do
  file="$root${folder}/$env"
  if gone "$file" || [ ! -r "$file" ]; then continue; fi
  printf '@ keys %s\\n' "$env"
  wanted='[A-Za-z_][A-Za-z0-9_]{0,59}'
  [ "$env" = ${env} ] || wanted=${shared}
  # A value means the same in quotes.
  head -c 500000 "$file" | tr -d '\\000\\015' | grep -aE "^$wanted=" | cut -c 1-4000 | head -n ${mostKeys + 1} |
    sed -E -e 's/^([^=]*=)"(.*)"$/\\1\\2/' -e "s/^([^=]*=)'(.*)'$/\\1\\2/" |
    while IFS= read -r line; do
      printf '0 %s ' "\${line%%=*}"
      printf %s "$key$line" | sha256sum
    done
done
}
# Of the hashes, the first 16 characters.
all | awk '
  $1 == "@" { place = $2; print; next }
  NF < 3 || ($3 != "-" && $3 !~ /^[0-9a-f]+$/) || ($3 != "-" && length($3) != 64) { exit 1 }
  place == "keys" { print substr($3, 1, 16), $2; next }
  { print substr($3, 1, 16), $1, $2 }'
`,
  parse: lines => {
    const files: {path: string; hash: string | null; bytes: number}[] = []
    // Of a key that is there twice, the last counts, as it does for docker compose.
    const keys = new Map<string, Map<string, string>>()
    let place: string | undefined
    let env = ''
    for (const line of lines) {
      const [first = '', second, name] = line.split(' ')
      if (first === '@') {
        place = inForm(second, /^(cluster|cluster\/master_node|cluster\/media_node|node|keys)$/, 'a folder')
        if (place === 'keys') {
          env = `${folder}/${inForm(name, /^(cluster\/openvidu|node\/(master|media)[_-]node)\.env$/, 'an env file')}`
          keys.set(env, new Map())
        }
      } else if (place === undefined) throw new UnreadableAnswer('an entry is in no folder')
      else if (place === 'keys') keys.get(env)?.set(inForm(second, /^[A-Za-z_]\w{0,59}$/, 'a key'), hashOf(first))
      else
        files.push({
          path: `${folder}/${place}/${inForm(name, /^[!-~]{1,60}$/, 'the name of a file')}`,
          hash: first === '-' ? null : hashOf(first),
          bytes: countOf(second, 'the size of a file'),
        })
    }
    for (const [path, own] of keys)
      if (own.size > mostKeys) throw new UnreadableAnswer(`${path} has more than ${mostKeys} keys`)
    return {files, keys: [...keys].flatMap(([path, own]) => [...own].map(([key, hash]) => ({path, key, hash})))}
  },
})

function hashOf(text: string): string {
  return inForm(text, /^[0-9a-f]{16}$/, 'a hash')
}
