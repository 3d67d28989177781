import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {PathSet} from '../../src/bundle/case-path.ts'
import {openBundle} from '../../src/bundle/read/open-bundle.ts'
import {createCase, reopenCase} from '../../src/bundle/working-folder.ts'
import {redactor, start} from './case-start.ts'
import {fileCount, fill} from './many-files.ts'
import {emptyPlace, sealed} from './small-case.ts'

const {signal} = new AbortController()

const name = fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,40}[A-Za-z0-9]$/)
const path = fc.array(name, {minLength: 1, maxLength: 4}).map(names => names.join('/'))
const content = fc.oneof(
  fc.uint8Array({maxLength: 2_000}),
  // At the borders of blocks of tar and of reading.
  fc
    .constantFrom(0, 1, 511, 512, 513, 65_536, 262_143, 262_144, 262_145)
    .map(length => new Uint8Array(length).fill(65)),
)
const tree = fc.array(fc.tuple(path, content), {maxLength: 8}).map(files => {
  const paths = new PathSet()
  for (const own of ['manifest.json', 'README.md']) paths.add(own)
  return files.filter(([own]) => paths.add(own) === null)
})

describe('a case', () => {
  it('is the same after it was sealed and opened, whatever it holds', async () => {
    const place = emptyPlace()
    let run = 0
    await fc.assert(
      fc.asyncProperty(tree, async files => {
        const writer = await createCase(join(place, `${run++}.tar.gz.partial`), start, redactor)
        for (const [own, bytes] of files) {
          writeFileSync(await writer.place(own), bytes)
          await writer.adopt(own, {source: 'test'})
        }
        const {path: file, sha256} = await sealed(writer)
        const bundle = await openBundle({file, maxBytes: null, signal})
        expect(bundle.sha256).toBe(sha256)
        expect(bundle.files.paths).toEqual(['README.md', ...files.map(([own]) => own)].toSorted())
        for (const [own, bytes] of files) {
          expect(readFileSync(join(bundle.files.root, own)).equals(bytes)).toBe(true)
        }
        await bundle.close()
      }),
      {numRuns: 20},
    )
  })

  it('is whole in the end, though its first run was killed', async () => {
    const folder = join(emptyPlace(), 'video.tar.gz.partial')
    const child = spawn(process.execPath, [join(import.meta.dirname, 'many-files.ts'), folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let told = 0
    for await (const block of child.stdout) {
      told += String(block).split('\n').length - 1
      if (told >= 5) child.kill('SIGKILL')
    }
    if (child.signalCode === null) await once(child, 'exit')
    expect(child.signalCode).toBe('SIGKILL')
    const writer = await reopenCase(folder, redactor)
    const before = writer.entries.length
    // What was told to be complete is so.
    expect(before).toBeGreaterThanOrEqual(told)
    expect(before).toBeLessThan(fileCount)
    let added = 0
    await fill(writer, () => {
      added += 1
    })
    expect(added).toBe(fileCount - before)
    const {path: file} = await sealed(writer)
    const bundle = await openBundle({file, maxBytes: null, signal})
    expect(
      bundle.manifest.files.filter(({path: own, bytes}) => own.startsWith('nodes/') && bytes >= 5_000),
    ).toHaveLength(fileCount)
    await bundle.close()
  })
})
