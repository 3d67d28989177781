import {describe, expect, it} from 'vitest'
import {checks} from '../../checks/index.ts'
import {examine} from '../../src/engine/examine.ts'
import {CannotExamine, NotHighAvailability} from '../../src/model/errors.ts'
import {type StackStatus, stackStatuses, standingOf} from '../../src/openvidu/stack-statuses.ts'
import type {LabStack} from '../lab/account/deployment.ts'
import {endedIn, nest} from '../lab/account/stack-states.ts'
import {denied, type LabAccount, labAccount, startLab, throttled} from '../lab/index.ts'
import {awsFaults} from '../support/aws-faults.ts'
import {factOf, testTime} from '../support/snapshots.ts'
import {lookIn} from '../support/stack-look.ts'

const account = () => labAccount({template: {hardened: true}, now: new Date(testTime)})

const stackIn = ({stacks: [first]}: LabAccount): LabStack => {
  if (first === undefined) throw new Error('the lab has no stack')
  return first
}

const verdictOf = (snapshot: Parameters<typeof examine>[0]['snapshot'], id: string) => {
  const {results} = examine({snapshot, checks, generatedAt: testTime, replayed: false})
  expect(results.filter(({status}) => status === 'error')).toEqual([])
  return results.find(({check}) => check === id)
}

const failedAs = async (promise: Promise<unknown>): Promise<Error & {readonly next?: string}> => {
  const error: unknown = await promise.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof Error)) throw new Error('nothing was thrown')
  return error
}

describe('a stack in every status', () => {
  const there = stackStatuses.filter(status => status !== 'DELETE_COMPLETE')

  it.each(there)('%s: it is looked at, judged, and no check breaks', async (status: StackStatus) => {
    const changed = account()
    endedIn(changed, stackIn(changed), status)
    await using lab = await startLab({account: changed})
    const {snapshot, failure} = await lookIn(lab, 'video')
    expect(failure).toBeNull()
    expect(factOf(snapshot, 'stack').status).toBe(status)
    expect(verdictOf(snapshot, 'stack-status')?.status).toBe(standingOf(status) === 'complete' ? 'pass' : 'fail')
  })

  it('DELETE_COMPLETE: it has no name any more, and its ARN tells when it went', async () => {
    const changed = account()
    endedIn(changed, stackIn(changed), 'DELETE_COMPLETE')
    await using lab = await startLab({account: changed})
    const byName = await failedAs(lookIn(lab, 'video'))
    expect(byName).toBeInstanceOf(CannotExamine)
    expect(byName.message).toBe('there is no stack video in us-east-1 of account 123456789012')
    const byArn = await failedAs(lookIn(lab, stackIn(changed).stack.StackId ?? ''))
    expect(byArn).toBeInstanceOf(CannotExamine)
    expect(byArn.message).toMatch(/^the stack video was deleted \(2026-11-22T09:01:00\.000Z\)$/)
  })
})

describe('a stack that is named', () => {
  it('by its ARN is the same as by its name', async () => {
    const changed = account()
    await using lab = await startLab({account: changed})
    const arn = stackIn(changed).stack.StackId ?? ''
    const {snapshot} = await lookIn(lab, arn)
    expect(snapshot.target).toEqual({
      kind: 'deployed',
      stackName: 'video',
      region: 'us-east-1',
      accountId: '123456789012',
    })
    expect(factOf(snapshot, 'stack').id).toBe(arn)
  })

  it('in another region is not found there, and the error says where it looked', async () => {
    await using lab = await startLab({account: account()})
    const error = await failedAs(lookIn(lab, 'video', {region: 'eu-west-1'}))
    expect(error).toBeInstanceOf(CannotExamine)
    expect(error.message).toBe('there is no stack video in eu-west-1 of account 123456789012')
    expect(error.next).toContain('--region')
  })

  it.each([
    ['denied', denied(), 'denied'],
    ['throttled', throttled(), 'throttled'],
  ] as const)('but %s was not seen: every fact says so, and the next round may see it', async (_, fault, cause) => {
    await using lab = await startLab({
      account: account(),
      faults: [{target: 'cloudformation.DescribeStacks', fault}],
    })
    const {snapshot, failure, hopeless} = await lookIn(lab, 'video')
    expect(failure?.kind).toBe(cause)
    expect(hopeless).toBe(false)
    expect(snapshot.facts.stack).toMatchObject({state: 'unknown', cause})
    expect(verdictOf(snapshot, 'stack-status')?.status).toBe('unknown')
  })
})

describe('a first answer that is none', () => {
  const askedAs = async (options: Partial<Parameters<typeof startLab>[0]>) => {
    await using lab = await startLab({account: account(), ...options})
    return await lookIn(lab, 'video')
  }

  it.each(Object.entries(awsFaults).filter(([, [{kind}]]) => kind !== 'timeOut'))(
    '%s: every fact is unknown for it, and nothing passes',
    async (_, [fault, cause]) => {
      const {snapshot, failure} = await askedAs({faults: [{target: 'cloudformation.DescribeStacks', fault}]})
      expect(failure).not.toBeNull()
      expect(snapshot.facts.stack).toMatchObject({state: 'unknown', cause})
      const {results} = examine({snapshot, checks, generatedAt: testTime, replayed: false})
      expect(new Set(results.map(({status}) => status))).toEqual(new Set(['unknown', 'not-applicable']))
    },
  )

  it.each(['StackId', 'StackName', 'StackStatus', 'CreationTime'] as const)(
    'without %s it is malformed, and no fault of ours',
    async field => {
      const {stack} = stackIn(account())
      const answer = () => ({Stacks: [{...stack, [field]: undefined}]})
      const {failure} = await askedAs({handlers: new Map([['cloudformation.DescribeStacks', answer]])})
      expect(failure?.kind).toBe('malformed')
    },
  )

  it.each([
    ['no stacks at all', {}],
    ['an empty list of stacks', {Stacks: []}],
    ['a parameter without a name', {Stacks: [{...stackIn(account()).stack, Parameters: [{ParameterValue: 'x'}]}]}],
  ])('with %s it is malformed', async (_, output) => {
    const {failure} = await askedAs({handlers: new Map([['cloudformation.DescribeStacks', () => output]])})
    expect(failure?.kind).toBe('malformed')
  })
})

describe('a nested stack', () => {
  it('is examined by itself, without what only its root is told', async () => {
    const changed = account()
    nest(changed, stackIn(changed))
    await using lab = await startLab({account: changed})
    const {snapshot} = await lookIn(lab, 'video')
    expect(factOf(snapshot, 'stack').parentId).toMatch(/:stack\/platform\//)
    expect(verdictOf(snapshot, 'termination-protection')?.notApplicable?.why).toContain('nested')
    expect(verdictOf(snapshot, 'failure-keeps-evidence')?.status).toBe('not-applicable')
    expect(verdictOf(snapshot, 'stack-status')?.status).toBe('pass')
  })

  it('is named by the error for the stack that only holds it', async () => {
    const changed = account()
    const inner = stackIn(changed)
    nest(changed, inner)
    await using lab = await startLab({account: changed})
    const error = await failedAs(lookIn(lab, 'platform'))
    expect(error).toBeInstanceOf(NotHighAvailability)
    expect(error.message).toContain(
      'platform is not OpenVidu High Availability itself, but holds nested stacks: Network',
    )
    expect(error.message).toContain(`Conference (${inner.stack.StackId})`)
    expect(error.next).toContain('by the ARN in brackets')
  })

  it('can not be named where the resources may not be listed', async () => {
    const changed = account()
    nest(changed, stackIn(changed))
    await using lab = await startLab({
      account: changed,
      faults: [{target: 'cloudformation.ListStackResources', fault: denied()}],
    })
    const error = await failedAs(lookIn(lab, 'platform'))
    expect(error).toBeInstanceOf(NotHighAvailability)
    expect(error.message).toContain('platform: ')
  })
})

describe('the drift of a stack', () => {
  it('is told with the time of it, and as outdated where the stack was changed since', async () => {
    const changed = account()
    const lab = stackIn(changed)
    lab.stack.DriftInformation = {StackDriftStatus: 'DRIFTED', LastCheckTimestamp: new Date('2026-11-20T08:00:00.000Z')}
    const master = lab.resources.find(({LogicalResourceId}) => LogicalResourceId === 'OpenViduMasterNode1')
    if (master !== undefined) master.DriftInformation = {StackResourceDriftStatus: 'MODIFIED'}
    endedIn(changed, lab, 'UPDATE_COMPLETE')
    await using server = await startLab({account: changed})
    const {snapshot} = await lookIn(server, 'video')
    expect(verdictOf(snapshot, 'stack-drift')?.findings).toMatchObject([
      {subject: {logicalId: 'OpenViduMasterNode1'}, observed: {checkedAt: '2026-11-20T08:00:00.000Z', outdated: true}},
    ])
  })

  it('is no result where no detection ever ran', async () => {
    await using server = await startLab({account: account()})
    const {snapshot} = await lookIn(server, 'video')
    expect(verdictOf(snapshot, 'stack-drift')?.notApplicable?.why).toContain('nothing was compared')
  })
})
