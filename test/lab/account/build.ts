import {type GenerationId, newestGeneration} from '../../../src/openvidu/generations.ts'
import {partitionOf} from '../../../src/openvidu/partitions.ts'
import type {TemplateOptions} from '../../support/template-builder.ts'
import {
  fixtureRegion,
  fixtureStackName,
  goodParameters,
  type ParameterSet,
} from '../../support/template-parameter-sets.ts'
import type {LabAccount} from './account.ts'
import {deploy} from './deploy.ts'
import {noDeployment} from './deployment.ts'
import {machines} from './machines.ts'
import {certificates, namedBuckets} from './names.ts'
import {defaultGroupRules, network, vpcOf} from './network.ts'
import type {Setting} from './setting.ts'
import {zonesOf} from './zones.ts'

export interface LabAccountOptions {
  /** The newest released one where none is given. */
  readonly generation?: GenerationId
  readonly region?: string
  readonly stackName?: string
  readonly accountId?: string
  /** Parameters that differ from the good ones of the generation; the account has whatever they name. */
  readonly parameters?: ParameterSet
  /** False: the account before the stack is made. */
  readonly deployed?: boolean
  /** How the stack's template differs from the official one: hardened, renamed, changed. */
  readonly template?: TemplateOptions
  /** Hours since the stack was made; ten days, where it is not given. */
  readonly ageHours?: number
  /**
   * Systems Manager manages every instance of the account. Without it only nodes whose role allows it are managed, which
   * in the official templates up to 3.8.0 the masters' does not.
   */
  readonly defaultHostManagement?: boolean
  /** How many Availability Zones the region has. */
  readonly zoneCount?: number
  /** What ages are counted from: the present, where it is not given. */
  readonly now?: Date
}

/** An account with a whole, healthy deployment and everything that its parameters name. */
export function labAccount(options: LabAccountOptions = {}): LabAccount {
  const setting = settingOf(options)
  const {accountId, region, partition, now} = setting
  const account: LabAccount = {
    accountId,
    region,
    partition,
    callerArn: `arn:${partition}:sts::${accountId}:assumed-role/operations/doctor`,
    now,
    zones: zonesOf(region, setting.zoneNames.length),
    ...noDeployment(),
    ...network(setting),
    securityGroupRules: defaultGroupRules(setting, vpcOf(setting)),
    ...machines(setting),
    certificates: certificates(setting),
    buckets: namedBuckets(setting),
  }
  const {deployed = true, ageHours = 240, defaultHostManagement = false, template} = options
  if (deployed) {
    deploy(setting, account, {ageHours, defaultHostManagement, ...(template === undefined ? {} : {template})})
  }
  return account
}

function settingOf(options: LabAccountOptions): Setting {
  const {
    generation = newestGeneration,
    region = fixtureRegion,
    stackName = fixtureStackName,
    accountId = '123456789012',
    zoneCount = 4,
    now = new Date(),
  } = options
  const partition = partitionOf(region)
  const good = Object.entries(goodParameters(generation)).map(([name, value]) => [
    name,
    // The fixtures' certificates lie where the fixtures do.
    value.replace(/^arn:aws:acm:[^:]+:\d+:/, `arn:${partition}:acm:${region}:${accountId}:`),
  ])
  return {
    generation,
    region,
    partition,
    accountId,
    stackName,
    parameters: {...Object.fromEntries(good), ...options.parameters},
    // AWS tells times in whole seconds.
    now: new Date(Math.floor(now.getTime() / 1000) * 1000),
    zoneNames: Array.from({length: zoneCount}, (_, index) => `${region}${String.fromCharCode(97 + index)}`),
  }
}

/** The same account in a region where it has nothing but what every region has. */
export function elsewhere(account: LabAccount, region: string): LabAccount {
  const {accountId, callerArn, buckets, now} = account
  const bare = labAccount({region, accountId, now, deployed: false})
  return {
    ...bare,
    callerArn,
    buckets,
    vpcs: [],
    vpcAttributes: [],
    subnets: [],
    routeTables: [],
    internetGateways: [],
    natGateways: [],
    networkAcls: [],
    securityGroups: [],
    securityGroupRules: [],
    keyPairs: [],
    instances: [],
    certificates: [],
  }
}
