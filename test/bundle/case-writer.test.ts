import {existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {fileName, pathFault} from '../../src/bundle/case-path.ts'
import {createCase, reopenCase} from '../../src/bundle/working-folder.ts'
import {LineRedactor} from '../../src/redact/line-redactor.ts'
import {SecretMemory} from '../../src/redact/secret-memory.ts'
import {emptyPlace, redactor, sealed, smallCase, start} from './small-case.ts'

const note = {source: 'test'}

describe('what is written into a case', () => {
  it('is for this user alone', async () => {
    const {folder} = await smallCase()
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    expect(statSync(join(folder, 'nodes/master-1/logs')).mode & 0o777).toBe(0o700)
    expect(statSync(join(folder, 'snapshot.json')).mode & 0o777).toBe(0o600)
    expect(statSync(join(folder, '.index.jsonl')).mode & 0o777).toBe(0o600)
  })

  it('has no secret, whichever way it came', async () => {
    const memory = new SecretMemory()
    memory.take('hunter2-of-redis')
    const writer = await createCase(join(emptyPlace(), 'x.partial'), start, () => new LineRedactor(memory))
    const told = {source: 'cat hunter2-of-redis', truncated: 'cut at hunter2-of-redis'}
    await writer.json('a.json', {deep: [{text: 'is hunter2-of-redis'}]}, told)
    await writer.records('b.jsonl', [{text: 'hunter2-of-redis'}], note)
    await writer.text('c.txt', 'REDIS_PASSWORD=abcdefgh1\nété hunter2-of-redis\n', note)
    writer.missing({...gap, detail: 'hunter2-of-redis is wrong'})
    const all = ['a.json', 'b.jsonl', 'c.txt', '.index.jsonl'].map(path =>
      readFileSync(join(writer.folder, path), 'utf8'),
    )
    expect(`${all.join('')}${JSON.stringify(writer.gaps)}`).not.toMatch(/hunter2|abcdefgh1/)
    expect(all[2]).toBe('REDIS_PASSWORD=***\nété ***\n')
  })

  it('has no character that acts on a terminal', async () => {
    const writer = await smallCase()
    await writer.json('a.json', {text: '\u001b[2J\u009b\u202e'}, note)
    expect(readFileSync(join(writer.folder, 'a.json'), 'latin1')).toMatch(/^[\n -~]*$/)
  })

  it('is replaced where it is written again', async () => {
    const writer = await smallCase()
    await writer.json('snapshot.json', {more: true}, note)
    expect(writer.entries.filter(({path}) => path === 'snapshot.json')).toMatchObject([{source: 'test', bytes: 19}])
  })

  it('is nowhere where its source breaks off', async () => {
    const writer = await smallCase()
    const records = async function* () {
      yield {a: 1}
      await Promise.reject(new Error('gone'))
    }
    await expect(writer.records('broken.jsonl', records(), note)).rejects.toThrow('gone')
    expect(writer.has('broken.jsonl')).toBe(false)
    expect(readdirSync(writer.folder).filter(name => /broken|writing/.test(name))).toEqual([])
  })

  it('can come from elsewhere, if it is a regular file', async () => {
    const writer = await smallCase()
    writeFileSync(await writer.place('nodes/media-1/logs/a.log'), 'hello\n')
    await writer.adopt('nodes/media-1/logs/a.log', {...note, node: 'media-1', redactions: {value: 2, flag: 0}})
    expect(writer.entries.at(-1)).toMatchObject({bytes: 6, node: 'media-1', redactions: {value: 2}})
    symlinkSync('/etc/passwd', await writer.place('link'))
    await expect(writer.adopt('link', note)).rejects.toThrow('link of the case is no regular file')
  })

  it.each(['../x', '/x', 'a/../../x', '.index.jsonl', 'a/', '', 'é', 'Snapshot.json', 'snapshot.json/x', 'stack'])(
    'has no path %j',
    async path => {
      const writer = await smallCase()
      await expect(writer.json(path, {}, note)).rejects.toThrow('of a case')
    },
  )

  it('may be named after anything', () => {
    fc.assert(fc.property(fc.string(), text => pathFault(`nodes/${fileName(text)}.log`) === null))
    fc.assert(fc.property(fc.string(), text => pathFault(fileName(text)) === null))
    expect(fileName('openvidu-v2compat')).toBe('openvidu-v2compat')
    expect(fileName('../../etc')).toBe('_._.._etc')
  })
})

const gap = {what: 'logs', node: null, cause: 'denied', action: null, command: null} as const

describe('a run that is continued', () => {
  it('has what was complete, and nothing else', async () => {
    const {folder} = await smallCase()
    writeFileSync(join(folder, 'stack/half.jsonl'), '{"a"')
    writeFileSync(join(folder, '.writing-3'), 'half')
    writeFileSync(join(folder, 'snapshot.json'), 'cut')
    mkdirSync(join(folder, 'empty'))
    // The line of an index that was being written when the run was killed.
    writeFileSync(join(folder, '.index.jsonl'), '{"file":{"path":"stack/half', {flag: 'a'})
    const writer = await reopenCase(folder, redactor)
    expect(writer.start).toEqual(start)
    expect(writer.has('stack/events.jsonl')).toBe(true)
    expect(writer.has('snapshot.json')).toBe(false)
    for (const gone of ['stack/half.jsonl', '.writing-3', 'snapshot.json'])
      expect(existsSync(join(folder, gone))).toBe(false)
    await writer.json('snapshot.json', {}, note)
    expect((await reopenCase(folder, redactor)).entries).toHaveLength(3)
    expect((await sealed(writer)).files).toBe(4)
  })

  it('does not begin in a folder that is there, and does not go on in one that is no case', async () => {
    const place = emptyPlace()
    await expect(createCase(place, start, redactor)).rejects.toThrow('is there already')
    await expect(createCase(join(place, 'a/b'), start, redactor)).rejects.toThrow('cannot be made (ENOENT)')
    await expect(reopenCase(place, redactor)).rejects.toThrow('no working folder')
    await expect(reopenCase(join(place, 'gone'), redactor)).rejects.toThrow('does not exist')
    const {folder} = await smallCase()
    symlinkSync(folder, join(place, 'link'))
    await expect(reopenCase(join(place, 'link'), redactor)).rejects.toThrow('no working folder')
  })
})
