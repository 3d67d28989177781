import {spawnSync} from 'node:child_process'
import {closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

/*
 * Memory and time of a diagnosis of long logs: whatever their length, a few lines of each are kept. Runs the built bundle of the
 * product's own command, and fails above 160 MiB, of which Node and the modules are the most. `npm run bench:diagnose`
 */

const mostMebibytes = 160
const program = join(import.meta.dirname, '../bin/run.js')

console.log(' log MB   lines   wall s   MB/s   peak MiB')
for (const megabytes of [1, 50, 200]) {
  const folder = mkdtempSync(join(tmpdir(), 'bench-diagnose-'))
  try {
    const lines = writeLog(folder, megabytes * 1e6)
    const started = performance.now()
    const child = spawnSync(
      '/usr/bin/time',
      ['-f', '%M', process.execPath, program, 'diagnose', '--from', folder, '--json'],
      {
        encoding: 'utf8',
        maxBuffer: 64e6,
      },
    )
    const seconds = (performance.now() - started) / 1_000
    const mebibytes = Number(/(\d+)\s*$/.exec(child.stderr)?.[1]) / 1_024
    const cells = [
      String(megabytes),
      String(lines),
      seconds.toFixed(1),
      (megabytes / seconds).toFixed(0),
      mebibytes.toFixed(0),
    ]
    console.log(cells.map((cell, index) => cell.padStart([7, 8, 9, 7, 11][index] ?? 8)).join(''))
    if (!(mebibytes < mostMebibytes)) process.exitCode = 1
  } finally {
    rmSync(folder, {recursive: true})
  }
}

/** Access lines of a proxy, with one refusal of Redis in ten thousand. */
function writeLog(folder: string, bytes: number): number {
  const logs = join(folder, 'nodes/master-1/logs')
  mkdirSync(logs, {recursive: true})
  const file = openSync(join(logs, 'caddy.log'), 'w')
  let lines = 0
  for (let done = 0; done < bytes; ) {
    const batch = Array.from({length: 1_000}, (_, index) => {
      const number = lines + index
      const at = new Date(Date.UTC(2026, 10, 12) + number * 50).toISOString()
      return number % 10_000 === 9_999
        ? `${at} level=error msg="redis" error="WRONGPASS invalid username-password pair"\n`
        : `${at} {"level":"info","logger":"http.log.access","msg":"handled request","request":{"method":"GET","uri":"/health/caddy/${number}"},"status":200,"size":31}\n`
    }).join('')
    done += writeSync(file, batch)
    lines += 1_000
  }
  closeSync(file)
  return lines
}
