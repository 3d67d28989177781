import {execFileSync} from 'node:child_process'
import {describe, expect, it} from 'vitest'
import {statusSchema} from '../../src/model/status.ts'
import {denied, type Lab, type LabOptions, labAccount, startLab} from '../lab/index.ts'
import {type OpenViduNode, openViduFleet} from '../lab/openvidu/fleet.ts'
import {run, start} from '../support/run.ts'

interface Wish extends Partial<LabOptions> {
  readonly change?: (nodes: ReadonlyMap<string, OpenViduNode>) => void
}

async function inLab<T>({change, ...options}: Wish, use: (environment: Lab['environment']) => Promise<T>): Promise<T> {
  const account = labAccount({template: {hardened: true}, defaultHostManagement: true})
  const lab = await startLab({account, fleet: openViduFleet(account, change), ...options})
  try {
    return await use({...lab.environment, AWS_MAX_ATTEMPTS: '1'})
  } finally {
    await lab.close()
  }
}

const status = (wish: Wish, ...args: readonly string[]) =>
  inLab(wish, environment => start(['status', ...args], environment).finished)

describe('status STACK', () => {
  it('shows nodes × services, and exits 0 where all are up', async () => {
    const {stdout, stderr, code} = await status({}, 'video')
    expect(stdout).toMatch(/^ +master-1 +master-2 +master-3 +master-4$/m)
    expect(stdout).toMatch(/^mongo +up +up +up +up$/m)
    expect(stdout).toContain('60 of 60 services up on 6 nodes.')
    expect(stderr).toBe('')
    expect(code).toBe(0)
  })

  it('exits 1 where a service is not up, and tells which, on which node', async () => {
    const stopped = (nodes: ReadonlyMap<string, OpenViduNode>) =>
      void nodes.get('media-2')?.containers(all => all.filter(({name}) => name !== 'ingress'))
    const {stdout, code} = await status({change: stopped}, 'video')
    expect(stdout).toContain('media-2  ingress is missing')
    expect(stdout).toContain('59 of 60 services up on 6 nodes.')
    expect(code).toBe(1)
  })

  it('is one JSON document in its schema', async () => {
    const {stdout, code} = await status({}, 'video', '--json')
    expect(statusSchema.parse(JSON.parse(stdout)).summary).toEqual({nodes: 6, answered: 6, services: 60, up: 60})
    expect(code).toBe(0)
  })

  it('exits 3 where no node may be asked, naming the action, and never calls that fine', async () => {
    const faults = [{target: 'ssm.SendCommand' as const, fault: denied()}]
    const {stdout, code} = await status({faults}, 'video')
    expect(stdout).toContain('None of 6 nodes answered.')
    expect(stdout).toContain('ssm:SendCommand')
    expect(code).toBe(3)
  })

  it('exits 3 where the nodes themselves may not be seen, with the next step', async () => {
    const faults = [{target: 'ec2.DescribeInstances' as const, fault: denied()}]
    const {stdout, stderr, code} = await status({faults}, 'video')
    expect(stdout).toBe('')
    expect(stderr).toContain('Error: the nodes of the stack were not seen')
    expect(stderr).toContain('permissions --for check,nodes')
    expect(code).toBe(3)
  })

  it('exits 3 where there is no such stack, 2 for what can be none', async () => {
    expect((await status({}, 'another')).code).toBe(3)
    expect(run(['status', 'no such stack']).code).toBe(2)
    expect(run(['status']).code).toBe(2)
  })

  it('looks again with --watch until Ctrl-C, one document a line with --json', async () => {
    await inLab({}, async environment => {
      const {child, finished} = start(['status', 'video', '--watch', '5', '--json'], environment)
      let lines = 0
      child.stdout?.on('data', (chunk: Buffer) => {
        lines += chunk.toString().split('\n').length - 1
        if (lines >= 2) child.kill('SIGINT')
      })
      const {stdout, code} = await finished
      const documents = stdout.trim().split('\n')
      expect(documents.length).toBeGreaterThanOrEqual(2)
      for (const document of documents) expect(() => statusSchema.parse(JSON.parse(document))).not.toThrow()
      expect(code).toBe(130)
    })
  })
})

describe('probe', () => {
  it.each(['master', 'media'])('prints the script of %s nodes, which a shell takes, without asking AWS', role => {
    const {stdout, stderr, code} = run(['probe', '--role', role])
    expect(code).toBe(0)
    expect(stderr).toBe('')
    expect(stdout).toContain(`#!/bin/sh`)
    expect(stdout).toContain(`looks at on a ${role} node`)
    expect(() => execFileSync('sh', ['-n'], {input: stdout})).not.toThrow()
  })

  it('refuses a region that is none', () => {
    expect(run(['probe', '--region', "eu-west-1'; reboot; '"]).code).toBe(2)
  })
})
