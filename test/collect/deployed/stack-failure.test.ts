import {describe, expect, it} from 'vitest'
import {stackFailure} from '../../../src/collect/deployed/stack/stack-failure.ts'
import {lastOperationFailed, type StackStatus, stackStatuses} from '../../../src/openvidu/stack-statuses.ts'
import type {LabStack} from '../../lab/account/deployment.ts'
import {endedIn, type Happening, nest} from '../../lab/account/stack-states.ts'
import {denied, emptyPage, type LabAccount, throttled} from '../../lab/index.ts'
import {type DeployedOptions, deployed} from '../../support/deployed.ts'
import {factOf} from '../../support/snapshots.ts'

const stackIn = ({stacks: [first]}: LabAccount): LabStack => {
  if (first === undefined) throw new Error('the lab has no stack')
  return first
}

const ended =
  (status: StackStatus, happenings: readonly Happening[] = [], reason?: string) =>
  (account: LabAccount): void =>
    endedIn(account, stackIn(account), status, {happenings, ...(reason === undefined ? {} : {reason})})

const seen = async (change: (account: LabAccount) => void, options: DeployedOptions = {}) =>
  deployed({change, collectors: [stackFailure], ...options})

const cancelled = 'Resource creation cancelled'
const noSignal = 'Failed to receive 1 resource signal(s) within the specified duration'
const failedCreation: readonly Happening[] = [
  {resource: 'MasterNodesWaitCondition2', status: 'CREATE_FAILED', reason: cancelled},
  {resource: 'MasterNodesWaitCondition1', status: 'CREATE_FAILED', reason: noSignal},
  {resource: 'OpenViduMasterNode4', status: 'CREATE_FAILED', reason: cancelled},
  {resource: 'OpenViduMediaNodeASG', status: 'CREATE_FAILED', reason: 'You have requested more vCPU capacity than'},
  {status: 'ROLLBACK_IN_PROGRESS', reason: 'The following resource(s) failed to create: [MasterNodesWaitCondition1].'},
]

describe('stack-failure', () => {
  it('asks nothing and is absent where the last operation did not fail', async () => {
    const {snapshot, calls} = await seen(() => {})
    expect(snapshot.facts.stackFailure).toMatchObject({
      state: 'absent',
      why: expect.stringContaining('CREATE_COMPLETE'),
    })
    expect(calls.all.map(({action}) => action)).not.toContain('cloudformation:DescribeStackEvents')
  })

  it.each(stackStatuses.filter(status => status !== 'DELETE_COMPLETE'))(
    'looks into the events of a stack that is %s only where something failed',
    async status => {
      const {snapshot, calls} = await seen(ended(status))
      const asked = calls.all.some(({action}) => action === 'cloudformation:DescribeStackEvents')
      expect(asked).toBe(lastOperationFailed(status))
      expect(snapshot.facts.stackFailure?.state).toBe(lastOperationFailed(status) ? 'known' : 'absent')
    },
  )

  it('finds the first failure with a reason of its own, not those that were cancelled before and after it', async () => {
    const {snapshot} = await seen(ended('ROLLBACK_COMPLETE', failedCreation))
    expect(factOf(snapshot, 'stackFailure')).toMatchObject({
      first: {
        logicalId: 'MasterNodesWaitCondition1',
        type: 'AWS::CloudFormation::WaitCondition',
        status: 'CREATE_FAILED',
        reason: noSignal,
        stackName: 'video',
      },
      notDescended: null,
      others: 1,
      cancelled: 2,
      undoing: null,
      log: null,
    })
  })

  it('reads no further than the beginning of the last operation, in pages, with empty ones between', async () => {
    const {snapshot, calls} = await seen(
      account => {
        const lab = stackIn(account)
        // An earlier update failed, too: that is over.
        endedIn(account, lab, 'UPDATE_ROLLBACK_COMPLETE', {
          happenings: [{resource: 'LoadBalancer', status: 'UPDATE_FAILED', reason: 'long ago'}],
        })
        endedIn(account, lab, 'UPDATE_ROLLBACK_FAILED', {
          happenings: [
            {resource: 'OpenViduMasterNode1', status: 'UPDATE_FAILED', reason: 'Out of capacity'},
            {status: 'UPDATE_ROLLBACK_IN_PROGRESS'},
            {resource: 'OpenViduMediaNodeASG', status: 'UPDATE_FAILED', reason: 'no such launch template'},
          ],
        })
      },
      {
        lab: {
          pageSize: 2,
          faults: [{target: 'cloudformation.DescribeStackEvents', fault: emptyPage(), times: 1, after: 1}],
        },
      },
    )
    expect(factOf(snapshot, 'stackFailure')).toMatchObject({
      first: {logicalId: 'OpenViduMasterNode1', reason: 'Out of capacity'},
      others: 1,
      undoing: {logicalId: 'OpenViduMediaNodeASG', reason: 'no such launch template'},
    })
    // Five events in twos, and an empty page: the two hundred of the creation stay unread.
    expect(calls.all.filter(({action}) => action === 'cloudformation:DescribeStackEvents')).toHaveLength(4)
  })

  it('says so where no event names a failure, and where the history has no beginning', async () => {
    const bare = await seen(ended('UPDATE_ROLLBACK_COMPLETE', [{status: 'UPDATE_ROLLBACK_IN_PROGRESS'}]))
    expect(factOf(bare.snapshot, 'stackFailure')).toMatchObject({first: null, others: 0, cancelled: 0})
    const forgotten = await seen(account => {
      ended('UPDATE_FAILED', [{resource: 'LoadBalancer', status: 'UPDATE_FAILED', reason: 'why'}])(account)
      stackIn(account).events = stackIn(account).events.slice(0, 2)
    })
    expect(factOf(forgotten.snapshot, 'stackFailure')).toMatchObject({startedAt: null, first: {reason: 'why'}})
  })

  it('keeps the beginning of a reason only, on one line', async () => {
    const reason = `Bad\n\u001b[31m${'x'.repeat(10_000)}`
    const {snapshot} = await seen(ended('CREATE_FAILED', [{resource: 'LoadBalancer', status: 'CREATE_FAILED', reason}]))
    const {first} = factOf(snapshot, 'stackFailure')
    expect(first?.reason).toHaveLength(600)
    expect(first?.reason).not.toContain('\n')
  })
})

describe('a nested stack that failed', () => {
  const nested = (account: LabAccount): void => {
    const inner = stackIn(account)
    // It is the examined stack that holds another one here.
    const deeper = structuredClone(inner)
    const id = `${inner.stack.StackId}-deeper`
    deeper.stack = {...deeper.stack, StackName: 'deeper', StackId: id}
    endedIn(account, deeper, 'DELETE_COMPLETE', {})
    const deletion = deeper.events.slice(0, 2)
    endedIn(account, deeper, 'ROLLBACK_COMPLETE', {
      happenings: [{resource: 'OpenViduSharedInfo', status: 'CREATE_FAILED', reason: 'it already exists'}],
    })
    const later = (event: (typeof deletion)[number]) => ({
      ...event,
      Timestamp: new Date(account.now.getTime() - 60_000),
    })
    deeper.events = [...deletion.map(later), ...deeper.events]
    account.stacks.push(deeper)
    endedIn(account, inner, 'ROLLBACK_COMPLETE', {
      happenings: [
        {resource: 'Other', status: 'CREATE_IN_PROGRESS'},
        {resource: 'Other', status: 'CREATE_IN_PROGRESS'},
        {
          resource: 'Inner',
          type: 'AWS::CloudFormation::Stack',
          id,
          status: 'CREATE_FAILED',
          reason: 'Embedded stack failed',
        },
      ],
    })
  }

  it('is followed to what failed in it, though it was deleted since', async () => {
    const {snapshot} = await seen(nested)
    expect(factOf(snapshot, 'stackFailure')).toMatchObject({
      first: {logicalId: 'OpenViduSharedInfo', stackName: 'deeper', reason: 'it already exists'},
      notDescended: null,
    })
  })

  it('is named itself where its events may not be read, with why not', async () => {
    const when = ({StackName}: Readonly<Record<string, unknown>>) => String(StackName).endsWith('-deeper')
    const faults = [{target: 'cloudformation.DescribeStackEvents', fault: throttled(), when}] as const
    const {snapshot} = await seen(nested, {lab: {faults}})
    expect(factOf(snapshot, 'stackFailure')).toMatchObject({
      first: {logicalId: 'Inner', reason: 'Embedded stack failed'},
      notDescended: {state: 'unknown', cause: 'throttled'},
    })
  })

  it('is the cause itself where it was never made', async () => {
    const {snapshot} = await seen(
      ended('CREATE_FAILED', [
        {resource: 'Inner', type: 'AWS::CloudFormation::Stack', id: '', status: 'CREATE_FAILED', reason: 'no template'},
      ]),
    )
    expect(factOf(snapshot, 'stackFailure')).toMatchObject({first: {logicalId: 'Inner', reason: 'no template'}})
  })

  it('is what is examined: its own events tell', async () => {
    const {snapshot} = await seen(
      account => {
        ended('ROLLBACK_COMPLETE', failedCreation)(account)
        nest(account, stackIn(account))
      },
      {stack: 'video'},
    )
    expect(factOf(snapshot, 'stackFailure')).toMatchObject({first: {logicalId: 'MasterNodesWaitCondition1'}})
    expect(snapshot.facts.safeguards).toMatchObject({state: 'absent', why: expect.stringContaining('nested')})
  })
})

describe('the function that places the masters', () => {
  const failed = (account: LabAccount): void => {
    ended('ROLLBACK_COMPLETE', [
      {
        resource: 'SubnetProcessor',
        status: 'CREATE_FAILED',
        reason: 'Received response status [FAILED] from custom resource',
      },
    ])(account)
    const at = account.now.getTime() - 3_600_000
    const lines = [
      'START RequestId: 1',
      '[ERROR] ClientError: InvalidSubnetID.NotFound',
      `[ERROR] Failed to answer https://cfn.s3.amazonaws.com/x?X-Amz-Signature=abc ${'y'.repeat(4_000)}`,
      'END RequestId: 1',
    ]
    account.logGroups[0]?.events.push(
      {logStreamName: 'old', timestamp: at - 86_400_000, message: 'ERROR of yesterday', eventId: 'old'},
      ...lines.map((message, index) => ({
        logStreamName: 'stream',
        timestamp: at - 5_000 + index,
        message,
        eventId: String(index),
      })),
    )
  }

  it('is quoted: the lines with an error, bounded, without what signs an address', async () => {
    const {snapshot} = await seen(failed, {lab: {pageSize: 1}})
    const {log} = factOf(snapshot, 'stackFailure')
    if (log?.state !== 'known') throw new Error('the log was not seen')
    const [first, second, ...others] = log.value.lines ?? []
    expect(first).toBe('[ERROR] ClientError: InvalidSubnetID.NotFound')
    expect(second).toMatch(/^\[ERROR\] Failed to answer https:\/\/cfn\.s3\.amazonaws\.com\/x\?… y+…$/)
    expect(second?.length).toBe(300)
    expect(others).toEqual([])
  })

  it('is not guessed at where its log is gone, or may not be read', async () => {
    const gone = await seen(account => {
      failed(account)
      account.logGroups.length = 0
    })
    expect(factOf(gone.snapshot, 'stackFailure').log).toMatchObject({state: 'known', value: {lines: null}})
    const faults = [{target: 'logs.FilterLogEvents', fault: denied()}] as const
    const refused = await seen(failed, {lab: {faults}})
    expect(factOf(refused.snapshot, 'stackFailure').log).toMatchObject({
      cause: 'denied',
      action: 'logs:FilterLogEvents',
    })
    expect(factOf(refused.snapshot, 'stackFailure').first?.logicalId).toBe('SubnetProcessor')
  })
})
