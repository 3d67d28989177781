/*
 * What each status of a CloudFormation stack means for whoever wants to use the deployment. Source: the StackStatus values
 * of the CloudFormation API reference.
 */

/**
 * `complete` is as asked for; `usable` runs, but not as last asked for; `tidying` runs as asked for while old resources are
 * removed; `moving` is on its way; `undoing` is on its way back after a failure; `review` has never been more than a change
 * set; `broken` needs somebody; `deleting` and `deleted` are what they say.
 */
export type StackStanding =
  | 'complete'
  | 'usable'
  | 'tidying'
  | 'moving'
  | 'undoing'
  | 'review'
  | 'broken'
  | 'deleting'
  | 'deleted'

const standings = {
  CREATE_COMPLETE: 'complete',
  UPDATE_COMPLETE: 'complete',
  IMPORT_COMPLETE: 'complete',
  UPDATE_ROLLBACK_COMPLETE: 'usable',
  IMPORT_ROLLBACK_COMPLETE: 'usable',
  UPDATE_COMPLETE_CLEANUP_IN_PROGRESS: 'tidying',
  CREATE_IN_PROGRESS: 'moving',
  UPDATE_IN_PROGRESS: 'moving',
  IMPORT_IN_PROGRESS: 'moving',
  ROLLBACK_IN_PROGRESS: 'undoing',
  UPDATE_ROLLBACK_IN_PROGRESS: 'undoing',
  UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS: 'undoing',
  IMPORT_ROLLBACK_IN_PROGRESS: 'undoing',
  REVIEW_IN_PROGRESS: 'review',
  CREATE_FAILED: 'broken',
  ROLLBACK_COMPLETE: 'broken',
  ROLLBACK_FAILED: 'broken',
  UPDATE_FAILED: 'broken',
  UPDATE_ROLLBACK_FAILED: 'broken',
  IMPORT_ROLLBACK_FAILED: 'broken',
  DELETE_FAILED: 'broken',
  DELETE_IN_PROGRESS: 'deleting',
  DELETE_COMPLETE: 'deleted',
} as const satisfies Readonly<Record<string, StackStanding>>

export type StackStatus = keyof typeof standings

/** All 23. */
export const stackStatuses: readonly StackStatus[] = Object.keys(standings).filter(isStackStatus)

export function isStackStatus(status: string): status is StackStatus {
  return Object.hasOwn(standings, status)
}

/** What a status means; null for one that CloudFormation has added since. */
export function standingOf(status: string): StackStanding | null {
  return isStackStatus(status) ? standings[status] : null
}

/** Whether CloudFormation is at work on the stack, so that it will be something else in a while. */
export function isMoving(status: string): boolean {
  return status.endsWith('_IN_PROGRESS') && status !== 'REVIEW_IN_PROGRESS'
}

/** Whether the last operation failed, or is being or was undone; a failure that its user left behind counts. */
export function lastOperationFailed(status: string): boolean {
  return status.endsWith('_FAILED') || status.includes('ROLLBACK')
}
