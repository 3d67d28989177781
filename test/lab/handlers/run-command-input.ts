import type {SendCommandCommandInput} from '@aws-sdk/client-ssm'
import {AwsError} from '../protocol/aws-error.ts'
import type {LabCall} from './answers.ts'

/** The only document that the lab runs. */
export const runShellScript = 'AWS-RunShellScript'

export interface Sendable {
  readonly ids: readonly string[]
  /** Nodes that take a command and are never heard of: stopped, or out of touch. */
  readonly silent: ReadonlySet<string>
  readonly parameters: Readonly<Record<string, readonly string[]>>
  /** Where the agents write their output; null where they do not. */
  readonly logGroup: string | null
}

/** A SendCommand as AWS takes it, or the error that it answers. */
export function sendable(input: SendCommandCommandInput, call: LabCall): Sendable {
  const {InstanceIds: ids = [], Comment = '', TimeoutSeconds = 3_600, MaxConcurrency = '50', MaxErrors = '0'} = input
  if (input.Targets !== undefined || input.OutputS3BucketName !== undefined)
    throw new Error('the lab sends to ids only, and has no outputs in buckets')
  if (input.DocumentName !== runShellScript) throw new AwsError('InvalidDocument', '')
  if (ids.length === 0) invalid('InstanceIds or Targets must be given')
  if (ids.length > 50) invalid('instanceIds: Member must have length less than or equal to 50')
  if (ids.some(id => !/^(i-(\w{8}|\w{17})|mi-\w{17})$/.test(id))) invalid('instanceIds: Member must satisfy pattern')
  if (new Set(ids).size < ids.length) throw new AwsError('DuplicateInstanceId', '')
  if (Comment.length > 100) invalid('comment: Member must have length less than or equal to 100')
  if (TimeoutSeconds < 30 || TimeoutSeconds > 2_592_000)
    invalid('timeoutSeconds: Member must be between 30 and 2592000')
  if (!/^([1-9][0-9]*|[1-9][0-9]?%|100%)$/.test(MaxConcurrency)) invalid('maxConcurrency: Member must satisfy pattern')
  if (!/^(0|[1-9][0-9]*|[0-9]%|[1-9][0-9]%|100%)$/.test(MaxErrors)) invalid('maxErrors: Member must satisfy pattern')
  // Where fewer than all may fail, AWS ends the rest as Terminated; the lab never does.
  if (MaxErrors !== '100%') throw new Error('the lab does not end a command for its errors')
  const parameters = checkedParameters(input.Parameters ?? {})
  return {ids, parameters, silent: silentOf(ids, call), logGroup: logGroupOf(input)}
}

function logGroupOf({CloudWatchOutputConfig: config}: SendCommandCommandInput): string | null {
  const {CloudWatchOutputEnabled = false, CloudWatchLogGroupName = `/aws/ssm/${runShellScript}`} = config ?? {}
  if (!/^[.\-_/#A-Za-z0-9]{1,512}$/.test(CloudWatchLogGroupName))
    invalid('cloudWatchLogGroupName: Member must satisfy pattern')
  return CloudWatchOutputEnabled ? CloudWatchLogGroupName : null
}

/** Documents and parameters together; the document's own share is about this. */
const [contentBytes, documentBytes] = [65_536, 2_048]

function checkedParameters(parameters: Record<string, string[]>): Record<string, string[]> {
  const {commands, executionTimeout, workingDirectory, ...others} = parameters
  const [stranger] = Object.keys(others)
  if (stranger !== undefined) throw new AwsError('InvalidParameters', `document ${runShellScript} has no ${stranger}`)
  if (commands === undefined || commands.length === 0) throw new AwsError('InvalidParameters', 'commands is required')
  const [timeout = '3600'] = executionTimeout ?? []
  if (!/^([1-9][0-9]{0,4}|1[0-6][0-9]{4}|17[0-1][0-9]{3}|172[0-7][0-9]{2}|172800)$/.test(timeout))
    throw new AwsError('InvalidParameters', 'executionTimeout does not match the allowed pattern')
  if (workingDirectory !== undefined) throw new Error('the lab has no working directories')
  if (commands.some(line => /\{\{/.test(line))) throw new Error('the lab does not replace {{…}}')
  if (Buffer.byteLength(JSON.stringify(parameters)) + documentBytes > contentBytes)
    throw new AwsError('MaxDocumentSizeExceeded', 'The size limit of a document is 64 KB.')
  return parameters
}

function silentOf(ids: readonly string[], {account, fleet}: LabCall): ReadonlySet<string> {
  const stateOf = (id: string) => account.instances.find(({InstanceId}) => InstanceId === id)?.State?.Name
  const managedOf = (id: string) => account.managedInstances.find(({InstanceId}) => InstanceId === id)
  const wrong = ids.filter(
    id =>
      managedOf(id) === undefined ||
      fleet.isTerminated(id) ||
      ['shutting-down', 'terminated'].includes(stateOf(id) ?? ''),
  )
  if (wrong.length > 0) {
    const message = `Instances [[${wrong.join(', ')}]] not in a valid state for account ${account.accountId}`
    throw new AwsError('InvalidInstanceId', message)
  }
  return new Set(
    ids.filter(
      id =>
        ['stopped', 'stopping', 'pending'].includes(stateOf(id) ?? '') ||
        (managedOf(id)?.PingStatus !== 'Online' && !fleet.nodes.has(id)),
    ),
  )
}

function invalid(message: string): never {
  throw new AwsError('ValidationException', `1 validation error detected: Value at ${message}`)
}
