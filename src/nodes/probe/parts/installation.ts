import {installationFolder, type NodeRole} from '../../../openvidu/services.ts'
import {inForm} from '../lines.ts'
import {definePart, UnreadableAnswer} from '../part.ts'
import {gone} from '../shell.ts'

/** Stands for a value that has not the form of its key: it may be anything, a secret that was pasted there too. */
export const notOfItsForm = '(not of its form)'

const address = '[0-9.]{7,15}'
/** The settings that are told, with the form of their values. Any may be empty. */
const forms: Readonly<Record<string, string>> = {
  'MASTER_NODE_[0-9]_PRIVATE_IP': address,
  MASTER_NODE_PRIVATE_IP: address,
  MASTER_NODE_PRIVATE_IP_LIST: `${address}(,${address}){0,7}`,
  MEDIA_NODE_PRIVATE_IP: address,
  // Generated passwords are longer than any module's name.
  ENABLED_MODULES: '[A-Za-z0-9]{1,20}(,[A-Za-z0-9]{1,20}){0,9}',
  DOMAIN_NAME: '([A-Za-z0-9-]{1,63}\\.){1,9}[A-Za-z]{2,63}\\.?',
  OPENVIDU_RTC_ENGINE: '(pion|mediasoup)',
}
const keys = Object.keys(forms).join('|')
const filled = Object.entries(forms)
  .map(([key, form]) => `${key}=(${form})?`)
  .join('|')
const isKey = new RegExp(`^(?:${keys})$`)
const sound = new RegExp(`^(?:${filled})$`)

/** Of a role, the env files by the name under which the script tells of them. One page of the documentation spells with a dash. */
const files: Readonly<Record<NodeRole, readonly string[]>> = {
  master: ['cluster/openvidu.env', 'node/master_node.env', 'node/master-node.env'],
  media: ['node/media_node.env', 'node/media-node.env'],
}

/**
 * deployment-info.yaml, and those settings of the env files that are no secret. Nothing else of an env file is printed, and a
 * value only if it has the form of such a value.
 */
export const installation = definePart({
  id: 'installation',
  roles: ['master', 'media'],
  seconds: 5,
  bytes: 600,
  script: ({role}) => `
${gone}
for name in deployment-info.yaml deployment-info.yml; do
  info="$root${installationFolder}/$name"
  if gone "$info"; then continue; fi
  [ -r "$info" ] || exit
  head -c 100000 "$info" | tr -d '"\\047\\000\\015' |
    sed -nE 's/^[[:space:]]*(version|environment):[[:space:]]*([0-9A-Za-z][0-9A-Za-z.+_-]{0,30})[[:space:]]*(#.*)?$/\\1=\\2/p' |
    awk -F = '!told[$1]++'
  break
done
for name in ${files[role].join(' ')}; do
  file="$root${installationFolder}/config/$name"
  if gone "$file"; then continue; fi
  [ -r "$file" ] || exit
  printf 'file=%s\\n' "$name"
  head -c 200000 "$file" | tr -d '\\000\\015' | sed -nE \\
    -e 's/^[[:space:]]*(export[[:space:]]+)?//' -e '/^(${keys})=/!d' -e 's/^(.{300}).*/\\1/' \\
    -e 's/[[:space:]]+(#.*)?$//' -e 's/="(.*)"$/=\\1/' -e "s/='(.*)'\\$/=\\1/" \\
    -e '/^(${filled})$/{' -e p -e d -e '}' -e 's/=.*/=?/p' |
    awk -F = '{ last[$1] = $0 } END { for (key in last) print last[key] }' | sort
done
`,
  parse: lines => {
    const settings: {file: string; key: string; value: string}[] = []
    const told = new Map<string, string>()
    let file: string | undefined
    for (const text of lines) {
      const [key = '', value = ''] = /^([^=]*)=(.*)$/.exec(text)?.slice(1) ?? []
      if (key === 'file')
        file = `${installationFolder}/config/${inForm(value, /^(cluster|node)\/[a-z_-]{1,30}\.env$/, 'a file')}`
      else if (file === undefined) told.set(key, inForm(value, /^[\w.+-]{1,40}$/, key))
      else if (value === '?' && isKey.test(key)) settings.push({file, key, value: notOfItsForm})
      else if (sound.test(text)) settings.push({file, key, value})
      else throw new UnreadableAnswer('a setting is none of those that were asked for')
    }
    return {version: told.get('version') ?? null, environment: told.get('environment') ?? null, settings}
  },
})
