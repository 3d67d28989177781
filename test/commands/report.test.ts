import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {formats} from '../../reports/index.ts'
import {blindReport, sampleReport} from '../reports/sample-report.ts'
import {run} from '../support/run.ts'

describe('report', () => {
  let folder: string
  let saved: string

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'openvidu-doctor-report-'))
    saved = join(folder, 'saved.json')
    writeFileSync(saved, JSON.stringify(sampleReport))
  })

  afterEach(() => rmSync(folder, {recursive: true, force: true}))

  it('prints a saved report, and writes it to files, in other formats', async () => {
    const page = join(folder, 'report.html')
    const {stdout, code} = run(['report', saved, '--format', 'sarif', '--report', `html=${page}`])
    expect(code).toBe(0)
    const options = {width: 100, colour: false, verbose: false}
    expect(stdout).toBe((await formats.sarif()).render(sampleReport, options))
    expect(readFileSync(page, 'utf8')).toBe((await formats.html()).render(sampleReport, options))
  })

  it('takes a report of a version that told nothing of nodes, and one that gives a verdict of nothing', () => {
    writeFileSync(saved, JSON.stringify(blindReport))
    const {stdout, code} = run(['report', saved])
    expect(code).toBe(0)
    expect(stdout).toContain('UNKNOWN  not a pass: 3 of 3 checks could not be judged')
  })

  it('refuses what is no report, and to write over what it reads', () => {
    writeFileSync(saved, JSON.stringify({...sampleReport, summary: {...sampleReport.summary, verdict: 'fine'}}))
    expect(run(['report', saved])).toMatchObject({code: 2, stderr: expect.stringContaining('summary.verdict')})
    expect(run(['report', saved, '--report', `html=${saved}`])).toMatchObject({code: 2})
    expect(run(['report', join(folder, 'none.json')])).toMatchObject({code: 2, stdout: ''})
  })

  it('adds the summary of a step where GitHub names a file for it, and only for its own format', () => {
    const summary = join(folder, 'summary.md')
    writeFileSync(summary, 'what another command said\n')
    const environment = {GITHUB_STEP_SUMMARY: summary}
    expect(run(['report', saved], environment).code).toBe(0)
    expect(readFileSync(summary, 'utf8')).toBe('what another command said\n')

    const {stdout, code} = run(['report', saved, '--format', 'github'], environment)
    expect(code).toBe(0)
    expect(stdout).toMatch(/^::error title=CRITICAL/)
    expect(readFileSync(summary, 'utf8')).toMatch(/^what another command said\n# ✗ FAIL: deployed stack/)

    const missing = run(['report', saved, '--format', 'github'], {GITHUB_STEP_SUMMARY: join(folder, 'no', 'summary')})
    expect(missing).toMatchObject({code: 0, stderr: 'Note: the summary of the step could not be written (ENOENT).\n'})
  })
})
