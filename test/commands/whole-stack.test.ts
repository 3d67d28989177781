import {mkdtempSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import type {Report} from '../../src/model/report.ts'
import {secretKeysOf} from '../../src/openvidu/secret-keys.ts'
import {namesOf, startDns} from '../lab/dns.ts'
import {denied, expiredToken, type Lab, labAccount, startLab, timeOut} from '../lab/index.ts'
import {openViduFleet} from '../lab/openvidu/fleet.ts'
import {run, start} from '../support/run.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'doctor-'))
})
afterAll(() => rmSync(folder, {recursive: true}))

const account = () => labAccount({template: {hardened: true}, defaultHostManagement: true})

async function inLab(
  options: Partial<Parameters<typeof startLab>[0]>,
  use: (environment: Readonly<Record<string, string>>, lab: Lab) => Promise<void>,
): Promise<void> {
  const running = options.account ?? account()
  const lab = await startLab({account: running, fleet: openViduFleet(running), ...options})
  const dns = await startDns(namesOf(lab.account))
  try {
    await use({...lab.environment, AWS_MAX_ATTEMPTS: '1', OPENVIDU_DOCTOR_DNS: dns.server}, lab)
  } finally {
    dns.close()
    await lab.close()
  }
}

describe('check of a whole stack', () => {
  it('judges all that it was let look at, and exits 0 where the stack is well', async () => {
    await inLab({}, async environment => {
      const {stdout, stderr, code} = await start(['check', 'video', '--verify-secret', '--json'], environment).finished
      const report = JSON.parse(stdout) as Report
      expect(report.summary.counts).toMatchObject({unknown: 0, error: 0, fail: 1})
      expect(report.summary.failedBySeverity).toMatchObject({low: 1})
      expect(report.topology?.masters).toHaveLength(4)
      expect(report.topology?.zones.length).toBeGreaterThanOrEqual(4)
      expect(stderr).toBe('')
      expect(code).toBe(0)
    })
  })

  it('tells the same bytes from the saved snapshot, but for when, and without asking again', async () => {
    const saved = join(folder, 'snapshot.json')
    await inLab({}, async (environment, lab) => {
      const live = await start(['check', 'video', '--verify-secret', '--json', '--save-snapshot', saved], environment)
        .finished
      const asked = lab.calls.count()
      const replay = await start(['check', '--from', saved, '--json'], environment).finished
      expect(lab.calls.count()).toBe(asked)
      const timeless = (text: string) =>
        text.replace(/"generatedAt": "[^"]+"/, '').replace(/"replayed": (true|false)/, '')
      expect(timeless(replay.stdout)).toBe(timeless(live.stdout))
      expect(replay.code).toBe(live.code)
    })
  })

  it('keeps no credential in a snapshot or a report', async () => {
    const saved = join(folder, 'secrets.json')
    await inLab({}, async (environment, lab) => {
      const {stdout, stderr} = await start(
        ['check', 'video', '--verify-secret', '--verbose', '--save-snapshot', saved],
        environment,
      ).finished
      const told = [stdout, stderr, readFileSync(saved, 'utf8')].join('\n')
      const secret: Record<string, string> = JSON.parse(lab.account.secrets[0]?.value ?? '{}')
      const credentials = secretKeysOf('3.8.0').filter(({credential}) => credential)
      expect(credentials.length).toBeGreaterThan(5)
      for (const {name: key} of credentials) {
        const value = secret[key] ?? ''
        if (value === '') continue
        for (const form of [value, Buffer.from(value).toString('base64'), encodeURIComponent(value)])
          expect(told.includes(form), key).toBe(false)
      }
    })
  })

  it('goes on where something is denied, and permissions prints what is missing', async () => {
    const saved = join(folder, 'report.json')
    const faults = [
      {target: 'elasticloadbalancing', fault: denied()},
      {target: 'dlm', fault: denied('service-control-policy')},
    ] as const
    await inLab({faults}, async environment => {
      const {stdout, code} = await start(['check', 'video', '--report', `json=${saved}`, '--strict'], environment)
        .finished
      expect(stdout.replace(/\s+/g, ' ')).toContain('no policy allows elasticloadbalancing:DescribeLoadBalancers')
      expect(stdout.replace(/\s+/g, ' ')).toContain('a service control policy of the organisation forbids dlm:')
      expect(code).toBe(4)
      const {stdout: policy} = run(['permissions', '--missing-from', saved])
      expect(policy).toContain('"elasticloadbalancing:DescribeListeners"')
      expect(policy).toContain('"dlm:GetLifecyclePolicies"')
      expect(policy).not.toContain('ec2:DescribeInstances')
    })
  })

  it.each([
    ['expired credentials', expiredToken(), 'the AWS credentials have expired'],
    ['a stack that it may not see', denied(), 'no policy allows cloudformation:DescribeStacks'],
  ] as const)('reports a stack of which it saw nothing: %s', async (_, fault, detail) => {
    await inLab({faults: [{target: 'cloudformation', fault}]}, async environment => {
      const {stdout, stderr, code} = await start(['check', 'video', '--json'], environment).finished
      const {summary} = JSON.parse(stdout) as Report
      expect(summary).toMatchObject({verdict: 'unknown', counts: {pass: 0, fail: 0, error: 0}})
      expect(stderr).toContain(detail)
      expect(code).toBe(3)
    })
  })

  it('tells what it saw when it is interrupted, and exits 130', async () => {
    await inLab({faults: [{target: 'acm', fault: timeOut()}]}, async (environment, lab) => {
      const {child, finished} = start(['check', 'video'], environment)
      await expect.poll(() => lab.calls.count('acm'), {timeout: 10_000}).toBeGreaterThan(0)
      child.kill('SIGINT')
      const {stdout, stderr, code} = await finished
      expect(stdout).toContain('certificate-issued')
      expect(stderr).toContain('interrupted')
      expect(code).toBe(130)
    })
  })
})
