import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {planCollectors} from '../../src/collect/plan/index.ts'
import {run} from '../support/run.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'doctor-'))
})
afterAll(() => rmSync(folder, {recursive: true}))

interface Policy {
  readonly Statement: readonly {readonly Effect: string; readonly Action: readonly string[]}[]
}

const actionsIn = (policy: Policy) => policy.Statement.flatMap(({Action}) => Action).toSorted()

describe('permissions', () => {
  it('allows what the look-ups declare, and nothing that writes', () => {
    const {stdout, code} = run(['permissions', '--for', 'plan'])
    expect(code).toBe(0)
    const policy = JSON.parse(stdout) as Policy
    expect(actionsIn(policy)).toEqual([...new Set(planCollectors.flatMap(({iam}) => iam))].toSorted())
    for (const {Effect, Action} of policy.Statement) {
      expect(Effect).toBe('Allow')
      for (const action of Action) expect(action).toMatch(/^[a-z0-9]+:(Describe|Get|List)[A-Za-z0-9]+$/)
    }
  })

  it('comes as a template that makes the same policy', () => {
    const {stdout} = run(['permissions', '--format', 'cloudformation'])
    const template = JSON.parse(stdout) as {Resources: Record<string, {Properties: {PolicyDocument: Policy}}>}
    const policy = Object.values(template.Resources)[0]?.Properties.PolicyDocument
    expect(policy).toEqual(JSON.parse(run(['permissions']).stdout))
  })

  it('tells what a run was denied, and nothing else it could not see', () => {
    const saved = join(folder, 'report.json')
    const {stdout} = run(['check', '--template', 'examples/openvidu-ha.yaml', '--offline', '--json'])
    const report = JSON.parse(stdout) as {
      results: {unknown: {cause: string; action: string | null; actions: string[]} | null}[]
    }
    writeFileSync(saved, stdout)
    expect(run(['permissions', '--missing-from', saved]).stderr).toContain('nothing that can be allowed was denied')
    for (const {unknown} of report.results)
      if (unknown?.action === 'ec2:DescribeSubnets') {
        unknown.cause = 'denied'
        unknown.actions = ['ec2:DescribeSubnets', 'iam:*']
      }
    writeFileSync(saved, JSON.stringify(report))
    const missing = run(['permissions', '--missing-from', saved])
    // A report may not smuggle in more than the look-ups ever use.
    expect(missing.stderr).toContain('no look-up of this version uses iam:*')
    expect(actionsIn(JSON.parse(missing.stdout) as Policy)).toEqual(['ec2:DescribeSubnets'])
  })

  it('refuses a file that is no report', () => {
    const file = join(folder, 'other.json')
    writeFileSync(file, '{}')
    const {stderr, code} = run(['permissions', '--missing-from', file])
    expect(code).toBe(2)
    expect(stderr).toContain(`Error: ${file}: not a report: `)
  })
})
