import {describe, expect, it} from 'vitest'
import {checks} from '../../checks/index.ts'
import {casePage} from '../../reports/case/page.ts'
import {timelinePage} from '../../reports/case/timeline.ts'
import {diagnosisTable} from '../../reports/diagnosis/table.ts'
import {examine} from '../../src/engine/examine.ts'
import {expectGolden} from '../support/golden.ts'
import {after} from '../support/incidents/clock.ts'
import {inFolder, ofFolder} from '../support/incidents/diagnosed.ts'
import {IncidentCase} from '../support/incidents/incident-case.ts'
import {namedIncidents} from '../support/incidents/named-incidents.ts'

describe('incidents', () => {
  it.each(namedIncidents.map(({name, change}) => [name, change] as const))('%s', async (name, change) => {
    await inFolder(async folder => {
      const incident = new IncidentCase()
      change(incident)
      const diagnosis = await ofFolder(incident.write(folder))
      const generatedAt = after(incident.madeAt)
      const report = examine({
        snapshot: {...incident.snapshot, takenAt: generatedAt},
        checks,
        generatedAt,
        replayed: false,
      })
      const base = `incidents/${name.replaceAll(' ', '-')}`
      expectGolden(`${base}/CASE.md`, casePage(diagnosis, report))
      expectGolden(`${base}/timeline.md`, timelinePage(diagnosis))
      expectGolden(`${base}/terminal.txt`, diagnosisTable(diagnosis, {width: 80, colour: false, verbose: false}))
      expect(diagnosis.causes.length).toBe(name === 'nothing that is known' ? 0 : 1)
    })
  })
})
