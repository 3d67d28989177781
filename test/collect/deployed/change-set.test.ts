import {describe, expect, it} from 'vitest'
import {changeSet} from '../../../src/collect/deployed/stack/change-set.ts'
import {type PreparedChange, prepare} from '../../lab/account/change-sets.ts'
import type {LabAccount} from '../../lab/index.ts'
import {type DeployedOptions, deployed} from '../../support/deployed.ts'
import {factOf} from '../../support/snapshots.ts'

const update: readonly PreparedChange[] = [
  {resource: 'OpenViduMasterLaunchTemplate', properties: ['LaunchTemplateData']},
  {resource: 'OpenViduMasterNode1', replacement: 'Conditional', properties: ['LaunchTemplate', 'LaunchTemplate']},
  {resource: 'OpenViduMasterNode2', replacement: 'True', properties: ['KeyName']},
  {resource: 'OpenViduMasterNode3', action: 'Remove'},
  {resource: 'Added', action: 'Add'},
]

type Differing = Parameters<typeof prepare>[3]

const asked = async (
  changes: readonly PreparedChange[],
  differing: Differing = {},
  {options = {changeSet: 'update'}, ...rest}: DeployedOptions = {},
) => {
  const change = ({stacks: [stack]}: LabAccount) => {
    if (stack !== undefined) prepare(stack, 'update', changes, differing)
  }
  return deployed({change, collectors: [changeSet], options, ...rest})
}

describe('change-set', () => {
  it('is absent, and asks nothing, where none was given', async () => {
    const {snapshot, calls} = await asked(update, {}, {options: {}})
    expect(snapshot.facts.changeSet).toEqual({state: 'absent', why: 'no change set was given: --change-set'})
    expect(calls.all.map(({action}) => action)).not.toContain('cloudformation:DescribeChangeSet')
  })

  it.each([100, 1])('tells what the update would do, in pages of %i', async pageSize => {
    const {snapshot} = await asked(update, {}, {lab: {pageSize}})
    const {changes, ...head} = factOf(snapshot, 'changeSet')
    expect(head).toMatchObject({name: 'update', status: 'CREATE_COMPLETE', executionStatus: 'AVAILABLE'})
    if (changes.state !== 'known') throw new Error('no changes')
    expect(
      changes.value.map(({logicalId, action, replacement, properties}) => [logicalId, action, replacement, properties]),
    ).toEqual([
      ['OpenViduMasterLaunchTemplate', 'Modify', 'False', ['LaunchTemplateData']],
      ['OpenViduMasterNode1', 'Modify', 'Conditional', ['LaunchTemplate']],
      ['OpenViduMasterNode2', 'Modify', 'True', ['KeyName']],
      ['OpenViduMasterNode3', 'Remove', null, []],
      ['Added', 'Add', null, []],
    ])
    expect(changes.value[1]?.subject).toMatchObject({type: 'AWS::EC2::Instance', id: expect.stringMatching(/^i-/)})
  })

  it('takes an ARN, but not that of another stack', async () => {
    const {snapshot, account} = await asked(update)
    const arn = account.stacks[0]?.changeSets[0]?.ChangeSetId ?? ''
    expect((await asked(update, {}, {options: {changeSet: arn}})).snapshot.facts.changeSet).toEqual({
      ...snapshot.facts.changeSet,
      at: expect.anything(),
    })
    const other = await asked(update, {StackId: `${arn}-other`}, {options: {changeSet: arn}})
    expect(other.snapshot.facts.changeSet).toMatchObject({
      state: 'unknown',
      cause: 'failed',
      detail: expect.stringContaining('another stack'),
    })
  })

  it('knows that a change set that failed for having nothing to do does nothing', async () => {
    const StatusReason =
      "The submitted information didn't contain changes. Submit different information to create a change set."
    const {snapshot} = await asked([], {Status: 'FAILED', ExecutionStatus: 'UNAVAILABLE', StatusReason})
    expect(factOf(snapshot, 'changeSet').changes).toEqual({state: 'known', value: []})
  })

  it.each([
    [
      'failed',
      {Status: 'FAILED', ExecutionStatus: 'UNAVAILABLE', StatusReason: 'Template error: no such thing'},
      'no such thing',
    ],
    ['unresolved', {Status: 'CREATE_IN_PROGRESS', ExecutionStatus: 'UNAVAILABLE'}, 'not known yet'],
    ['unresolved', {Status: 'CREATE_COMPLETE', ExecutionStatus: 'OBSOLETE'}, 'obsolete'],
    ['unresolved', {Status: 'CREATE_COMPLETE', ExecutionStatus: 'EXECUTE_COMPLETE'}, 'executed already'],
  ] as const)('does not know what one does that is %s: %o', async (cause, differing, detail) => {
    const {snapshot} = await asked(update, differing)
    expect(factOf(snapshot, 'changeSet').changes).toMatchObject({
      state: 'unknown',
      cause,
      detail: expect.stringContaining(detail),
    })
  })

  it('is unknown where there is none of that name', async () => {
    const none = await asked(update, {}, {options: {changeSet: 'other'}})
    expect(none.snapshot.facts.changeSet).toMatchObject({
      state: 'unknown',
      cause: 'failed',
      detail: 'the stack video has no change set of the name given',
    })
  })
})
