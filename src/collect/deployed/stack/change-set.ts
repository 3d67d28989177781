import {
  type Change,
  CloudFormationClient,
  DescribeChangeSetCommand,
  type DescribeChangeSetCommandOutput,
} from '@aws-sdk/client-cloudformation'
import {classify, required} from '../../../aws/errors.ts'
import type {AwsSession} from '../../../aws/session.ts'
import {absent, known, type Seen, unknown} from '../../../model/fact.ts'
import type {FactMap} from '../../../model/facts.ts'
import {defineCollector, gapOf, seen} from '../../collector.ts'
import {bounded} from './stack-events.ts'

const action = 'cloudformation:DescribeChangeSet'
const reasonCharacters = 600
/** A page holds a megabyte of changes; a stack of five hundred resources has one or two. */
const mostPages = 20

type ChangeSet = FactMap['changeSet']
type PlannedChange = Extract<ChangeSet['changes'], {state: 'known'}>['value'][number]

/** What an update that was prepared would do. */
export const changeSet = defineCollector({
  id: 'change-set',
  title: 'Change set',
  tier: 'check',
  provides: ['changeSet'],
  follows: ['stack'],
  iam: [action],
  async collect({session, options, known: {stack}}) {
    const name = options.changeSet
    if (name === null) return {changeSet: absent('no change set was given: --change-set')}
    try {
      const {head, changes, whole} = await read(session, stack.id, name)
      // An ARN may be that of any stack's change set.
      if (required(head.StackId, 'stack of the change set') !== stack.id)
        return {changeSet: unknown('failed', `the change set is of another stack than ${stack.name}`)}
      return {changeSet: seen(changeSetOf(head, changes, whole), action)}
    } catch (error) {
      if (classify(error, action).kind === 'not-found')
        return {changeSet: unknown('failed', `the stack ${stack.name} has no change set of the name given`)}
      return {changeSet: gapOf(error, action)}
    }
  },
})

interface Read {
  readonly head: DescribeChangeSetCommandOutput
  readonly changes: readonly Change[]
  readonly whole: boolean
}

async function read(session: AwsSession, stackId: string, name: string): Promise<Read> {
  const client = session.client(CloudFormationClient)
  const page = (token: string | undefined) =>
    client.send(
      // Without IncludePropertyValues: what properties hold is nobody's business here, and may be secret.
      new DescribeChangeSetCommand({
        StackName: stackId,
        ChangeSetName: name,
        ...(token === undefined ? {} : {NextToken: token}),
      }),
      session.options,
    )
  const head = await page(undefined)
  // Left out of a change set that failed or is not ready; one that is ready always has them.
  const changes = [...(head.Status === 'CREATE_COMPLETE' ? required(head.Changes, 'list of changes') : [])]
  let token = head.NextToken
  for (let pages = 1; token !== undefined && pages < mostPages; pages += 1) {
    const next = await page(token)
    changes.push(...required(next.Changes, 'list of changes'))
    token = next.NextToken
  }
  return {head, changes, whole: token === undefined}
}

function changeSetOf(head: DescribeChangeSetCommandOutput, changes: readonly Change[], whole: boolean): ChangeSet {
  const name = required(head.ChangeSetName, 'name of the change set')
  const status = required(head.Status, 'status of the change set')
  const executionStatus = required(head.ExecutionStatus, 'execution status of the change set')
  const reason = head.StatusReason ?? ''
  const statusReason = reason === '' ? null : bounded(reason, reasonCharacters)
  return {
    subject: {type: 'AWS::CloudFormation::ChangeSet', id: name, logicalId: null, location: null},
    name,
    status,
    executionStatus,
    statusReason,
    changes: whole
      ? changesOf(changes, {status, executionStatus, statusReason})
      : unknown('truncated', 'the change set has more changes than are read'),
  }
}

/** Only a finished change set that may still be executed tells what an update would do. */
function changesOf(
  changes: readonly Change[],
  {status, executionStatus, statusReason}: Pick<ChangeSet, 'status' | 'executionStatus' | 'statusReason'>,
): Seen<PlannedChange[]> {
  // CloudFormation calls it a failure to have nothing to do.
  if (status === 'FAILED' && /didn't contain changes|No updates are to be performed/i.test(statusReason ?? ''))
    return known([])
  if (status === 'FAILED') return unknown('failed', `the change set failed: ${statusReason ?? 'no reason is given'}`)
  if (status !== 'CREATE_COMPLETE')
    return unknown('unresolved', `the change set is ${status}: what it would do is not known yet, or no more`)
  if (executionStatus === 'OBSOLETE')
    return unknown('unresolved', 'the change set is obsolete: the stack was changed since, so make a new one')
  if (executionStatus.startsWith('EXECUTE_'))
    return unknown(
      'unresolved',
      `the change set was executed already (${executionStatus}): the stack shows what it did`,
    )
  return known(
    changes.flatMap(({ResourceChange: change}) => {
      // The other kind of change is the call of a hook.
      if (change === undefined) return []
      const logicalId = required(change.LogicalResourceId, 'logical id of a change')
      const type = required(change.ResourceType, 'type of a change')
      return {
        subject: {type, id: change.PhysicalResourceId || null, logicalId, location: null},
        logicalId,
        type,
        action: required(change.Action, 'action of a change'),
        // Told of modified resources only.
        replacement: change.Replacement ?? null,
        properties: [...new Set((change.Details ?? []).flatMap(({Target}) => Target?.Name ?? []))],
      }
    }),
  )
}
