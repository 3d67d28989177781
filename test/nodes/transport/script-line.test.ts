import {spawnSync} from 'node:child_process'
import {randomBytes} from 'node:crypto'
import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {lineLimitCharacters, lineOf, scriptLimitBytes} from '../../../src/nodes/transport/script-line.ts'
import {commanding, only} from '../../support/commander.ts'

describe('the line of a script', () => {
  it('is one, without braces and quotes of the script, and always ends well', () => {
    fc.assert(
      fc.property(
        fc.string({unit: 'binary'}).filter(text => !text.includes('\0')),
        script => {
          expect(lineOf(script)).toMatch(
            /^s=\$\(echo [A-Za-z0-9+/=]+ \| base64 -d \| gzip -d\) && nice -n 19 sh -c "\$s"; exit 0$/,
          )
        },
      ),
    )
  })

  it('takes the largest script that a shell takes, and the shell takes it', () => {
    const script = `echo fits\n#${'x'.repeat(scriptLimitBytes - 11)}`
    expect(Buffer.byteLength(script)).toBe(scriptLimitBytes)
    expect(spawnSync('/bin/sh', ['-c', lineOf(script)], {encoding: 'utf8'}).stdout).toBe('fits\n')
    expect(() => lineOf(`${script}x`)).toThrow(RangeError)
    expect(spawnSync('/bin/sh', ['-c', `${script}x`]).error).toMatchObject({code: 'E2BIG'})
  })

  it('of what does not pack is refused before AWS would, and the longest that is not is taken', async () => {
    const random = (bytes: number) => `#${randomBytes(bytes).toString('base64')}\necho fits`
    expect(() => lineOf(random(60_000))).toThrow(`Run Command takes ${lineLimitCharacters}`)
    const script = random(44_000)
    expect(lineOf(script).length).toBeGreaterThan(lineLimitCharacters - 1_500)
    await using it = await commanding({behaviour: () => ({kind: 'normal'})})
    expect(only(await it.run(script))).toMatchObject({output: 'fits\n'})
  })

  it.each([
    ['script', {script: 'echo \0'}],
    ['script', {script: 'x'.repeat(scriptLimitBytes + 1)}],
    ['comment', {comment: 'x'.repeat(101)}],
    ['script may run', {seconds: 4}],
    ['script may run', {seconds: 5.5}],
    ['script may run', {seconds: 172_801}],
  ])('what AWS does not take is a fault of ours: %s', async (says, more) => {
    await using it = await commanding()
    await expect(it.run('echo', more)).rejects.toThrow(says)
    expect(it.lab.calls.count()).toBe(0)
  })
})
