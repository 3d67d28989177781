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

  it('for nodes allows commands in two statements, and says what that means', () => {
    const {stdout, stderr} = run(['permissions', '--for', 'nodes'])
    expect(stderr).toContain('root on the nodes of every CloudFormation stack')
    const {Statement} = JSON.parse(stdout) as Policy
    expect(Statement).toEqual([
      {
        Sid: 'Look',
        Effect: 'Allow',
        Action: ['ssm:CancelCommand', 'ssm:GetCommandInvocation', 'ssm:ListCommandInvocations'],
        Resource: '*',
      },
      // AWS's own document is in no account and has no tags.
      {
        Sid: 'Script',
        Effect: 'Allow',
        Action: ['ssm:SendCommand'],
        Resource: ['arn:*:ssm:*::document/AWS-RunShellScript'],
      },
      {
        Sid: 'Nodes',
        Effect: 'Allow',
        Action: ['ec2:GetConsoleOutput', 'ssm:SendCommand'],
        Resource: ['arn:*:ec2:*:*:instance/*'],
        Condition: {StringLike: {'aws:ResourceTag/aws:cloudformation:stack-name': '*'}},
      },
    ])
  })

  it.each(['video', 'arn:aws:cloudformation:eu-west-1:123456789012:stack/video/0a1b'])(
    'for the nodes of %s allows commands on no others',
    stack => {
      const {stdout, stderr} = run(['permissions', '--for', 'nodes', '--stack', stack])
      expect(stderr).toContain('root on the nodes of video.')
      expect(JSON.parse(stdout)).toMatchObject({
        Statement: [{}, {}, {Condition: {StringEquals: {'aws:ResourceTag/aws:cloudformation:stack-name': 'video'}}}],
      })
    },
  )

  it('for the nodes of what is no stack allows nothing', () => {
    const {stdout, stderr, code} = run(['permissions', '--for', 'nodes', '--stack', '${aws:username}*'])
    expect({stdout, code}).toEqual({stdout: '', code: 2})
    expect(stderr).toContain('neither a stack name nor a stack ARN')
  })

  it.each([
    ['s3://support/case 7', null],
    [
      's3://support/case-7',
      ['arn:*:s3:::support/case-7/openvidu-doctor-*', 's3:DeleteObject s3:GetObject s3:PutObject'],
    ],
    ['s3://support', ['arn:*:s3:::support/openvidu-doctor-*', 's3:DeleteObject s3:GetObject s3:PutObject']],
    ['logs', ['arn:*:logs:*:*:log-group:/aws/ssm/AWS-RunShellScript:log-stream:*', 'logs:GetLogEvents']],
    ['logs:/doctor', ['arn:*:logs:*:*:log-group:/doctor:log-stream:*', 'logs:GetLogEvents']],
  ] as const)('for nodes via %s allows what is needed there and nowhere else', (via, expected) => {
    const {stdout, stderr, code} = run(['permissions', '--for', 'nodes', '--via', via])
    if (expected === null) {
      expect({stdout, code}).toEqual({stdout: '', code: 2})
      return
    }
    const {Statement} = JSON.parse(stdout) as {Statement: {Action: string[]; Resource: string[]}[]}
    const last = Statement.at(-1)
    expect([last?.Resource.join(' '), last?.Action.join(' ')]).toEqual(expected)
    expect(stderr.includes('CloudWatchAgentServerPolicy')).toBe(via.startsWith('logs'))
  })

  it('takes --via for nodes only', () => {
    const {stderr, code} = run(['permissions', '--for', 'check', '--via', 'logs'])
    expect(stderr).toContain('--via is a way for the logs of nodes')
    expect(code).toBe(2)
  })

  it('for whatever else allows no commands', () => {
    const {stdout, stderr} = run(['permissions', '--for', 'plan,check,secret'])
    expect(stdout).not.toContain('SendCommand')
    expect(stderr).toBe('')
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
