import {rebootJob as job} from '../../../openvidu/node-files.ts'
import {unitName} from '../../../openvidu/services.ts'
import {inForm, settingsIn} from '../lines.ts'
import {definePart, UnreadableAnswer} from '../part.ts'
import {gone} from '../shell.ts'

/** The command's path may hold nothing that means something in a regular expression but dots. */
const expression = `^[[:space:]]*${job.replaceAll('.', '\\.').replaceAll(' ', '[[:space:]]+')}([[:space:]]|$)`

/** crontab(1), or the file that it reads. Systemd counts from the boot on: a unit that never left its first state was not started. */
export const rebootJob = definePart({
  id: 'rebootJob',
  roles: ['master'],
  seconds: 10,
  bytes: 120,
  script: () => `
${gone}
file="$root/var/spool/cron/crontabs/root"
if command -v crontab >/dev/null 2>&1; then
  jobs=$(crontab -l 2>&1)
  status=$?
  case "$status $jobs" in
    0*) ;;
    *'no crontab for '*) jobs= ;;
    *) exit 1 ;;
  esac
elif gone "$file"; then
  jobs=
else
  jobs=$(cat "$file") || exit
fi
if printf '%s\\n' "$jobs" | grep -aEq '${expression}'; then echo present=yes; else echo present=no; fi
systemctl show cron.service -p LoadState -p ActiveState || exit
systemctl show ${unitName} -p LoadState -p InactiveExitTimestampMonotonic | sed 's/^LoadState/unit/'
`,
  parse: lines => {
    const values = settingsIn(lines)
    const present = values.get('present')
    if (present !== 'yes' && present !== 'no') throw new UnreadableAnswer('nothing was told of the crontab')
    const load = inForm(values.get('LoadState'), /^[a-z-]{1,30}$/, 'state of the cron service')
    const active = inForm(values.get('ActiveState'), /^[a-z-]{1,30}$/, 'state of the cron service')
    const started = values.get('InactiveExitTimestampMonotonic')
    const tells = values.get('unit') === 'loaded' && started !== undefined && /^\d{1,20}$/.test(started)
    return {
      present: present === 'yes',
      cron: load === 'loaded' ? active : load,
      startedSinceBoot: tells ? Number(started) > 0 : null,
    }
  },
})
