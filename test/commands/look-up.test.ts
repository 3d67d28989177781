import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import type {Report} from '../../src/model/report.ts'
import {denied, type Lab, labAccount, startLab, timeOut} from '../lab/index.ts'
import {run, start} from '../support/run.ts'
import {buildTemplate} from '../support/template-builder.ts'
import {goodParameters} from '../support/template-parameter-sets.ts'

let folder = ''
let args: readonly string[] = []
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'doctor-'))
  const [template, parameters] = [join(folder, 'template.yaml'), join(folder, 'parameters.json')]
  writeFileSync(template, buildTemplate('3.8.0', {hardened: true}))
  writeFileSync(parameters, JSON.stringify(goodParameters('3.8.0')))
  args = ['check', '--template', template, '--parameters', parameters, '--stack-name', 'video']
})
afterAll(() => rmSync(folder, {recursive: true}))

const account = () => labAccount({generation: '3.8.0', deployed: false})
const environmentOf = (lab: Lab) => ({...lab.environment, AWS_MAX_ATTEMPTS: '2'})

describe('check of a plan, with credentials', () => {
  it('looks up what the parameters name, in the region of the environment, and says whose account it is', async () => {
    await using lab = await startLab({account: account()})
    const {stdout, stderr, code} = await start([...args, '--json'], environmentOf(lab)).finished
    const report = JSON.parse(stdout) as Report
    expect(report.target).toMatchObject({kind: 'planned', region: lab.account.region, accountId: lab.account.accountId})
    expect(report.summary.counts).toMatchObject({unknown: 0, error: 0})
    expect(report.topology?.zones.length).toBeGreaterThanOrEqual(4)
    expect(stderr).toBe('')
    expect(code).toBe(0)
  })

  it('asks nobody with --offline', async () => {
    await using lab = await startLab({account: account()})
    await start([...args, '--offline'], environmentOf(lab)).finished
    expect(lab.calls.all).toEqual([])
  })

  it('tells what was denied, and permissions prints what is missing', async () => {
    await using lab = await startLab({
      account: account(),
      faults: [{target: 'ec2.DescribeRouteTables', fault: denied()}],
    })
    const saved = join(folder, 'report.json')
    const {stdout, code} = await start([...args, '--report', `json=${saved}`, '--strict'], environmentOf(lab)).finished
    expect(stdout).toContain('AWS denied access: no policy allows ec2:DescribeRouteTables')
    expect(code).toBe(4)
    expect(run(['permissions', '--missing-from', saved]).stdout).toContain('"ec2:DescribeRouteTables"')
  })

  it('ends with --timeout, and what was not seen until then is unknown', async () => {
    await using lab = await startLab({account: account(), faults: [{target: 'acm', fault: timeOut()}]})
    const {stdout, code} = await start([...args, '--timeout', '1', '--json'], environmentOf(lab)).finished
    const report = JSON.parse(stdout) as Report
    expect(report.results.find(({check}) => check === 'certificate-issued')).toMatchObject({
      status: 'unknown',
      unknown: {cause: 'timed-out'},
    })
    expect(report.results.find(({check}) => check === 'vpc-dns')?.status).toBe('pass')
    expect(code).toBe(0)
  })

  it('refuses a --timeout that no timer can hold, which would end at once', () => {
    const {stderr, code} = run([...args, '--timeout', '9999999'])
    expect(stderr).toContain('86400')
    expect(code).toBe(2)
  })

  it('tells what it saw when it is interrupted, and exits 130', async () => {
    await using lab = await startLab({account: account(), faults: [{target: 'acm', fault: timeOut()}]})
    const {child, finished} = start(args, environmentOf(lab))
    await expect.poll(() => lab.calls.all.some(({service}) => service === 'acm'), {timeout: 10_000}).toBe(true)
    child.kill('SIGINT')
    const {stdout, stderr, code} = await finished
    expect(code).toBe(130)
    expect(stderr).toContain('interrupted')
    expect(stdout).toContain('certificate-issued')
  })

  it('examines the plan all the same where AWS can not be asked, and says why', () => {
    const {stdout, stderr, code} = run([...args, '--region', 'us-east-1'])
    expect(stderr).toContain('Note: AWS was not asked: no AWS credentials were found')
    expect(stdout).toContain('The look-up failed: no AWS credentials were found')
    expect(stderr).toContain('Exit 3: nothing failed at or above high, but AWS could not be asked')
    expect(code).toBe(3)
  })

  it('replays what was looked up, without asking again', async () => {
    const saved = join(folder, 'snapshot.json')
    await using lab = await startLab({account: account()})
    const live = await start([...args, '--json', '--save-snapshot', saved], environmentOf(lab)).finished
    const asked = lab.calls.all.length
    const replay = await start(['check', '--from', saved, '--json'], environmentOf(lab)).finished
    expect(lab.calls.all.length).toBe(asked)
    const comparable = ({stdout}: {readonly stdout: string}) => {
      const {generatedAt: _, target, ...rest} = JSON.parse(stdout) as Report
      return {...rest, target: {...target, replayed: null}}
    }
    expect(comparable(replay)).toEqual(comparable(live))
  })
})
