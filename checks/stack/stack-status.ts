import {type FailureStory, failureStory, tellFailure} from '../../src/derive/stack-failure.ts'
import {defineCheck} from '../../src/model/check.ts'
import {unknown} from '../../src/model/fact.ts'
import {continueUpdateRollback, stackStatusCodes, stackTroubleshooting} from '../../src/openvidu/pages.ts'
import {standingOf} from '../../src/openvidu/stack-statuses.ts'

type Failed = {observed: {status: string; failure: FailureStory | null}; expected: {status: string}}
type Going = {observed: {status: string}; expected: {status: string}}

const events =
  'aws cloudformation describe-stack-events --stack-name STACK --query "StackEvents[?ends_with(ResourceStatus, \'FAILED\')]"'

export default defineCheck({
  id: 'stack-status',
  area: 'stack',
  title: 'The stack is complete, and its last operation was not rolled back',
  severity: 'critical',
  sources: ['deployed'],
  requirements: [],
  why: 'A stack that failed half-way has nodes without balancers or balancers without nodes, and takes no further update. The first failure tells the cause; the failures after it are mostly resources that CloudFormation cancelled.',
  how: {
    deployed:
      'The status is held against the 23 that CloudFormation has. Where the last operation failed or was rolled back, its events are read for the first failure that is not a cancellation, in nested stacks too, and its reason is held against known failures. A complete stack does not prove that OpenVidu runs: masters signal before they install.',
  },
  needs: ['stack'],
  uses: ['stackFailure', 'template'],
  phrases: {
    broken: ({observed: {status, failure}, expected}: Failed) =>
      `the stack is ${status}${tellFailure(failure)}; expected ${expected.status}`,
    removable: ({observed: {status, failure}, expected}: Failed) =>
      `the stack is ${status}, in which it can only be deleted${tellFailure(failure)}; expected ${expected.status}`,
    stuck: ({observed: {status, failure}, expected}: Failed) =>
      `the stack is ${status}, in which it takes no update${tellFailure(failure)}; expected ${expected.status}`,
    undeletable: ({observed: {status, failure}, expected}: Failed) =>
      `the stack is ${status}, so part of it is gone${tellFailure(failure)}; expected ${expected.status}`,
    rolledBack: ({observed: {status, failure}, expected}: Failed) =>
      `the stack is ${status}: it runs as before its last update, which failed${tellFailure(failure)}; expected ${expected.status}`,
    undoing: ({observed: {status, failure}, expected}: Failed) =>
      `the stack is ${status}: its last operation failed and is being undone${tellFailure(failure)}; expected ${expected.status}`,
    moving: ({observed, expected}: Going) =>
      `the stack is ${observed.status}, so what is seen of it will change; expected ${expected.status}`,
    tidying: ({observed, expected}: Going) =>
      `the stack is ${observed.status}: the update is done and what it replaced is being removed; expected ${expected.status}`,
    review: ({observed, expected}: Going) =>
      `the stack is ${observed.status}: it has only a change set and nothing was made of it; expected ${expected.status}`,
    deleting: ({observed, expected}: Going) =>
      `the stack is ${observed.status}, so it is going away; expected ${expected.status}`,
  },
  remedy: {
    text: 'Mend what failed first, then repeat the operation; resources that were cancelled need nothing.',
    commands: [events],
    url: stackTroubleshooting,
  },
  remedies: {
    removable: {
      text: 'Mend what failed first, delete the stack, and create it again with "Preserve successfully provisioned resources", so that a next failure leaves its evidence.',
      commands: [events, 'aws cloudformation delete-stack --stack-name STACK'],
      url: stackTroubleshooting,
    },
    stuck: {
      text: 'Mend what keeps the rollback from ending, then continue it.',
      commands: [events, 'aws cloudformation continue-update-rollback --stack-name STACK'],
      url: continueUpdateRollback,
    },
    undeletable: {
      text: 'Remove what keeps the resource from being deleted, then delete the stack again.',
      commands: [events, 'aws cloudformation delete-stack --stack-name STACK'],
      url: stackTroubleshooting,
    },
    rolledBack: {
      text: 'Mend what failed first, then prepare the update again as a change set and read what it replaces before it runs.',
      commands: [events],
      url: stackTroubleshooting,
    },
    moving: {
      text: 'Wait until CloudFormation is done, then examine the stack again; --wait does both.',
      commands: ['openvidu-doctor check STACK --wait 30m'],
      url: stackStatusCodes,
    },
    tidying: {text: 'Wait until CloudFormation is done.', url: stackStatusCodes},
    review: {
      text: 'Execute the change set that made the stack, or delete the stack.',
      commands: ['aws cloudformation list-change-sets --stack-name STACK'],
      url: stackStatusCodes,
    },
    deleting: {text: 'Name another stack, or create this one again.', url: stackStatusCodes},
  },
  judge({stack, stackFailure, template}, {fail, see, look}) {
    const {subject, status} = stack
    const standing = standingOf(status)
    if (standing === 'complete') return
    if (standing === null) {
      see(unknown('unresolved', `${status} is no stack status that this version knows`), subject)
      return
    }
    const expected = {status: 'a complete state'}
    const going = {observed: {status}, expected}
    if (standing === 'moving') return fail('moving', subject, going, {severity: 'high'})
    if (standing === 'tidying') return fail('tidying', subject, going, {severity: 'medium'})
    if (standing === 'review') return fail('review', subject, going)
    if (standing === 'deleting' || standing === 'deleted') return fail('deleting', subject, going)
    const seen = look('stackFailure', stackFailure)
    if (seen?.notDescended) see(seen.notDescended, subject)
    if (seen?.log?.state === 'unknown') see(seen.log, subject)
    const generation = template.state === 'known' ? template.value.generation : null
    const failed = {
      observed: {status, failure: seen === undefined ? null : failureStory(seen, stack, generation)},
      expected,
    }
    if (standing === 'usable') return fail('rolledBack', subject, failed, {severity: 'high'})
    if (standing === 'undoing') return fail('undoing', subject, failed)
    fail(phraseOf(status), subject, failed)
  },
})

/** What may be done with a broken stack depends on what broke. */
function phraseOf(status: string): 'broken' | 'removable' | 'stuck' | 'undeletable' {
  if (status === 'ROLLBACK_COMPLETE' || status === 'ROLLBACK_FAILED') return 'removable'
  if (status === 'UPDATE_ROLLBACK_FAILED') return 'stuck'
  return status === 'DELETE_FAILED' ? 'undeletable' : 'broken'
}
