import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import type {Report} from '../../src/model/report.ts'
import {run} from '../support/run.ts'
import {projectRoot} from '../support/snapshots.ts'

/** Days from now, as a configuration has them. */
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

const parts = [
  'stack: video',
  'region: eu-west-1',
  'failOn: low',
  'thresholds: {restartHours: 48, diskUsedPercent: 90}',
  'severity: {termination-protection: low, ssh-exposure: info}',
  'skip: [secrets, nodes]',
  `waivers:
  - {check: certificate-arn, subject: OpenVidu*, stack: video, reason: it moves, owner: platform team, expires: ${inDays(30)}}
  - {check: master-subnet-count, subject: "*", stack: video, reason: zone d comes, owner: network team, expires: ${inDays(-3)}}
  - {check: four-masters, subject: "*", stack: audio, reason: none of this stack, owner: nobody, expires: ${inDays(30)}}`,
]

const examples = join(projectRoot, 'examples')
const plan = (parameters: string) => [
  'check',
  '--template',
  join(examples, 'openvidu-ha.yaml'),
  '--parameters',
  join(examples, parameters),
  '--offline',
]

let folder = ''
const write = (lines: readonly string[], name = '.openvidu-doctor.yaml') =>
  writeFileSync(join(folder, name), `${lines.join('\n')}\n`)
const inFolder = (args: readonly string[], where = folder) => run(args, {}, where)

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'doctor-'))
  mkdirSync(join(folder, 'below'))
  write(parts)
})
afterAll(() => rmSync(folder, {recursive: true}))

const timeless = (stdout: string) => stdout.replace(/"(generatedAt|takenAt)": "[^"]+"/g, '')

describe('a configuration in the current folder', () => {
  it('names the stack and its region, and waives; what ended and what is waived is told', () => {
    const {stdout, stderr, code} = inFolder([...plan('parameters.json'), '--json'])
    const report = JSON.parse(stdout) as Report
    expect(report.target).toMatchObject({stackName: 'video', region: 'eu-west-1'})
    const statuses = new Map(report.results.map(({check, status}) => [check, status]))
    expect(statuses.get('certificate-arn')).toBe('waived')
    expect(statuses.get('master-subnet-count')).toBe('fail')
    expect(report.results.some(({area}) => area === 'secrets' || area === 'nodes')).toBe(false)
    expect(report.settings).toEqual({
      thresholds: {diskUsedPercent: 90, restartHours: 48},
      severity: {'ssh-exposure': 'info', 'termination-protection': 'low'},
      skip: ['nodes', 'secrets'],
    })
    expect(report.waivers.map(({check, state, findings}) => [check, state, findings])).toEqual([
      ['certificate-arn', 'applied', 1],
      ['master-subnet-count', 'expired', 1],
    ])
    expect(stderr).toMatch(/^Note: waiver for master-subnet-count of \*: it expired on \S+, 3 days ago .*\n$/)
    expect(code).toBe(1)
  })

  it('is the same bytes in whatever order it stands', () => {
    const args = [...plan('parameters.json'), '--json', '--config', 'other.yaml']
    const told = (lines: readonly string[]) => {
      write(lines, 'other.yaml')
      return timeless(inFolder(args).stdout)
    }
    const turned = parts.toReversed().map(part => {
      const [head = '', ...waivers] = part.split('\n')
      return [head.replace('secrets, nodes', 'nodes, secrets'), ...waivers.toReversed()].join('\n')
    })
    expect(told(turned)).toBe(told(parts))
  })

  it('sets the gate, unless the command line does', () => {
    const args = [...plan('parameters-good.json'), '--only', 'template-recognised']
    expect(inFolder(args)).toMatchObject({code: 1, stderr: 'Exit 1: something failed at or above low.\n'})
    expect(inFolder([...args, '--fail-on', 'high']).code).toBe(0)
  })

  it('waives nothing with --no-waivers, and says so', () => {
    const {stdout, stderr} = inFolder([...plan('parameters.json'), '--only', 'certificate-arn', '--no-waivers'])
    expect(stdout).toContain('FAIL  1 check failed: 1 critical')
    expect(stderr).toContain('Note: 3 waivers set aside (--no-waivers).')
  })

  it('is none of the folders below', () => {
    const {stdout} = inFolder([...plan('parameters.json'), '--only', 'certificate-arn'], join(folder, 'below'))
    expect(stdout).toContain('Planned stack, region not known')
  })

  it('is not written over', () => {
    const {stderr, code} = inFolder([...plan('parameters.json'), '--report', 'json=.openvidu-doctor.yaml'])
    expect(stderr).toContain('.openvidu-doctor.yaml: is written to, but is also read')
    expect(code).toBe(2)
  })

  it('is told of where its name ends otherwise', () => {
    write(parts, 'below/.openvidu-doctor.yml')
    expect(inFolder(['permissions'], join(folder, 'below')).stderr).toBe(
      'Note: .openvidu-doctor.yml is not read; the configuration is named .openvidu-doctor.yaml.\n',
    )
  })

  it('narrows the policy to its stack', () => {
    expect(inFolder(['permissions', '--for', 'nodes']).stderr).toContain('is root on the nodes of video.')
  })
})
