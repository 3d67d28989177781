import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {AutoScalingClient, DescribeAutoScalingGroupsCommand} from '@aws-sdk/client-auto-scaling'
import {DescribeVpcsCommand, EC2Client} from '@aws-sdk/client-ec2'
import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest'
import {connect, openSession} from '../../src/aws/session.ts'
import {labAccount, startLab} from '../lab/index.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'doctor-'))
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, {recursive: true})
})

const signal = () => new AbortController().signal

/** A profile whose credentials come from a process that keeps count of how often it was asked. */
function profileOfProcess(): {readonly asked: () => number} {
  const [config, process, count] = ['config', 'credentials.sh', 'count'].map(name => join(folder, name))
  const answer = JSON.stringify({Version: 1, AccessKeyId: 'AKIAPROCESS', SecretAccessKey: 'process'})
  writeFileSync(count ?? '', '')
  writeFileSync(process ?? '', `echo asked >> '${count}'\necho '${answer}'\n`)
  writeFileSync(config ?? '', `[profile operations]\nregion = us-east-1\ncredential_process = sh ${process}\n`)
  vi.stubEnv('AWS_CONFIG_FILE', config)
  return {asked: () => readFileSync(count ?? '', 'utf8').split('\n').length - 1}
}

describe('a session', () => {
  it('looks for credentials once, however many services it asks', async () => {
    await using lab = await startLab({account: labAccount({region: 'us-east-1'})})
    for (const [name, value] of Object.entries(lab.environment)) vi.stubEnv(name, value)
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_REGION']) vi.stubEnv(name, undefined)
    const profile = profileOfProcess()
    const session = await connect({region: null, profile: 'operations', signal: signal()})
    if ('kind' in session) throw new Error(session.detail)
    await Promise.all([
      session.client(EC2Client).send(new DescribeVpcsCommand({}), session.options),
      session.client(AutoScalingClient).send(new DescribeAutoScalingGroupsCommand({}), session.options),
    ])
    expect(lab.calls.count()).toBe(3)
    expect(profile.asked()).toBe(1)
    session.close()
  })

  it('takes its region from the profile, and fails at once where there is none', async () => {
    for (const name of ['AWS_REGION', 'AWS_PROFILE', 'AWS_DEFAULT_REGION']) vi.stubEnv(name, undefined)
    profileOfProcess()
    const own = await openSession(EC2Client, {region: null, profile: 'operations', signal: signal()})
    expect(own).toMatchObject({region: 'us-east-1'})
    vi.stubEnv('AWS_CONFIG_FILE', '/dev/null')
    expect(await openSession(EC2Client, {region: null, profile: null, signal: signal()})).toMatchObject({
      kind: 'no-region',
    })
  })

  it('does not pretend to know whose it is', async () => {
    const session = await openSession(EC2Client, {region: 'us-east-1', profile: null, signal: signal()})
    if ('kind' in session) throw new Error(session.detail)
    expect(() => session.accountId).toThrow('not known')
    expect(session.of('123456789012').accountId).toBe('123456789012')
  })
})
