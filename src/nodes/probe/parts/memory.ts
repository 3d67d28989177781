import {definePart, UnreadableAnswer} from '../part.ts'

const kibibyte = 1024

/** From /proc/meminfo and /proc/vmstat; proc(5). */
export const memory = definePart({
  id: 'memory',
  roles: ['master', 'media'],
  seconds: 5,
  bytes: 200,
  script: () => `
grep -E '^(MemTotal|MemAvailable|SwapTotal|SwapFree):' "$root/proc/meminfo"
grep '^oom_kill ' "$root/proc/vmstat" || true
`,
  parse: lines => {
    const kibibytes = (name: string): number => {
      const found = lines.map(line => /^(\w+): +(\d{1,15}) kB$/.exec(line)).find(match => match?.[1] === name)?.[2]
      if (found === undefined) throw new UnreadableAnswer(`/proc/meminfo has no ${name}`)
      return Number(found) * kibibyte
    }
    // Older kernels than 4.13 do not count.
    const kills = lines.map(line => /^oom_kill (\d{1,15})$/.exec(line)?.[1]).find(found => found !== undefined)
    return {
      totalBytes: kibibytes('MemTotal'),
      availableBytes: kibibytes('MemAvailable'),
      swapTotalBytes: kibibytes('SwapTotal'),
      swapFreeBytes: kibibytes('SwapFree'),
      oomKills: kills === undefined ? null : Number(kills),
    }
  },
})
