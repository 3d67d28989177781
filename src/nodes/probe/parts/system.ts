import {inForm, settingsIn} from '../lines.ts'
import {momentOfSeconds} from '../moments.ts'
import {definePart, UnreadableAnswer} from '../part.ts'

/** os-release(5), uname, /proc/uptime and the moment of boot in /proc/stat, proc(5). */
export const system = definePart({
  id: 'system',
  roles: ['master', 'media'],
  seconds: 5,
  bytes: 200,
  script: () => `
grep -aE '^(ID|VERSION_ID)=' "$root/etc/os-release" | cut -c 1-60
printf 'kernel=%s\\n' "$(uname -r)"
printf 'uptime=%s\\n' "$(cut -d ' ' -f 1 "$root/proc/uptime")"
sed -n 's/^btime /btime=/p' "$root/proc/stat"
`,
  parse: lines => {
    const values = settingsIn(lines)
    const released = (name: string) => values.get(name)?.replace(/^(["'])(.*)\1$/, '$2')
    const id = inForm(released('ID'), /^[\w.-]{1,40}$/, 'ID of /etc/os-release')
    // Rolling distributions have no version.
    const version = released('VERSION_ID')
    const bootedAt = momentOfSeconds(values.get('btime') ?? '')
    if (bootedAt === null) throw new UnreadableAnswer('/proc/stat has no btime')
    return {
      name:
        version === undefined ? id : `${id} ${inForm(version, /^[\w.+~-]{1,40}$/, 'VERSION_ID of /etc/os-release')}`,
      kernel: inForm(values.get('kernel'), /^[\w.+~-]{1,100}$/, 'the release of the kernel'),
      uptimeSeconds: Number(inForm(values.get('uptime'), /^\d{1,12}(\.\d{1,3})?$/, '/proc/uptime')),
      bootedAt,
    }
  },
})
