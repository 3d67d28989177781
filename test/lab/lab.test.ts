import {execFile} from 'node:child_process'
import {DescribeInstanceTypesCommand, EC2Client, paginateDescribeSubnets} from '@aws-sdk/client-ec2'
import {IAMClient, paginateListRolePolicies} from '@aws-sdk/client-iam'
import {describe, expect, it} from 'vitest'
import {until} from '../support/until.ts'
import {sendAny} from './any-client.ts'
import {clientSettings} from './client.ts'
import {CallRecord, emptyPage, type Lab, type LabOptions, labAccount, startLab} from './index.ts'

/** A lab for one test, closed after it. */
async function inLab<T>(options: Partial<LabOptions>, use: (lab: Lab) => Promise<T>): Promise<T> {
  const lab = await startLab({account: labAccount(), ...options})
  try {
    return await use(lab)
  } finally {
    await lab.close()
  }
}

const before = labAccount({deployed: false})

describe('pages', () => {
  it('are as small as a test wants them, and complete', () =>
    inLab({account: before, pageSize: 2}, async lab => {
      const client = new EC2Client(clientSettings(lab))
      const sizes: number[] = []
      const ids: (string | undefined)[] = []
      for await (const {Subnets = []} of paginateDescribeSubnets({client, pageSize: 5}, {})) {
        sizes.push(Subnets.length)
        ids.push(...Subnets.map(({SubnetId}) => SubnetId))
      }
      expect(ids).toEqual(before.subnets.map(({SubnetId}) => SubnetId))
      expect(sizes).toEqual([2, 2, 2, 2, 1])
    }))

  it('may be empty and yet not the last', () =>
    inLab({account: before, faults: [{target: 'ec2.DescribeSubnets', fault: emptyPage(), times: 2}]}, async lab => {
      const first = await sendAny(lab, 'ec2.DescribeSubnets')
      expect(first).toMatchObject({Subnets: [], NextToken: expect.any(String)})
      const second = await sendAny(lab, 'ec2.DescribeSubnets', {NextToken: first.NextToken})
      expect(second.Subnets).toEqual([])
      const third = await sendAny(lab, 'ec2.DescribeSubnets', {NextToken: second.NextToken})
      expect(third.Subnets).toHaveLength(before.subnets.length)
      expect(third.NextToken).toBeUndefined()
    }))

  it('say that more follows where the service does', () =>
    inLab({pageSize: 1}, async lab => {
      const RoleName = lab.account.roles[0]?.role.RoleName
      lab.account.roles[0]?.inline.push({name: 'second', document: {}})
      const client = new IAMClient(clientSettings(lab))
      const flags: (boolean | undefined)[] = []
      for await (const page of paginateListRolePolicies({client}, {RoleName})) flags.push(page.IsTruncated)
      expect(flags).toEqual([true, false])
    }))

  it.each([
    ['ec2.DescribeSubnets', {NextToken: 'made-up'}, 'InvalidParameterValue'],
    ['cloudformation.DescribeStackEvents', {StackName: 'video', NextToken: 'made-up'}, 'ValidationError'],
    ['autoscaling.DescribePolicies', {NextToken: 'made-up'}, 'InvalidNextToken'],
    ['ssm.DescribeInstanceInformation', {NextToken: 'made-up'}, 'InvalidNextToken'],
    ['ec2.DescribeSubnets', {MaxResults: 2}, 'InvalidParameterValue'],
    ['ec2.DescribeInstances', {MaxResults: 5, InstanceIds: ['i-1']}, 'InvalidParameterCombination'],
  ])('of %s with %j are refused', (name, input, code) =>
    inLab({}, async lab => {
      await expect(sendAny(lab, name, input)).rejects.toMatchObject({name: code})
    }),
  )

  it('go with the input of the first one', () =>
    inLab({account: before, pageSize: 1}, async lab => {
      const {NextToken} = await sendAny(lab, 'ec2.DescribeSubnets')
      const other = {NextToken, Filters: [{Name: 'state', Values: ['available']}]}
      await expect(sendAny(lab, 'ec2.DescribeSubnets', other)).rejects.toMatchObject({name: 'InvalidParameterValue'})
    }))
})

describe('the record', () => {
  it('has each call with its IAM action, input, times and outcome', () =>
    inLab({account: before}, async lab => {
      await sendAny(lab, 's3.HeadBucket', {Bucket: 'nowhere'}).catch(() => undefined)
      await sendAny(lab, 'ec2.DescribeVpcs', {VpcIds: [before.vpcs[0]?.VpcId]})
      expect(lab.calls.actions()).toEqual(['ec2:DescribeVpcs', 's3:ListBucket'])
      expect(lab.calls.count()).toBe(2)
      const [head, vpcs] = lab.calls.all
      expect(head).toMatchObject({status: 404, code: 'NoSuchBucket', region: 'us-east-1', input: {Bucket: 'nowhere'}})
      expect(vpcs).toMatchObject({status: 200, code: null})
      expect(vpcs?.endedAt).toBeGreaterThanOrEqual(vpcs?.startedAt ?? Number.POSITIVE_INFINITY)
      lab.calls.clear()
      expect(lab.calls.count()).toBe(0)
    }))

  it('tells how deep calls depend on each other', () => {
    const calls = new CallRecord()
    const spans = [
      [0, 10],
      [11, 20],
      [11, 21],
      [12, 22],
      [23, 40],
      [5, 60],
    ] as const
    for (const [from, to] of spans) {
      calls.begin({service: 'sts', operation: `At${from}`, region: 'us-east-1', input: {}}, from).endedAt = to
    }
    calls.begin({service: 'sts', operation: 'NeverAnswered', region: 'us-east-1', input: {}}, 70)
    expect(calls.longestChain().map(({operation}) => operation)).toEqual(['At0', 'At11', 'At23'])
  })
})

describe('what is not modelled', () => {
  it('is refused loudly, and fails the test at the end', async () => {
    const lab = await startLab({account: before})
    for (const name of ['ec2.DescribeTags', 'ssm.ListDocuments', 'iam.ListRoles', 'backup.ListBackupVaults']) {
      await expect(sendAny(lab, name, {}, 3)).rejects.toMatchObject({
        name: 'LabNotModelled',
        message: expect.stringContaining(name),
        $metadata: {httpStatusCode: 501, attempts: 1},
      })
    }
    await expect(sendAny(lab, 's3.GetBucketCors', {Bucket: 'ours'})).rejects.toMatchObject({name: 'LabNotModelled'})
    await expect(lab.close()).rejects.toThrow(/ec2\.DescribeTags: no handler\n.*\n.*\n.*\ns3\.GetBucketCors/)
  })

  it('hears of requests of strangers, and of its own broken handlers', async () => {
    const broken = () => {
      throw new TypeError('a mistake')
    }
    const lab = await startLab({account: before, handlers: new Map([['sts.GetCallerIdentity', broken]])})
    expect((await fetch(lab.endpoint)).status).toBe(501)
    await expect(sendAny(lab, 'sts.GetCallerIdentity')).rejects.toMatchObject({name: 'LabHandlerFailed'})
    expect(lab.calls.takeRefusals().map(({why}) => why)).toEqual([
      'not signed for a service of the lab',
      expect.stringContaining('a mistake'),
    ])
    await lab.close()
  })
})

describe('the lab', () => {
  it('serves a child process by its environment alone', () =>
    inLab({account: before}, async lab => {
      const script =
        "import {STSClient, GetCallerIdentityCommand} from '@aws-sdk/client-sts'; console.log((await new STSClient({}).send(new GetCallerIdentityCommand({}))).Account)"
      const child = await new Promise<string>((resolve, reject) => {
        const env = {PATH: process.env.PATH ?? '', ...lab.environment}
        execFile(process.execPath, ['--input-type=module', '-e', script], {env}, (error, stdout, stderr) =>
          error === null ? resolve(stdout) : reject(new Error(stderr)),
        )
      })
      expect(child.trim()).toBe('123456789012')
    }))

  it('closes at once, with calls under way, and leaves nothing that keeps a process alive', async () => {
    const lab = await startLab({account: before, latencyMs: 60_000})
    const call = sendAny(lab, 'sts.GetCallerIdentity').catch((error: unknown) => error)
    await until(() => lab.calls.count() > 0)
    await lab.close()
    await lab.close()
    expect(await call).toBeInstanceOf(Error)
  })

  it('speaks of a type that is too many', () =>
    inLab({account: before}, async lab => {
      const client = new EC2Client(clientSettings(lab))
      const InstanceTypes = Array<'c6a.xlarge'>(101).fill('c6a.xlarge')
      await expect(client.send(new DescribeInstanceTypesCommand({InstanceTypes}))).rejects.toMatchObject({
        name: 'InvalidParameterValue',
      })
    }))
})
