import {spawnSync} from 'node:child_process'
import {existsSync, readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {Decrypter, Encrypter, generateHybridIdentity, generateIdentity, identityToRecipient} from 'age-encryption'
import {describe, expect, it, vi} from 'vitest'
import {readRecipients} from '../../src/bundle/recipients.ts'
import {emptyPlace, sealed, smallCase} from './small-case.ts'

const one = await generateIdentity()
const other = await generateIdentity()
const recipients = await Promise.all([one, other].map(identity => identityToRecipient(identity)))

describe('an encrypted bundle', () => {
  it('is read by each of its recipients, and by nobody else', async () => {
    const plain = readFileSync((await sealed(await smallCase())).path)
    const {path, bytes} = await sealed(await smallCase(), {recipients})
    expect(path.endsWith('/video.tar.gz.age')).toBe(true)
    expect(statSync(path)).toMatchObject({size: bytes, mode: 0o100600})
    expect(readdirSync(dirname(path))).toEqual(['video.tar.gz.age'])
    const archive = readFileSync(path)
    expect(archive.includes(plain.subarray(100, 160))).toBe(false)
    for (const identity of [one, other]) {
      const decrypter = new Decrypter()
      decrypter.addIdentity(identity)
      expect(plain.equals(await decrypter.decrypt(archive))).toBe(true)
    }
    const stranger = new Decrypter()
    stranger.addIdentity(await generateIdentity())
    await expect(stranger.decrypt(archive)).rejects.toThrow()
  })

  it('is one that age decrypts, where age is installed', async ({skip}) => {
    if (spawnSync('age', ['--version']).status !== 0) return skip('age is not installed')
    const {path} = await sealed(await smallCase(), {recipients})
    const key = join(emptyPlace(), 'key')
    writeFileSync(key, `${one}\n`)
    const {stdout} = spawnSync('age', ['-d', '-i', key, path])
    expect(stdout.equals(readFileSync((await sealed(await smallCase())).path))).toBe(true)
  })

  it('says in its name that it is partial', async () => {
    const {path} = await sealed(await smallCase(), {recipients, partial: 'interrupted'})
    expect(path.endsWith('/video.partial.tar.gz.age')).toBe(true)
  })

  it.each(['before its first byte', 'in its middle'])(
    'leaves nothing of the case where encrypting fails %s',
    async when => {
      const failing = vi.spyOn(Encrypter.prototype, 'encrypt').mockImplementation(() => {
        if (when === 'before its first byte') return Promise.reject(new Error('no'))
        const stream = new ReadableStream<Uint8Array>({
          start: controller => controller.enqueue(new Uint8Array(1_000)),
          pull: controller => controller.error(new Error('no')),
        })
        // Of the two kinds that encrypt gives, the one for streams.
        return Promise.resolve(stream) as never
      })
      const writer = await smallCase()
      await expect(sealed(writer, {recipients})).rejects.toThrow('encrypting failed')
      expect(readdirSync(dirname(writer.folder))).toEqual([])
      failing.mockRestore()
    },
  )
})

describe('recipients', () => {
  it('come one by one and in files, several in each', async () => {
    const file = join(emptyPlace(), 'recipients.txt')
    const third = await identityToRecipient(await generateHybridIdentity())
    writeFileSync(file, `# support\n${recipients[1]}\n\n  ${third}\n`)
    expect(readRecipients([recipients[0] ?? '', file])).toEqual([...recipients, third])
  })

  it.each([
    ['a key with an error', (): string => `${recipients[0]?.slice(0, -1)}q`, 'is no recipient of age'],
    ['a secret key', (): string => one, 'a secret key is no recipient'],
    [
      'a key of SSH',
      () => 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHsKLqeplhpW+uObz5dvMgjz1OxfM/XXUB+VHtZ6isGN',
      'keys of SSH',
    ],
    ['no file', () => '/nowhere/recipients', 'the file of recipients does not exist'],
    ['an empty file', () => '/dev/null', 'holds no recipient'],
    ['an endless file', () => '/dev/zero', 'is larger than any file of recipients'],
  ])('are refused: %s', (_, given, message) => {
    let text = ''
    try {
      readRecipients([given()])
    } catch (error) {
      text = String(error)
    }
    expect(text).toContain(message)
    expect(text).not.toContain(one)
  })

  it('are all refused where one is of no use, with its place', () => {
    const file = join(emptyPlace(), 'recipients.txt')
    writeFileSync(file, `${recipients[0]}\nage1nothing\n`)
    expect(() => readRecipients([file])).toThrow()
    try {
      readRecipients([file])
    } catch (error) {
      expect(error).toMatchObject({problems: [{location: {file, line: 2}}]})
    }
    expect(existsSync(file)).toBe(true)
  })
})
