import {mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, expect, it} from 'vitest'
import {caseIn} from '../../src/bundle/case-folder.ts'

const folder = mkdtempSync(join(tmpdir(), 'case-folder-'))
afterEach(() => rmSync(folder, {recursive: true, force: true}))

it('hands on the lines of a file, and of one without an end its beginning', async () => {
  const endless = 'x'.repeat(3_000_000)
  writeFileSync(join(folder, 'log'), `first\n\n${endless}\nafter it\n${'y'.repeat(70_000)}\nlast`)
  symlinkSync('/etc/hostname', join(folder, 'link'))
  const files = await caseIn(folder)
  expect(files.paths).toEqual(['log'])
  const lines = [...files.lines('log')].map(line => line.toString())
  expect(lines.map(({length}) => length)).toEqual([5, 0, 1_048_576, 8, 70_000, 4])
  expect(lines[3]).toBe('after it')
  expect([...files.lines('link')]).toEqual([])
})
