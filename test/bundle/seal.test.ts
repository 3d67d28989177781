import {execFileSync} from 'node:child_process'
import {createHash} from 'node:crypto'
import {existsSync, readdirSync, readFileSync, statSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {type Manifest, manifestSchema} from '../../src/model/manifest.ts'
import {emptyPlace, sealed, smallCase} from './small-case.ts'

/** As GNU tar reads it. */
function unpacked(archive: string): {readonly folder: string; readonly manifest: Manifest} {
  const folder = emptyPlace()
  execFileSync('tar', ['xzf', archive, '-C', folder])
  return {folder, manifest: manifestSchema.parse(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')))}
}

describe('a sealed case', () => {
  it('is an archive that tar unpacks, with a manifest first that is right about every file', async () => {
    const writer = await smallCase()
    writer.missing({
      what: 'logs',
      node: 'media-1',
      cause: 'denied',
      detail: 'no',
      action: 'ssm:SendCommand',
      command: null,
    })
    const {path, bytes, sha256, files} = await sealed(writer)
    expect(path.endsWith('/video.tar.gz')).toBe(true)
    expect(statSync(path)).toMatchObject({size: bytes, mode: 0o100600})
    expect(createHash('sha256').update(readFileSync(path)).digest('hex')).toBe(sha256)
    const listed = execFileSync('tar', ['tzf', path], {encoding: 'utf8'}).trim().split('\n')
    expect(listed).toEqual([
      'manifest.json',
      'README.md',
      'nodes/master-1/logs/caddy.container.log',
      'snapshot.json',
      'stack/events.jsonl',
    ])
    const {folder, manifest} = unpacked(path)
    expect(files).toBe(4)
    for (const file of manifest.files) {
      const content = readFileSync(join(folder, file.path))
      expect(file).toMatchObject({bytes: content.length, sha256: createHash('sha256').update(content).digest('hex')})
    }
    expect(manifest).toMatchObject({partial: null, case: 'case 7', notCollected: [{what: 'logs', cause: 'denied'}]})
    expect(readFileSync(join(folder, 'stack/events.jsonl'), 'utf8')).toBe('{"id":1}\n{"id":2}\n')
  })

  it('leaves nothing but itself', async () => {
    const {path} = await sealed(await smallCase())
    expect(readdirSync(dirname(path))).toEqual(['video.tar.gz'])
  })

  it('has the same bytes for the same content', async () => {
    const one = await sealed(await smallCase())
    const other = await sealed(await smallCase())
    expect(readFileSync(other.path).equals(readFileSync(one.path))).toBe(true)
  })

  it('says in its name and its manifest that it is partial', async () => {
    const writer = await smallCase()
    const {path} = await sealed(writer, {partial: 'it was interrupted'})
    expect(path.endsWith('/video.partial.tar.gz')).toBe(true)
    expect(unpacked(path).manifest.partial).toBe('it was interrupted')
    expect(existsSync(writer.folder)).toBe(false)
  })

  it('takes the place of the partial one that it goes on with, and of no other', async () => {
    const output = join(emptyPlace(), 'video.tar.gz')
    const {path: first} = await sealed(await smallCase(output), {partial: 'it was interrupted'})
    const again = await smallCase(output)
    await again.text('nodes/media-1/logs/egress.log', 'more', {source: 'docker logs egress'})
    const partial = 'it was interrupted once more'
    const other = join(dirname(first), 'other.partial.tar.gz')
    await expect(sealed(again, {partial, resumed: other})).rejects.toThrow('is there already')
    expect(unpacked(first).manifest.partial).toBe('it was interrupted')
    const {path} = await sealed(again, {partial, resumed: first})
    expect(path).toBe(first)
    const {manifest} = unpacked(path)
    expect(manifest.partial).toBe(partial)
    expect(manifest.files.map(file => file.path)).toContain('nodes/media-1/logs/egress.log')
  })
})
