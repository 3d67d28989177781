import {execFileSync, spawnSync} from 'node:child_process'
import {randomBytes} from 'node:crypto'
import {existsSync, readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {basename, dirname, join} from 'node:path'
import {describe, expect, it, onTestFinished} from 'vitest'
import type {CaseWriter} from '../../src/bundle/case-writer.ts'
import {LeakFound, NoRoom, NotSealed} from '../../src/bundle/errors.ts'
import {reopenCase} from '../../src/bundle/working-folder.ts'
import {SecretSearch} from '../../src/redact/secret-search.ts'
import {emptyPlace, noSecrets, redactor, sealed, smallCase} from './small-case.ts'

const secret = 'hunter2-of-redis'

const search = new SecretSearch([{value: secret, from: 'REDIS_PASSWORD of the secret'}])

/** A search for nothing that does something whenever it begins with a file, or a path. */
const meanwhile = (act: () => void) => ({
  size: 0,
  scan: () => {
    act()
    return noSecrets.scan()
  },
})

/** A file that got by both rings before. */
async function leakingCase(lines: readonly string[], path = 'nodes/media-1/logs/egress.log'): Promise<CaseWriter> {
  const writer = await smallCase()
  writeFileSync(await writer.place(path), lines.join('\n'))
  await writer.adopt(path, {source: 'docker logs egress'})
  return writer
}

const placeOf = ({folder}: CaseWriter): readonly string[] => readdirSync(dirname(folder))

describe('a secret in what is to be sealed', () => {
  it('stops the seal, is told by file, line and what it is known by, and does not lie about', async () => {
    const writer = await leakingCase([...Array(70_000).fill('line'), `a ${secret} b`])
    const error: unknown = await sealed(writer, {search}).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(LeakFound)
    expect(String(error)).toContain('nodes/media-1/logs/egress.log:70001 (REDIS_PASSWORD of the secret, plain form)')
    expect(String(error)).toContain('the working folder was removed')
    expect(JSON.stringify(error)).not.toContain(secret)
    expect(placeOf(writer)).toEqual([])
  })

  it('leaves the working folder only where that was asked for', async () => {
    const writer = await leakingCase([secret])
    await expect(sealed(writer, {search, keepLeaking: true})).rejects.toThrow('was kept as asked: it holds the secret')
    expect(placeOf(writer)).toEqual([basename(writer.folder)])
  })

  it('is found in a path, which is then not told', async () => {
    const writer = await leakingCase(['fine'], `nodes/${secret}.log`)
    const error: unknown = await sealed(writer, {search}).catch((thrown: unknown) => thrown)
    expect(String(error)).toContain('found in a path (REDIS_PASSWORD')
    expect(String(error)).not.toContain(secret)
  })

  it('is found in the manifest itself', async () => {
    const writer = await smallCase()
    await expect(sealed(writer, {search, partial: `it said ${secret}`})).rejects.toThrow('found in manifest.json:')
    expect(placeOf(writer)).toEqual([])
  })
})

describe('sealing that is ended', () => {
  it('leaves the case and no archive at whichever step, and can be done again', async () => {
    const whole = readFileSync((await sealed(await smallCase())).path)
    for (let step = 1; ; step += 1) {
      const writer = await smallCase()
      const ending = new AbortController()
      let steps = 0
      const counting = meanwhile(() => {
        steps += 1
        if (steps === step) ending.abort()
      })
      const outcome = await sealed(writer, {search: counting, signal: ending.signal}).catch((error: unknown) => error)
      // Past the last search only the archive is left to do, and nothing ends it any more.
      if (!(outcome instanceof Error)) {
        expect(step).toBeGreaterThan(8)
        break
      }
      expect(outcome).toBeInstanceOf(NotSealed)
      expect(placeOf(writer)).toEqual([basename(writer.folder)])
      const {path} = await sealed(await reopenCase(writer.folder, redactor))
      expect(readFileSync(path).equals(whole)).toBe(true)
    }
  })

  it('says so and changes nothing where the name is taken, before and while it seals', async () => {
    const writer = await smallCase()
    const path = writer.folder.replace(/\.partial$/, '')
    writeFileSync(path, 'mine')
    await expect(sealed(writer)).rejects.toThrow('is there already')
    const late = meanwhile(() => writeFileSync(`${path}-late.tar.gz`, 'mine'))
    await expect(sealed(writer, {output: `${path}-late`, search: late})).rejects.toThrow('is there already')
    expect(readFileSync(path, 'utf8')).toBe('mine')
    expect(readFileSync(`${path}-late.tar.gz`, 'utf8')).toBe('mine')
    expect(existsSync(writer.folder)).toBe(true)
  })

  it('does not seal what was changed after it was searched', async () => {
    const writer = await smallCase()
    const readme = join(writer.folder, 'README.md')
    const changing = meanwhile(() => writeFileSync(readme, readFileSync(readme, 'utf8').replace('A', 'B')))
    await expect(sealed(writer, {search: changing})).rejects.toThrow('was changed while the case was sealed')
    expect(placeOf(writer)).toEqual([basename(writer.folder)])
  })
})

/** A disk of so many kilobytes, or why there is none. */
function smallDisk(kilobytes: number): string | null {
  const folder = emptyPlace()
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', folder]).status === 0
  if (mounted) onTestFinished(() => void execFileSync('umount', ['-l', folder]))
  return mounted ? folder : null
}

describe('a full disk', () => {
  it('while evidence is written leaves the case as it was, and the run goes on once there is room', async ({skip}) => {
    const disk = smallDisk(400)
    if (disk === null) return skip('no tmpfs can be mounted here')
    const writer = await smallCase(join(disk, 'video.tar.gz'))
    const error: unknown = await writer
      .text('large.txt', randomText(600_000), {source: 'test'})
      .catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(NoRoom)
    expect(String(error)).toContain('the disk is full (ENOSPC)')
    expect(writer.has('large.txt')).toBe(false)
    expect(readdirSync(writer.folder)).not.toContain('.writing-3')
    execFileSync('mount', ['-o', 'remount,size=4000k', disk])
    const again = await reopenCase(writer.folder, redactor)
    await again.text('large.txt', randomText(600_000), {source: 'test'})
    expect((await sealed(again)).files).toBe(5)
  })

  it('while it is sealed leaves the case and no archive, encrypted or not', async ({skip}) => {
    const disk = smallDisk(800)
    if (disk === null) return skip('no tmpfs can be mounted here')
    const writer = await smallCase(join(disk, 'video.tar.gz'))
    for (let index = 0; index < 9; index += 1)
      await writer.text(`large-${index}.txt`, randomText(60_000), {source: 'test'})
    const {generateIdentity, identityToRecipient} = await import('age-encryption')
    for (const recipients of [[], [await identityToRecipient(await generateIdentity())]]) {
      await expect(sealed(writer, {recipients})).rejects.toBeInstanceOf(NoRoom)
      expect(readdirSync(disk)).toEqual([basename(writer.folder)])
    }
  })
})

/** Packs to half of it at best. */
function randomText(bytes: number): string {
  return randomBytes(bytes / 2).toString('hex')
}
