import {describe, expect, it} from 'vitest'
import check from '../../../checks/stack/stack-status.ts'
import {absent, known, unknown} from '../../../src/model/fact.ts'
import type {FactMap} from '../../../src/model/facts.ts'
import {stackStatuses} from '../../../src/openvidu/stack-statuses.ts'
import {healthyStack} from '../../support/healthy-stack/index.ts'
import {failures, judgeIn, withChanged, withFacts} from '../../support/snapshots.ts'

type Failed = NonNullable<FactMap['stackFailure']['first']>

const subject = {type: 'Stack', id: 'video', logicalId: null, location: null}
const failedResource = (logicalId: string, reason: string | null, type = 'AWS::EC2::Instance'): Failed => ({
  subject: {type, id: null, logicalId, location: null},
  stackName: 'video',
  logicalId,
  type,
  status: 'CREATE_FAILED',
  reason,
  at: '2026-11-22T09:00:00.000Z',
})
const failure = (first: Failed | null, changes: Partial<FactMap['stackFailure']> = {}): FactMap['stackFailure'] => ({
  subject,
  startedAt: null,
  first,
  notDescended: null,
  others: 0,
  cancelled: 0,
  undoing: null,
  log: null,
  ...changes,
})
const stackIn = (status: string, stackFailure: FactMap['stackFailure'] | null = failure(null)) =>
  withFacts(
    withChanged(healthyStack(), 'stack', stack => ({...stack, status})),
    {stackFailure: stackFailure ?? absent('it did not fail')},
  )
const messageOf = (verdict: ReturnType<typeof judgeIn>) =>
  verdict.status === 'fail' ? (verdict.findings[0]?.message ?? '') : verdict.status

/** What each of the 23 means: the phrase, and how much it weighs. */
const expected: Readonly<Record<string, readonly [phrase: string, severity: string]>> = {
  CREATE_COMPLETE: ['pass', ''],
  UPDATE_COMPLETE: ['pass', ''],
  IMPORT_COMPLETE: ['pass', ''],
  UPDATE_ROLLBACK_COMPLETE: ['rolledBack', 'high'],
  IMPORT_ROLLBACK_COMPLETE: ['rolledBack', 'high'],
  UPDATE_COMPLETE_CLEANUP_IN_PROGRESS: ['tidying', 'medium'],
  CREATE_IN_PROGRESS: ['moving', 'high'],
  UPDATE_IN_PROGRESS: ['moving', 'high'],
  IMPORT_IN_PROGRESS: ['moving', 'high'],
  ROLLBACK_IN_PROGRESS: ['undoing', 'critical'],
  UPDATE_ROLLBACK_IN_PROGRESS: ['undoing', 'critical'],
  UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS: ['undoing', 'critical'],
  IMPORT_ROLLBACK_IN_PROGRESS: ['undoing', 'critical'],
  REVIEW_IN_PROGRESS: ['review', 'critical'],
  CREATE_FAILED: ['broken', 'critical'],
  UPDATE_FAILED: ['broken', 'critical'],
  IMPORT_ROLLBACK_FAILED: ['broken', 'critical'],
  ROLLBACK_COMPLETE: ['removable', 'critical'],
  ROLLBACK_FAILED: ['removable', 'critical'],
  UPDATE_ROLLBACK_FAILED: ['stuck', 'critical'],
  DELETE_FAILED: ['undeletable', 'critical'],
  DELETE_IN_PROGRESS: ['deleting', 'critical'],
  DELETE_COMPLETE: ['deleting', 'critical'],
}

describe('stack-status', () => {
  it('knows all 23 statuses', () => {
    expect(stackStatuses.toSorted()).toEqual(Object.keys(expected).toSorted())
    expect(stackStatuses).toHaveLength(23)
  })

  it.each(Object.entries(expected))('judges %s: %s', (status, [phrase, severity]) => {
    const verdict = judgeIn(check, stackIn(status))
    if (phrase === 'pass') return expect(verdict.status).toBe('pass')
    expect(failures(verdict)).toEqual([`${phrase}: video`])
    expect(verdict).toMatchObject({findings: [{severity, observed: {status}}], unseen: null})
    expect(messageOf(verdict)).toContain(status)
  })

  it('does not judge a status that is newer than this version', () => {
    expect(judgeIn(check, stackIn('UPDATE_PAUSED'))).toMatchObject({status: 'unknown', unseen: {cause: 'unresolved'}})
  })

  it('names the first failure, how many followed, and what the failure is known as', () => {
    const first = failedResource(
      'MasterNodesWaitCondition1',
      'Failed to receive 1 resource signal(s) within the specified duration',
      'AWS::CloudFormation::WaitCondition',
    )
    const verdict = judgeIn(check, stackIn('ROLLBACK_COMPLETE', failure(first, {others: 2, cancelled: 1})))
    expect(messageOf(verdict)).toBe(
      'the stack is ROLLBACK_COMPLETE, in which it can only be deleted; MasterNodesWaitCondition1 (AWS::CloudFormation::WaitCondition) failed first, at 2026-11-22T09:00:00.000Z: Failed to receive 1 resource signal(s) within the specified duration; 2 more failed after it; 1 was cancelled because of it; this is known as F1: A master node never signalled; resources cancelled beside it are no cause of their own. Read the installation log of the first master that stored no address; expected a complete state',
    )
  })

  it.each([
    ['F29', 'A load balancer cannot be attached to multiple subnets in the same Availability Zone'],
    ['F30', "Certificate ARN 'arn:aws:acm:eu-west-1:1:certificate/x' is not valid"],
    ['F31', 'You have requested more vCPU capacity than your current vCPU limit of 32 allows'],
    ['F32', 'We currently do not have sufficient c6a.xlarge capacity in the Availability Zone you requested'],
    ['F33', 'Your requested instance type (c7g.xlarge) is not supported in your requested Availability Zone'],
    ['F34', "The architecture 'arm64' of the specified instance type does not match the architecture 'x86_64'"],
    ['F35', 'Requires capabilities : [CAPABILITY_NAMED_IAM]'],
    ['F36', "at 'functionName' failed to satisfy constraint: Member must have length less than or equal to 64"],
    ['F37', 'openvidu-ha-eu-west-1-video already exists'],
    ['F38', 'Received response status [FAILED] from custom resource. Message returned: no subnets'],
    [null, 'Internal Failure (.*+?^${}()|[]\\ %s'],
  ])('recognises %s in a reason', (id, reason) => {
    const verdict = judgeIn(check, stackIn('CREATE_FAILED', failure(failedResource('Something', reason))))
    expect(verdict).toMatchObject({
      findings: [{observed: {failure: {first: {reason}, known: id === null ? null : {id}}}}],
    })
    expect(messageOf(verdict)).toContain(reason.replace(/\.$/, ''))
  })

  it('tells what keeps the rollback from ending, and the log of a function', () => {
    const verdict = judgeIn(
      check,
      stackIn(
        'UPDATE_ROLLBACK_FAILED',
        failure(failedResource('SubnetProcessor', null, 'Custom::SubnetProcessor'), {
          undoing: failedResource('OpenViduMediaNodeASG', 'no such launch template'),
          log: known({group: '/aws/lambda/x', lines: ['[ERROR] one', '[ERROR] two']}),
        }),
      ),
    )
    expect(messageOf(verdict)).toContain('no reason is given')
    expect(messageOf(verdict)).toContain('OpenViduMediaNodeASG then failed to be undone: no such launch template')
    expect(messageOf(verdict)).toContain('its log ends with: [ERROR] one | [ERROR] two')
    expect(verdict).toMatchObject({remedy: {commands: expect.arrayContaining([expect.stringContaining('continue-')])}})
  })

  it('tells what CloudFormation says of the stack where it names no resource', () => {
    const snapshot = withChanged(stackIn('CREATE_FAILED'), 'stack', stack => ({
      ...stack,
      statusReason: 'Requires capabilities : [CAPABILITY_NAMED_IAM].',
    }))
    expect(messageOf(judgeIn(check, snapshot))).toBe(
      'the stack is CREATE_FAILED; CloudFormation names no resource that failed, but says: Requires capabilities : [CAPABILITY_NAMED_IAM]; this is known as F35: The stack was created without the capability for named IAM resources. Pass CAPABILITY_NAMED_IAM; expected a complete state',
    )
  })

  it('fails without the events, too, and says that it did not see them', () => {
    const gap = unknown('denied', 'no policy allows it', 'cloudformation:DescribeStackEvents')
    const verdict = judgeIn(check, withFacts(stackIn('CREATE_FAILED'), {stackFailure: gap}))
    expect(verdict).toMatchObject({status: 'fail', unseen: {cause: 'denied', facts: ['stackFailure']}})
    expect(messageOf(verdict)).toBe('the stack is CREATE_FAILED; expected a complete state')
    const inner = failure(failedResource('Inner', 'Embedded stack failed'), {notDescended: gap, log: gap})
    expect(judgeIn(check, stackIn('CREATE_FAILED', inner))).toMatchObject({status: 'fail', unseen: {cause: 'denied'}})
  })
})
