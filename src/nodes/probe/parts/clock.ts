import {settingsIn} from '../lines.ts'
import {momentOfSeconds} from '../moments.ts'
import {definePart, UnreadableAnswer} from '../part.ts'

/** Units of the time services, as they are called in Ubuntu, and what the fact calls them. */
const services = {
  chrony: 'chrony',
  chronyd: 'chrony',
  'systemd-timesyncd': 'systemd-timesyncd',
  ntpsec: 'ntpd',
  ntp: 'ntpd',
  ntpd: 'ntpd',
} as const

/**
 * From date; the kernel's opinion from timedatectl; the distance to the time server from chronyc or timedatectl. A service is
 * asked only where it runs: asking timesyncd may start it. Where systemd does not answer either, no service is no finding.
 */
export const clock = definePart({
  id: 'clock',
  roles: ['master', 'media'],
  seconds: 10,
  bytes: 250,
  script: () => `
printf 'now=%s\\n' "$(date +%s.%N)"
timeout 3 timedatectl show -p NTPSynchronized
tracking=$(timeout 3 chronyc -n tracking) && {
  printf 'service=chrony\\n%s\\n' "$tracking" | grep -aE '^(service=|System time |Leap status )'
  exit 0
}
for unit in ${Object.keys(services).join(' ')}; do
  state=$(systemctl is-active "$unit.service")
  [ -n "$state" ] || exit 1
  [ "$state" = active ] || continue
  printf 'service=%s\\n' "$unit"
  [ "$unit" != systemd-timesyncd ] || timeout 3 timedatectl timesync-status | grep -aE '^ *(Leap|Offset):'
  exit 0
done
`,
  parse: (lines, {between}) => {
    const values = settingsIn(lines)
    // A date that does not know of nanoseconds leaves the letter, or nothing.
    const now = momentOfSeconds((values.get('now') ?? '').replace(/\.(%?N)?$/, ''))
    if (now === null) throw new UnreadableAnswer('date told no time')
    const kernel = values.get('NTPSynchronized')
    const service = values.get('service')
    return {
      now,
      synchronised: kernel === 'yes' ? true : kernel === 'no' ? false : null,
      offsetMilliseconds: chronyOffset(lines) ?? timesyncOffset(lines),
      service: Object.entries(services).find(([unit]) => unit === service)?.[1] ?? null,
      between: [...between],
    }
  },
})

/** `System time     : 0.000020134 seconds fast of NTP time`; it means nothing while chrony follows no server. */
function chronyOffset(lines: readonly string[]): number | null {
  if (lines.some(line => /^Leap status +: Not synchronised/.test(line))) return null
  for (const line of lines) {
    const [, seconds, side] =
      /^System time +: (\d{1,9}(?:\.\d{1,12})?) seconds (fast|slow) of NTP time$/.exec(line) ?? []
    if (seconds !== undefined) return inMilliseconds(Number(seconds), side === 'fast' ? 1 : -1)
  }
  return null
}

/** systemd.time(7), of what it prints. */
const unitSeconds = new Map([
  ['us', 1e-6],
  ['ms', 1e-3],
  ['s', 1],
  ['min', 60],
  ['h', 3600],
  ['d', 86_400],
  ['w', 604_800],
  ['month', 2_629_800],
  ['y', 31_557_600],
])

/** `Offset: -1min 2.5s`: what would have to be added to the clock of the node, so positive where that is behind. */
function timesyncOffset(lines: readonly string[]): number | null {
  for (const line of lines) {
    const [, sign, spans] = /^ *Offset: ([+-])(\S+(?: \S+){0,8})$/.exec(line) ?? []
    if (spans === undefined) continue
    let seconds = 0
    for (const span of spans.split(' ')) {
      const [, amount, name] = /^(\d{1,12}(?:\.\d{1,9})?)([a-z]{1,5})$/.exec(span) ?? []
      const unit = name === undefined ? undefined : unitSeconds.get(name)
      if (amount === undefined || unit === undefined) return null
      seconds += Number(amount) * unit
    }
    return inMilliseconds(seconds, sign === '+' ? -1 : 1)
  }
  return null
}

/** To the microsecond; never -0, which JSON does not know. */
function inMilliseconds(seconds: number, sign: 1 | -1): number {
  const milliseconds = Math.round(seconds * 1e6) / 1000
  return milliseconds === 0 ? 0 : milliseconds * sign
}
