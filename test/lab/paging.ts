import {createHash} from 'node:crypto'
import {AwsError} from './protocol/aws-error.ts'
import type {Plain} from './protocol/wire.ts'

interface Paging {
  /** The list that is cut into pages. */
  readonly list: string
  /** Where the token of the next page comes in, and goes out. */
  readonly token: string
  readonly next: string
  /** The member that asks for a page size; null where AWS alone decides. */
  readonly size: string | null
  /** The size without it. */
  readonly normal: number
  /** The sizes that may be asked for. */
  readonly range: readonly [least: number, most: number]
  /** Some services say whether more follows. */
  readonly flag?: string
}

const ec2 = (list: string, most = 1000): Paging => ({
  list,
  token: 'NextToken',
  next: 'NextToken',
  size: 'MaxResults',
  normal: most,
  range: [5, most],
})
const json = (list: string, normal: number, range: Paging['range'] = [1, normal]): Paging => ({
  ...ec2(list),
  normal,
  range,
})
const marker = (list: string): Paging => ({
  list,
  token: 'Marker',
  next: 'NextMarker',
  size: 'PageSize',
  normal: 400,
  range: [1, 400],
})
const iam = (list: string): Paging => ({
  list,
  token: 'Marker',
  next: 'Marker',
  size: 'MaxItems',
  normal: 100,
  range: [1, 1000],
  flag: 'IsTruncated',
})
const records = (list: string): Paging => ({...json(list, 50, [1, 100]), size: 'MaxRecords'})
const fixed = (list: string): Paging => ({...json(list, 100), size: null})

/**
 * How each operation pages, from the API references. Handlers answer whole lists. Not here, because AWS answers them whole:
 * zones, addresses, key pairs, target health, life cycle policies of DLM.
 */
const pagings: Readonly<Record<string, Paging>> = {
  'acm.ListCertificates': {...json('CertificateSummaryList', 100, [1, 1000]), size: 'MaxItems'},
  'autoscaling.DescribeAutoScalingGroups': records('AutoScalingGroups'),
  'autoscaling.DescribePolicies': records('ScalingPolicies'),
  'autoscaling.DescribeScalingActivities': {...records('Activities'), normal: 100},
  'backup.ListBackupPlans': json('BackupPlansList', 100),
  'backup.ListBackupSelections': json('BackupSelectionsList', 100),
  'backup.ListRecoveryPointsByResource': json('RecoveryPoints', 100),
  'cloudformation.DescribeChangeSet': fixed('Changes'),
  'cloudformation.DescribeEvents': fixed('OperationEvents'),
  'cloudformation.DescribeStacks': fixed('Stacks'),
  'cloudformation.DescribeStackEvents': fixed('StackEvents'),
  'cloudformation.ListStackResources': fixed('StackResourceSummaries'),
  'ec2.DescribeImages': ec2('Images'),
  'ec2.DescribeInstances': ec2('Reservations'),
  'ec2.DescribeInstanceStatus': ec2('InstanceStatuses'),
  'ec2.DescribeInstanceTypeOfferings': ec2('InstanceTypeOfferings'),
  'ec2.DescribeInstanceTypes': ec2('InstanceTypes', 100),
  'ec2.DescribeInternetGateways': ec2('InternetGateways'),
  'ec2.DescribeLaunchTemplates': json('LaunchTemplates', 200),
  'ec2.DescribeLaunchTemplateVersions': json('LaunchTemplateVersions', 200),
  'ec2.DescribeNatGateways': ec2('NatGateways'),
  'ec2.DescribeNetworkAcls': ec2('NetworkAcls'),
  'ec2.DescribeNetworkInterfaces': ec2('NetworkInterfaces'),
  'ec2.DescribeRouteTables': ec2('RouteTables', 100),
  'ec2.DescribeSecurityGroupRules': ec2('SecurityGroupRules'),
  'ec2.DescribeSecurityGroups': ec2('SecurityGroups'),
  'ec2.DescribeSnapshots': ec2('Snapshots'),
  'ec2.DescribeSubnets': ec2('Subnets'),
  'ec2.DescribeVolumeStatus': ec2('VolumeStatuses'),
  'ec2.DescribeVolumes': ec2('Volumes'),
  'ec2.DescribeVpcEndpoints': ec2('VpcEndpoints'),
  'ec2.DescribeVpcs': ec2('Vpcs'),
  'elasticloadbalancing.DescribeListenerCertificates': marker('Certificates'),
  'elasticloadbalancing.DescribeListeners': marker('Listeners'),
  'elasticloadbalancing.DescribeLoadBalancers': marker('LoadBalancers'),
  'elasticloadbalancing.DescribeTargetGroups': marker('TargetGroups'),
  'events.ListTargetsByRule': {...json('Targets', 100), size: 'Limit'},
  'iam.ListAttachedRolePolicies': iam('AttachedPolicies'),
  'iam.ListRolePolicies': iam('PolicyNames'),
  'logs.FilterLogEvents': {...json('events', 10_000), token: 'nextToken', next: 'nextToken', size: 'limit'},
  'logs.DescribeLogGroups': {...json('logGroups', 50), token: 'nextToken', next: 'nextToken', size: 'limit'},
  's3.ListBuckets': {
    ...json('Buckets', 10_000),
    token: 'ContinuationToken',
    next: 'ContinuationToken',
    size: 'MaxBuckets',
  },
  'servicequotas.ListServiceQuotas': json('Quotas', 100),
  'ssm.DescribeInstanceInformation': json('InstanceInformationList', 10, [5, 50]),
  'ssm.ListCommands': json('Commands', 50),
  'ssm.ListCommandInvocations': json('CommandInvocations', 50),
}

/** What each service answers to a token that it did not give out. */
const badToken: Readonly<Record<string, readonly [code: string, message: string]>> = {
  acm: ['ValidationException', 'The pagination token is invalid'],
  autoscaling: ['InvalidNextToken', 'The NextToken value is not valid.'],
  backup: ['InvalidParameterValueException', 'Invalid token'],
  cloudformation: ['ValidationError', 'Invalid NextToken'],
  ec2: ['InvalidParameterValue', 'Invalid value for parameter NextToken'],
  elasticloadbalancing: ['ValidationError', 'Invalid marker'],
  iam: ['ValidationError', 'Invalid Marker.'],
  logs: ['InvalidParameterException', 'The specified nextToken is invalid.'],
  servicequotas: ['InvalidPaginationTokenException', 'Invalid pagination token'],
  ssm: ['InvalidNextToken', 'The specified token is invalid.'],
}

export interface PageRequest {
  readonly service: string
  readonly operation: string
  readonly input: Plain
  /** The test's own page size, which no input can raise; null for AWS's. */
  readonly size: number | null
  /** Give an empty page first, with a token: legal, and overlooked by many a client. */
  readonly empty: boolean
}

export const pagedOperations = Object.keys(pagings)

/** The page that the input asks for, of an output that has everything. */
export function paged({service, operation, input, size, empty}: PageRequest, output: Plain): Plain {
  const paging = pagings[`${service}.${operation}`]
  const whole = paging === undefined ? undefined : output[paging.list]
  if (paging === undefined || !Array.isArray(whole)) return output
  const {list, token, next, flag} = paging
  const wanted = wantedSize(service, input, paging)
  const length = empty ? 0 : Math.min(size ?? wanted, wanted)
  const mark = markOf(operation, input, paging)
  const start = startOf(input[token], mark, service)
  const end = start + length
  const more = end < whole.length
  return {
    ...output,
    [list]: whole.slice(start, end),
    ...(flag === undefined ? {} : {[flag]: more}),
    ...(more ? {[next]: Buffer.from(`${mark}:${end}`).toString('base64url')} : {}),
  }
}

function wantedSize(service: string, input: Plain, {size, normal, range: [least, most]}: Paging): number {
  const asked = size === null ? undefined : input[size]
  if (typeof asked !== 'number') return normal
  if (asked >= least && asked <= most) return asked
  const code =
    service === 'ec2' ? 'InvalidParameterValue' : service === 'ssm' ? 'ValidationException' : 'ValidationError'
  throw new AwsError(code, `Value ( ${asked} ) for parameter ${size} is invalid. Expecting ${least} to ${most}.`)
}

/** A token belongs to one operation with one input: with another input AWS refuses it, or worse. */
function markOf(operation: string, input: Plain, {token, size}: Paging): string {
  const rest = Object.entries(input).filter(([name]) => name !== token && name !== size)
  return createHash('sha256')
    .update(JSON.stringify([operation, rest.sort()]))
    .digest('hex')
    .slice(0, 12)
}

function startOf(token: unknown, mark: string, service: string): number {
  if (typeof token !== 'string' || token === '') return 0
  const [its, start] = Buffer.from(token, 'base64url').toString('utf8').split(':')
  if (its === mark && start !== undefined) return Number(start)
  const [code, message] = badToken[service] ?? ['InvalidNextToken', 'The token is not valid']
  throw new AwsError(code, message)
}
