import {mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {expect, it} from 'vitest'
import {diagnosisSchema} from '../../src/model/diagnosis.ts'
import {sealed, smallCase} from '../bundle/small-case.ts'
import {inFolder} from '../support/incidents/diagnosed.ts'
import {IncidentCase} from '../support/incidents/incident-case.ts'
import {namedIncidents} from '../support/incidents/named-incidents.ts'
import {run} from '../support/run.ts'

function incidentIn(folder: string, name: string): string {
  const incident = new IncidentCase()
  namedIncidents.find(one => one.name === name)?.change(incident)
  return incident.write(folder)
}

it('says in its first line what broke, and ends with 1', async () => {
  await inFolder(async folder => {
    const {stdout, stderr, code} = run(['diagnose', '--from', incidentIn(folder, 'the pull limit of Docker Hub')])
    expect(stdout.split('\n')[0]).toBe(
      '✗ The anonymous pull quota of Docker Hub for this address is used up, as happens',
    )
    expect(stderr).toBe('')
    expect(code).toBe(1)
    expect(
      stdout.split('\n').filter(line => line.length > 80 && !/^ +(openvidu-doctor|aws|https:|sudo|curl) ?/.test(line)),
    ).toEqual([])
  })
})

it('finds nothing where nothing is known, says what it did not look at, and ends with 0', async () => {
  await inFolder(async folder => {
    const {stdout, code} = run(['diagnose', '--from', `${incidentIn(folder, 'nothing that is known')}/`, '--json'])
    const diagnosis = diagnosisSchema.parse(JSON.parse(stdout))
    expect(diagnosis.causes).toEqual([])
    expect(diagnosis.notLookedAt.map(({what}) => what)).toContain('inside of master-4')
    expect(code).toBe(0)
  })
})

it('reads a sealed bundle', async () => {
  const bundle = await sealed(await smallCase())
  const {stdout, code} = run(['diagnose', '--from', bundle.path, '--format', 'markdown'])
  expect(stdout).toMatch(/^# \? No cause was found/)
  expect(code).toBe(0)
})

it('looks at one time only', async () => {
  await inFolder(async folder => {
    const from = incidentIn(folder, 'an expired certificate')
    const {stdout} = run(['diagnose', '--from', from, '--around', '2026-11-12T10:15', '--window', '1m', '--json'])
    const {window, causes, timeline} = diagnosisSchema.parse(JSON.parse(stdout))
    expect(window).toEqual({from: '2026-11-12T10:14:30.000Z', to: '2026-11-12T10:15:30.000Z'})
    // The certificate had not expired then, and what is known of it is of another time.
    expect(causes).toEqual([])
    expect(timeline.length).toBeGreaterThan(0)
  })
})

it.each([
  [['--from', '/nowhere'], 'does not exist'],
  [['--from', 'README.md'], 'README.md'],
  [['--from', 'docs'], 'is no unpacked bundle'],
  [['video', '--from', 'docs'], 'exclude each other'],
  [['--from', 'docs', '--around', 'yesterday'], 'is neither a duration nor a time'],
  [['--from', 'docs', '--around', '1h', '--window', '40h'], 'is longer than a day'],
  [[], 'there is nothing to diagnose'],
])('refuses %j', (args, message) => {
  const {stdout, stderr, code} = run(['diagnose', ...args])
  expect(stderr).toContain(message)
  expect(stdout).toBe('')
  expect(code).toBe(2)
})

it('says so where a folder holds junk only', async () => {
  await inFolder(async folder => {
    mkdirSync(join(folder, 'nodes/master-1/logs'), {recursive: true})
    writeFileSync(join(folder, 'nodes/master-1/logs/caddy.log'), Buffer.from([0, 255, 10, 27, 91, 50, 74]))
    writeFileSync(join(folder, 'snapshot.json'), '{')
    const {stdout, code} = run(['diagnose', '--from', folder])
    expect(stdout).toContain('snapshot.json is not in its form')
    expect(code).toBe(0)
  })
})
