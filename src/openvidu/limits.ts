/** Master disks, in GB. Source: MasterNodesDiskSize of the templates since 3.2.0 (MinValue and Default). */
export const masterDisk = {minimumGB: 50, recommendedGB: 100} as const

/** Root volume of a media node, in GB; GPU types since 3.6.0 get the larger one (template 3.8.0, line 2629). */
export const mediaDisk = {standardGB: 50, gpuGB: 100} as const

/**
 * Longest usable stack name in a region, in characters. The tightest name is the Lambda function's,
 * `SubnetProcessor-<region>-<stack>` (template 3.8.0, line 1290), and Lambda allows 64: 64 − 16 − 1 − region length.
 */
export function maximumStackNameLength(region: string): number {
  return awsLimits.lambdaNameCharacters - 'SubnetProcessor-'.length - '-'.length - region.length
}

/** The largest template that CloudFormation takes, in bytes: 1 MiB, from S3. Source: CloudFormation quotas. */
export const templateBodyLimitBytes = 1_048_576

/** The largest value of one parameter, in bytes. Source: CloudFormation quotas. */
export const parameterValueLimitBytes = 4_096

/** AWS's other limits. Source: CloudFormation quotas, and the API references of the services. */
export const awsLimits = {
  lambdaNameCharacters: 64,
  stackNameCharacters: 128,
  /** A template passed in the request, in bytes; the official ones are larger and must go through S3. */
  inlineTemplateBytes: 51_200,
  parameters: 200,
  resources: 500,
  outputs: 200,
  /** A secret's value. */
  secretBytes: 65_536,
  /** Addresses that AWS keeps in every subnet. */
  reservedSubnetAddresses: 5,
  /** What GetCommandInvocation returns of one command's output without a bucket or log group. */
  runCommandStdoutCharacters: 24_000,
  runCommandStderrCharacters: 8_000,
} as const

/** What CloudFormation accepts as a stack name, apart from its length. Source: CreateStack, StackName. */
export const stackNamePattern = /^[A-Za-z][-A-Za-z0-9]*$/

/** How long a media node may drain before Auto Scaling ends it. */
export const drain = {
  /** HeartbeatTimeout of the lifecycle hook, in seconds (template 3.8.0, line 2660). */
  heartbeatTimeoutSeconds: 3_600,
  /** How often stop_media_node.sh asks for more time, in seconds (template 3.8.0, line 2537). */
  heartbeatIntervalSeconds: 1_800,
  /** AWS's cap: 48 hours or a hundred heartbeat timeouts, whichever is shorter. */
  maximumSeconds: 172_800,
} as const

/** Warm-up that target tracking grants a new media node, in seconds (template 3.8.0, OpenViduMediaNodeASGScalingPolicy). */
export const mediaWarmUpSeconds = 120

/** ScaleTargetCPU is a percentage although the templates set no bounds. */
export const scaleTargetCpu = {minimum: 1, maximum: 100} as const

/** Fewest media nodes of a working deployment. Source: on-premises install page, prerequisites. */
export const minimumMediaNodes = 1

/**
 * How long a node may take, in minutes since its start. `installation`: all masters may wait for each other as long as the wait
 * conditions do (20), then fetch Docker and the images, then pass the readiness gate (twice 5; template 3.8.0, line 2155).
 * `start`: what that gate grants the services of a node that is installed.
 */
export const nodeMinutes = {installation: 45, start: 10} as const
