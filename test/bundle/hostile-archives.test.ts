import {mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {gzipSync} from 'node:zlib'
import {afterAll, beforeAll, expect, it, vi} from 'vitest'
import {openBundle} from '../../src/bundle/read/open-bundle.ts'
import {type ReadBundle, type ReadRequest, readBundle} from '../../src/bundle/read/read-bundle.ts'
import {UnusableInput} from '../../src/model/errors.ts'
import {
  type Content,
  manifestEntry,
  manifestOf,
  packed,
  type TarEntry,
  tarEnd,
  tarEntry,
  tarOf,
} from '../support/tar.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'doctor-hostile-'))
  mkdirSync(join(folder, 'temporary'))
  vi.stubEnv('TMPDIR', join(folder, 'temporary'))
})
afterAll(() => {
  vi.unstubAllEnvs()
  rmSync(folder, {recursive: true})
})

const good: Content = {name: 'a/b.log', content: 'line\n'}
const other: Content = {name: 'c.json', content: '{}'}
const {signal} = new AbortController()

/** An archive that is right but for one further entry, which the manifest does not list. */
const beside = (entry: TarEntry): Buffer => packed(tarOf(manifestEntry([good]), good, entry))
/** An archive whose manifest lists a file under a name. */
const listed = (name: string): Buffer => packed(tarOf(manifestEntry([{name, content: 'x'}]), {name, content: 'x'}))
const pax = (record: string): TarEntry => ({name: 'PaxHeader', type: 'x', content: `${record.length + 3} ${record}`})
const whole = tarOf(manifestEntry([good]), good)
const cut = (bytes: Buffer, left: number): Buffer => bytes.subarray(0, bytes.length - left)
const changed = (bytes: Buffer, at: number, value: number): Buffer => {
  const copy = Buffer.from(bytes)
  copy[at < 0 ? copy.length + at : at] = value
  return copy
}
const flagged = changed(packed(whole), 3, 8)

/** What is wrong with each, and what is said of it. */
const archives: Readonly<Record<string, readonly [archive: Buffer, message: string]>> = {
  'a path that leads out': [listed('../../etc/cron.d/x'), 'lists "../../etc/cron.d/x", which leads out of its folder'],
  'a path that leads out by a detour': [listed('a/../../x'), 'leads out of its folder'],
  'a path that leads out, unlisted': [
    beside({name: '../x', content: 'x'}),
    'holds "../x", which is not in its manifest',
  ],
  'an absolute path': [listed('/etc/passwd'), 'lists "/etc/passwd", which is absolute'],
  'a path of Windows': [listed('C:\\x'), 'holds a name that no file of a case has'],
  'a path with backslashes': [listed('a\\..\\x'), 'holds a name that no file of a case has'],
  'a path with a doubled slash': [listed('a//b'), 'holds a name that no file of a case has'],
  'a path with a dot': [listed('./a'), 'holds a name that no file of a case has'],
  'an empty path': [listed(''), 'lists "", which is empty'],
  'a hidden file': [listed('.bashrc'), 'holds a name that no file of a case has'],
  'an option as a name': [listed('--checkpoint-action=exec'), 'holds a name that no file of a case has'],
  'control characters in a name': [listed('a\u001b[2Jb'), 'holds a name that no file of a case has'],
  'a new line in a name': [listed('a\nb'), 'holds a name that no file of a case has'],
  'a name that Unicode writes in two ways': [listed('caf\u00e9'), 'holds a name that no file of a case has'],
  'a name that ends in a dot': [listed('a.'), 'holds a name that no file of a case has'],
  'a path that is too deep': [listed('a/a/a/a/a/a/a/a/a'), 'is deeper than 8 folders'],
  'two names that differ by case': [
    packed(tarOf(manifestEntry([good, {name: 'A/B.LOG', content: ''}]), good)),
    'lists "A/B.LOG", which is there twice, or differs from another by case only',
  ],
  'a file that is a folder, too': [
    packed(tarOf(manifestEntry([good, {name: 'a', content: ''}]), good)),
    'lists "a", which is a file and a folder',
  ],
  'a second manifest in the manifest': [listed('MANIFEST.json'), 'is there twice'],
  'an entry twice': [packed(tarOf(manifestEntry([good]), good, good)), 'holds "a/b.log" twice'],
  'the manifest twice': [packed(tarOf(manifestEntry([good]), good, manifestEntry([]))), 'holds "manifest.json" twice'],
  'a symbolic link': [beside({name: 'x', type: '2', linkName: '/etc/shadow'}), 'holds "x", a symbolic link'],
  'a symbolic link in place of a listed file': [
    packed(tarOf(manifestEntry([good]), {...good, type: '2', linkName: '/etc/shadow'})),
    'holds "a/b.log", a symbolic link',
  ],
  'a link': [beside({name: 'x', type: '1', linkName: 'a/b.log'}), 'holds "x", a link'],
  'a file that names another': [beside({name: 'x', linkName: 'a/b.log'}), 'holds "x", a file that names another'],
  'a character device': [beside({name: 'x', type: '3'}), 'holds "x", a device'],
  'a block device': [beside({name: 'x', type: '4'}), 'holds "x", a device'],
  'a folder': [beside({name: 'x/', type: '5'}), 'holds "x/", a folder'],
  'a pipe': [beside({name: 'x', type: '6'}), 'holds "x", a pipe'],
  'a sparse file': [beside({name: 'x', type: 'S'}), 'holds "x", a sparse file'],
  'a kind unknown': [beside({name: 'x', type: 'Z'}), 'holds "x", an entry of a kind unknown'],
  'an old kind': [beside({name: 'x', type: '\0'}), 'holds "x", an entry of an old kind of tar'],
  'a name changed by pax': [
    packed(tarOf(manifestEntry([good]), pax('path=../../x\n'), good)),
    'a header that changes the next one (pax)',
  ],
  'a size changed by pax': [packed(tarOf(manifestEntry([good]), pax('size=0\n'), good)), '(pax)'],
  'a header of pax for all': [
    packed(tarOf({...pax('path=x\n'), type: 'g'}, manifestEntry([good]), good)),
    'a header for all that follow (pax)',
  ],
  'a long name of GNU': [
    packed(tarOf(manifestEntry([good]), {name: '././@LongLink', type: 'L', content: '../../x\0'}, good)),
    'a long name (GNU)',
  ],
  'the notation of GNU': [beside({name: 'x', magic: 'ustar  \0'}), 'in the notation of another kind of tar'],
  'a name with something behind its end': [
    beside({name: Buffer.from('x\0/../../y')}),
    'holds a name with something behind its end',
  ],
  'a size in binary': [
    beside({name: 'x', size: Buffer.from([0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1])}),
    'whose size is not written as it should be',
  ],
  'a negative size': [beside({name: 'x', size: '-0000000001\0'}), 'whose size is not written as it should be'],
  'a size that is none': [beside({name: 'x', size: '            '}), 'whose size is not written as it should be'],
  'a wrong checksum': [beside({name: 'x', checksum: '000001\0 '}), 'a header has another checksum'],
  'an entry that the manifest lacks': [beside(other), 'holds "c.json", which is not in its manifest'],
  'an entry that the archive lacks': [packed(tarOf(manifestEntry([good, other]), good)), 'lacks "c.json"'],
  'another size': [
    packed(tarOf(manifestEntry([good]), {...good, content: 'lines\n'})),
    'holds "a/b.log" in another size than its manifest says',
  ],
  'another content': [
    packed(tarOf(manifestEntry([good]), {...good, content: 'lime\n'})),
    'holds "a/b.log" with another content than its manifest says',
  ],
  'something in the padding': [
    packed(tarOf(manifestEntry([good]), {...good, padding: 65})),
    'has something behind the end of "a/b.log"',
  ],
  'no manifest': [packed(tarOf(good)), 'does not begin with manifest.json'],
  'a manifest that comes later': [packed(tarOf(good, manifestEntry([good]))), 'does not begin with manifest.json'],
  'nothing in it': [packed(tarEnd), 'does not begin with manifest.json'],
  'a manifest that is no JSON': [
    packed(tarOf({name: 'manifest.json', content: '{'})),
    'has a manifest.json that is not JSON',
  ],
  'a manifest of another version': [
    packed(tarOf({name: 'manifest.json', content: JSON.stringify({...manifestOf([]), schemaVersion: '9'})})),
    'has no valid manifest.json: "schemaVersion"',
  ],
  'a manifest with a size below nothing': [
    packed(tarOf(manifestEntry([], {files: manifestOf([good]).files.map(file => ({...file, bytes: -1}))}))),
    'has no valid manifest.json: "files.0.bytes"',
  ],
  'a manifest that is too large': [
    packed(tarOf(tarEntry({name: 'manifest.json', size: '77777777777\0'}))),
    'has a manifest.json that is far too large',
  ],
  'a bomb that its manifest tells': [
    packed(tarOf(manifestEntry([], {files: manifestOf([good]).files.map(file => ({...file, bytes: 2 ** 33}))}))),
    'unpacks to 8,192 MiB, more than the 1,024 MiB that are taken of it',
  ],
  'a bomb that its manifest does not tell': [
    packed(tarOf(manifestEntry([good]), {...good, content: Buffer.alloc(50_000_000)})),
    'holds "a/b.log" in another size than its manifest says',
  ],
  'endless zeros in place of an end': [
    packed(Buffer.concat([whole, Buffer.alloc(50_000_000)])),
    'has something behind its end',
  ],
  'one block of zeros, then an entry': [
    packed(Buffer.concat([tarEntry(manifestEntry([good])), tarEntry(good), Buffer.alloc(512), tarEntry(other)])),
    'has something behind its end',
  ],
  'a tar that is cut within a file': [packed(cut(whole, 1024 + 512 + 100)), 'is cut short'],
  'a tar without its end': [packed(cut(whole, 1024)), 'is cut short'],
  'a gzip that is cut': [cut(packed(whole), 20), 'is cut short'],
  'a gzip without its checksum': [cut(packed(whole), 8), 'is cut short'],
  'a gzip of its head alone': [packed(whole).subarray(0, 10), 'is cut short'],
  'a gzip with garbage behind it': [
    Buffer.concat([packed(whole), Buffer.from('garbage')]),
    'has something behind its end',
  ],
  'a second gzip member': [Buffer.concat([packed(whole), gzipSync('more')]), 'has something behind its end'],
  'a second gzip member that goes on': [
    Buffer.concat([gzipSync(whole.subarray(0, 1024)), gzipSync(whole.subarray(1024))]),
    'has something behind its end',
  ],
  'an empty second gzip member': [Buffer.concat([packed(whole), gzipSync('')]), 'has something behind its end'],
  'a gzip with a name in its header': [flagged, 'is compressed in a way that openvidu-doctor does not use'],
  'a gzip whose checksum is another': [changed(packed(whole), -5, 1), 'is damaged: its checksum is another'],
  'a gzip whose content does not unpack': [changed(packed(whole), 12, 0xff), 'is damaged: it does not unpack'],
  'an encrypted one': [Buffer.from('age-encryption.org/v1\n-> X25519 x\n'), 'is encrypted'],
  'an encrypted one in letters': [Buffer.from('-----BEGIN AGE ENCRYPTED FILE-----\n'), 'is encrypted'],
  'something else': [Buffer.from('PK\u0003\u0004'), 'is no bundle: neither gzip nor tar'],
  'an empty file': [Buffer.alloc(0), 'is no bundle'],
}

it.each(Object.entries(archives))('refuses %s', async (name, [archive, message]) => {
  const file = join(folder, `${name.replaceAll(/[^a-z]/gi, '-')}.tar.gz`)
  writeFileSync(file, archive)
  for (const read of [openBundle, readWhole]) {
    const refusal = await read({file, maxBytes: null, signal}).then(
      () => null,
      (error: unknown) => error,
    )
    expect(refusal).toBeInstanceOf(UnusableInput)
    expect(refusal).toMatchObject({problems: [{location: {file}}]})
    expect(String(refusal)).toContain(message)
  }
  expect(readdirSync(tmpdir())).toEqual([])
})

it('tells of a folder that only the archive is read', async () => {
  await expect(readWhole({file: folder, maxBytes: null, signal})).rejects.toMatchObject({
    problems: [{message: 'is a folder', location: {file: folder}}],
  })
})

const readWhole = (request: Omit<ReadRequest, 'taker'>): Promise<ReadBundle> =>
  readBundle({...request, taker: () => null})

it('takes the archive that the others were made of, as it is and without gzip', async () => {
  for (const archive of [packed(whole), whole]) {
    const file = join(folder, 'good')
    writeFileSync(file, archive)
    const opened = await openBundle({file, maxBytes: null, signal})
    expect(opened.files.paths).toEqual(['a/b.log'])
    expect(opened.bytes).toBe(archive.length)
    await opened.close()
    expect(readdirSync(tmpdir())).toEqual([])
  }
})

it('takes a larger one where it is told to, and a smaller one only', async () => {
  const file = join(folder, 'sized')
  writeFileSync(file, packed(whole))
  await expect(readWhole({file, maxBytes: 5, signal})).resolves.toMatchObject({manifest: {files: [{bytes: 5}]}})
  await expect(readWhole({file, maxBytes: 4, signal})).rejects.toThrow(
    'unpacks to 5 bytes, more than the 4 bytes that are taken of it; --max-size takes more',
  )
})
