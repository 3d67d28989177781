import {installationFolder} from '../../../openvidu/services.ts'
import {countOf} from '../lines.ts'
import {definePart, UnreadableAnswer} from '../part.ts'
import {gone} from '../shell.ts'

const home = `${installationFolder}/egress_data/home/egress`

/** How many files there are and how large they are together: names of recordings are nobody's business. */
export const egress = definePart({
  id: 'egress',
  roles: ['media'],
  seconds: 10,
  bytes: 80,
  // What cannot be looked into is told on the error output; a file that went away meanwhile is not counted.
  script: () => `
${gone}
for name in backup_storage tmp; do
  folder="$root${home}/$name"
  if gone "$folder"; then printf '%s absent\\n' "$name"; continue; fi
  find "$folder/" -type f -exec stat -c %s {} + 2>&1 | awk -v name="$name" '
    /^[0-9]+$/ { files++; bytes += $1; next }
    !/No such file/ { unseen = 1 }
    END { if (unseen) exit 1; printf "%s %d %.0f\\n", name, files, bytes }
  ' || exit
done
`,
  parse: lines => {
    const waiting = (name: string) => {
      const [, files, bytes] = lines.find(line => line.startsWith(`${name} `))?.split(' ') ?? []
      if (files === undefined) throw new UnreadableAnswer(`nothing was told of ${name}`)
      return files === 'absent' ? null : {files: countOf(files, 'number of files'), bytes: countOf(bytes, 'their size')}
    }
    return {backup: waiting('backup_storage'), unfinished: waiting('tmp')}
  },
})
