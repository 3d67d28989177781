import {execFileSync} from 'node:child_process'
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {LineRedactor} from '../../src/redact/line-redactor.ts'
import {SecretMemory} from '../../src/redact/secret-memory.ts'
import {sedScript} from '../../src/redact/sed-script.ts'

/** Lines through the rules of this machine, in a log of their own. */
export function redact(lines: readonly string[]): readonly string[] {
  const redactor = new LineRedactor(new SecretMemory())
  return lines.map(line => redactor.redacted(line))
}

/** The same through the rules as a node has them. */
export function sed(lines: readonly string[], program: readonly string[]): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'redact-'))
  try {
    writeFileSync(join(folder, 'rules'), sedScript())
    const [command = 'sed', ...first] = program
    const out = execFileSync(command, [...first, '-E', '-f', join(folder, 'rules')], {
      input: Buffer.from(lines.join('\n'), 'latin1'),
      encoding: 'latin1',
      env: {LC_ALL: 'C', PATH: process.env.PATH},
      maxBuffer: 64 * 2 ** 20,
    })
    return out.split('\n')
  } finally {
    rmSync(folder, {recursive: true})
  }
}

export const onNodes: readonly (readonly [string, (lines: readonly string[]) => readonly string[]])[] = [
  ['on a node', lines => sed(lines, ['sed'])],
  ['on a node of busybox', lines => sed(lines, ['busybox', 'sed'])],
]
