import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {describe, expect, it, onTestFinished} from 'vitest'
import type {Report} from '../../src/model/report.ts'
import {prepare} from '../lab/account/change-sets.ts'
import type {LabStack} from '../lab/account/deployment.ts'
import {endedIn, nest} from '../lab/account/stack-states.ts'
import {type Lab, type LabAccount, labAccount, startLab} from '../lab/index.ts'
import {run, start} from '../support/run.ts'

const account = () => labAccount({template: {hardened: true}})
const environmentOf = (lab: Lab) => ({...lab.environment, AWS_MAX_ATTEMPTS: '1'})
const stackIn = ({stacks: [first]}: LabAccount): LabStack => {
  if (first === undefined) throw new Error('the lab has no stack')
  return first
}
/** Only of this area: what else a stack may lack is for others to test. */
const own = ['--only', 'stack-status,update-keeps-masters,termination-protection']

describe('check STACK', () => {
  it('examines the stack of a name, in the region of the environment', async () => {
    await using lab = await startLab({account: account()})
    const {stdout, stderr, code} = await start(['check', 'video', '--json', ...own], environmentOf(lab)).finished
    const report = JSON.parse(stdout) as Report
    expect(report.target).toMatchObject({
      kind: 'deployed',
      stackName: 'video',
      region: lab.account.region,
      accountId: lab.account.accountId,
    })
    expect(report.results.map(({check, status}) => [check, status])).toEqual([
      ['stack-status', 'pass'],
      ['termination-protection', 'pass'],
      ['update-keeps-masters', 'not-applicable'],
    ])
    expect(stderr).toBe('')
    expect(code).toBe(0)
  })

  it('tells the first failure of a stack that was rolled back, and nothing that its text would make of a terminal', async () => {
    const changed = account()
    endedIn(changed, stackIn(changed), 'ROLLBACK_COMPLETE', {
      happenings: [
        {
          resource: 'LoadBalancer',
          status: 'CREATE_FAILED',
          reason: 'cannot be attached to multiple subnets in the same Availability Zone \u001b]0;owned\u0007',
        },
        {resource: 'OpenViduMediaNodeASG', status: 'CREATE_FAILED', reason: 'Resource creation cancelled'},
      ],
    })
    await using lab = await startLab({account: changed})
    const {stdout, code} = await start(['check', 'video', ...own], environmentOf(lab)).finished
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      'LoadBalancer (AWS::ElasticLoadBalancingV2::LoadBalancer) failed first',
    )
    expect(stdout).toContain('F29')
    expect(stdout).not.toContain('\u001b]0;')
    expect(code).toBe(1)
  })

  it('says what the update of a change set would replace', async () => {
    const changed = account()
    prepare(stackIn(changed), 'bigger', [
      {resource: 'OpenViduMasterNode1', replacement: 'Conditional', properties: ['LaunchTemplate']},
    ])
    await using lab = await startLab({account: changed})
    const args = ['check', 'video', '--change-set', 'bigger', '--json', ...own]
    const {stdout, code} = await start(args, environmentOf(lab)).finished
    const report = JSON.parse(stdout) as Report
    expect(report.results.find(({check}) => check === 'update-keeps-masters')?.findings[0]?.message).toBe(
      'the update may replace OpenViduMasterNode1, a master node (for LaunchTemplate); expected an update that keeps it',
    )
    expect(code).toBe(1)
  })

  it('names the nested stacks of a stack that only holds them, and exits 2', async () => {
    const changed = account()
    nest(changed, stackIn(changed))
    await using lab = await startLab({account: changed})
    const {stdout, stderr, code} = await start(['check', 'platform'], environmentOf(lab)).finished
    expect(stdout).toBe('')
    expect(stderr).toContain('holds nested stacks: Network (arn:')
    expect(code).toBe(2)
  })

  it('is the stack of the configuration where none is named, in the region of the environment', async () => {
    await using lab = await startLab({account: account()})
    const args = ['check', '--json', '--config', 'examples/openvidu-doctor.yaml', ...own]
    const {stdout, code} = await start(args, environmentOf(lab)).finished
    const report = JSON.parse(stdout) as Report
    expect(report.target).toMatchObject({stackName: 'video', region: lab.account.region})
    expect(report.settings?.thresholds).toEqual({certificateDaysLeft: 45, diskUsedPercent: 85})
    expect(code).toBe(0)
  })

  it.each(['status', 'logs', 'bundle', 'diagnose'])(
    '%s asks for the configured stack where none is named',
    async command => {
      await using lab = await startLab({account: account()})
      const folder = mkdtempSync(join(tmpdir(), 'doctor-'))
      onTestFinished(() => rmSync(folder, {recursive: true}))
      writeFileSync(join(folder, 'c.yaml'), 'stack: audio\nregion: eu-west-1\n')
      const elsewhere = Object.fromEntries(Object.entries(environmentOf(lab)).filter(([name]) => name !== 'AWS_REGION'))
      const {stderr, code} = await start([command, '--config', join(folder, 'c.yaml')], elsewhere).finished
      expect(stderr).toContain('there is no stack audio in eu-west-1')
      expect(code).toBe(3)
    },
  )

  it('exits 3 where there is no such stack', async () => {
    await using lab = await startLab({account: account()})
    const {stderr, code} = await start(['check', 'audio'], environmentOf(lab)).finished
    expect(stderr).toContain('there is no stack audio in us-east-1')
    expect(code).toBe(3)
  })
})

describe('check STACK --wait', () => {
  it('looks again until the stack is well, tells one report, and on a pipe one line at the end', async () => {
    const changed = account()
    const lab = stackIn(changed)
    lab.stack.StackStatus = 'UPDATE_IN_PROGRESS'
    let asked = 0
    const answer = () => {
      asked += 1
      return {Stacks: [{...lab.stack, StackStatus: asked === 1 ? 'UPDATE_IN_PROGRESS' : 'UPDATE_COMPLETE'}]}
    }
    await using server = await startLab({
      account: changed,
      handlers: new Map([['cloudformation.DescribeStacks', answer]]),
    })
    const args = ['check', 'video', '--wait', '5m', '--json', ...own]
    const {stdout, stderr, code} = await start(args, environmentOf(server)).finished
    const report = JSON.parse(stdout) as Report
    expect(report.results.find(({check}) => check === 'stack-status')?.status).toBe('pass')
    expect(Date.parse(report.generatedAt)).toBeGreaterThanOrEqual(Date.parse(report.target.takenAt))
    expect(stderr).toMatch(/^Waited \d+s, 2 rounds: nothing is left to wait for\.\n$/)
    expect(code).toBe(0)
  })

  it('gives the last report where the time is over', async () => {
    const changed = account()
    stackIn(changed).stack.StackStatus = 'CREATE_IN_PROGRESS'
    await using lab = await startLab({account: changed})
    const args = ['check', 'video', '--wait', '1s', ...own]
    const {stdout, stderr, code} = await start(args, environmentOf(lab)).finished
    expect(stdout).toContain('CREATE_IN_PROGRESS')
    expect(stderr).toContain('the time is over, and 1 check fails at or above high and the stack is CREATE_IN_PROGRESS')
    expect(code).toBe(1)
  })

  it('gives the last report at Ctrl-C, and exits 130', async () => {
    const changed = account()
    stackIn(changed).stack.StackStatus = 'CREATE_IN_PROGRESS'
    await using lab = await startLab({account: changed})
    const {child, finished} = start(['check', 'video', '--wait', '1h', ...own], environmentOf(lab))
    const rounds = () => lab.calls.all.filter(({action}) => action === 'cloudformation:DescribeStacks').length
    await expect.poll(rounds, {timeout: 15_000}).toBeGreaterThanOrEqual(2)
    child.kill('SIGINT')
    const {stdout, stderr, code} = await finished
    expect(stdout).toContain('CREATE_IN_PROGRESS')
    expect(stderr).toContain('interrupted')
    expect(code).toBe(130)
  })

  it.each([
    [['check', 'video', '--wait', 'soon'], '"soon" is no duration'],
    [['check', '--template', 'examples/openvidu-ha.yaml', '--offline', '--wait', '1m'], 'for a deployed stack only'],
    [['check', '--from', 'snapshot.json', '--wait', '1m'], 'for a deployed stack only'],
  ])('refuses %j', (args, message) => {
    const {stderr, code} = run(args)
    expect(stderr).toContain(message)
    expect(code).toBe(2)
  })
})
