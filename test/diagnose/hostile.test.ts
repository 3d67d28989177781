import {mkdirSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {casePage} from '../../reports/case/page.ts'
import {timelinePage} from '../../reports/case/timeline.ts'
import {diagnosisJson} from '../../reports/diagnosis/json.ts'
import {diagnosisMarkdown} from '../../reports/diagnosis/markdown.ts'
import {diagnosisTable} from '../../reports/diagnosis/table.ts'
import type {Diagnosis} from '../../src/model/diagnosis.ts'
import {casePaths, nodePaths} from '../../src/model/evidence.ts'
import {invisible} from '../../src/model/invisible.ts'
import {signatureLines} from '../nodes/signature-lines.ts'
import {inFolder, ofFolder} from '../support/incidents/diagnosed.ts'
import {IncidentCase} from '../support/incidents/incident-case.ts'
import {inService, neverSignalled} from '../support/incidents/ways-to-fail.ts'

const evil =
  '\u001b[2J</details><script>alert(1)</script> `x` | ``` \u202e $(reboot) @everyone [a](javascript:b) # 1. \u0007'

const everything = (diagnosis: Diagnosis) => ({
  table: diagnosisTable(diagnosis, {width: 80, colour: false, verbose: false}),
  markdown: diagnosisMarkdown(diagnosis),
  json: diagnosisJson(diagnosis),
  page: casePage(diagnosis, null),
  timeline: timelinePage(diagnosis),
})

function expectHarmless(diagnosis: Diagnosis): void {
  const told = everything(diagnosis)
  for (const [format, text] of Object.entries(told)) {
    expect(
      [...text.matchAll(invisible)].filter(([character]) => character !== '\n'),
      format,
    ).toEqual([])
    if (format === 'json') continue
    // Outside of fences no tag is left; inside of one it is text.
    const prose = text.replace(/^(`{3,})[^\n]*\n[\s\S]*?^\1$/gm, '')
    if (format !== 'table') expect(prose, format).not.toMatch(/<script|(?<!\\)\]\(javascript/)
  }
  expect(JSON.parse(told.json)).toEqual(JSON.parse(JSON.stringify(diagnosis)))
}

describe('hostile evidence', () => {
  it('is harmless in every format, wherever it stands, and never gets into a command', async () => {
    await inFolder(async folder => {
      const incident = new IncidentCase()
      neverSignalled(incident, 2)
      incident.events = incident.events.map(event => ({
        ...event,
        reason: `${event.reason ?? ''} ${evil}`,
        type: event.type + (event.status.endsWith('FAILED') ? '' : evil),
      }))
      incident.activities = [
        {
          at: '2026-11-12T10:20:00.000Z',
          endedAt: null,
          group: evil,
          status: 'Failed',
          statusMessage: `${signatureLines.F31} ${evil}`,
          description: evil,
          cause: evil,
        },
      ]
      incident.targets = [
        {
          at: '2026-11-12T10:29:00.000Z',
          targetGroup: evil,
          target: evil,
          port: 1,
          state: 'unhealthy',
          reason: signatureLines.F40,
          description: evil,
        },
      ]
      incident.functionLog = [{at: '2026-11-12T10:00:20.000Z', stream: evil, message: `[ERROR] ${evil}`}]
      incident.change('master-1', {id: evil, zone: evil, state: evil})
      incident.log('master-1', 'operator', [`2026-11-12T10:20:00.000Z ${signatureLines.F41} ${evil}`])
      incident.snapshot = {
        ...incident.snapshot,
        target: {kind: 'deployed', stackName: evil, region: evil, accountId: evil},
      }
      const diagnosis = await ofFolder(incident.write(folder))
      expect(diagnosis.causes.length).toBeGreaterThan(1)
      expectHarmless(diagnosis)
      for (const {remediation} of diagnosis.causes)
        for (const command of remediation.commands) expect(command).not.toContain('reboot')
      for (const {command} of diagnosis.notLookedAt) expect(command ?? '').not.toContain('reboot')
    })
  })

  it('that is junk throws nothing, and is told as such', async () => {
    const path = fc.constantFrom(
      ...[
        casePaths.events,
        casePaths.activities,
        casePaths.targetHealth,
        casePaths.functionLog,
        casePaths.snapshot,
        casePaths.manifest,
      ],
      ...[
        nodePaths.node('master-1'),
        nodePaths.console('media-1'),
        `${nodePaths.logs('master-1')}/cloud-init-output.file.log`,
      ],
      ...['caddy.log', 'journal.journal.log', 'x.file.log', '__proto__.log', '.log'].map(
        name => `${nodePaths.logs('media-2')}/${name}`,
      ),
    )
    const line = fc.oneof(
      fc.string({unit: 'binary', maxLength: 80}),
      fc.constantFrom(...Object.values(signatureLines)),
      fc.constantFrom(
        '{}',
        '[]',
        'null',
        '{"at":1}',
        '9999999-01-01T00:00:00Z x',
        '2026-13-45T99:99:99Z x',
        evil,
        '{"at":"2026-11-12T10:00:00.000Z"}',
      ),
      fc.constantFrom(...Object.values(signatureLines).map(text => `2026-11-12T10:15:01.123456+0000 ${text}`)),
      fc.json(),
    )
    const files = fc.array(fc.tuple(path, fc.array(line, {maxLength: 12})), {maxLength: 6})
    await fc.assert(
      fc.asyncProperty(files, async contents =>
        inFolder(async folder => {
          for (const [name, lines] of contents) {
            mkdirSync(dirname(join(folder, name)), {recursive: true})
            writeFileSync(join(folder, name), lines.join('\n'))
          }
          const diagnosis = await ofFolder(folder)
          expectHarmless(diagnosis)
          expect(diagnosis.notLookedAt.length).toBeGreaterThan(0)
        }),
      ),
      {numRuns: 25},
    )
  })

  it('that lies about its clock leaves no time that a calendar has not', async () => {
    await inFolder(async folder => {
      const incident = new IncidentCase()
      inService('master-3', 'operator', signatureLines.F41)(incident)
      incident.change('master-3', {clockAhead: 9e15}).change('master-1', {clockAhead: 3_600_000})
      const {timeline, causes} = await ofFolder(incident.write(folder))
      expect(timeline.every(({at}) => !Number.isNaN(Date.parse(at)))).toBe(true)
      expect(causes.map(({id}) => id)).toContain('F41')
      const clock = causes.find(({id}) => id === 'clock-off')
      expect(clock?.where).toEqual(expect.arrayContaining(['master-1', 'master-3']))
      // An hour was taken off: what the log has for 10:14 was written at 9:14.
      expect(timeline.find(({source, text}) => source === 'master-1' && text.startsWith('mongo: F42'))?.at).toMatch(
        /T09:14/,
      )
    })
  })
})
