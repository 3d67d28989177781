import type {Role} from '@aws-sdk/client-iam'
import {secretKeysOf} from '../../../src/openvidu/secret-keys.ts'
import {defaultModulesOf} from '../../../src/openvidu/services.ts'
import {contextOf} from '../../support/template-context.ts'
import {type Deploying, stackTags} from './deploy.ts'
import {hex, uuid} from './ids.ts'
import {isJsonMap, type JsonMap, mapAt, mapsAt, tagsAt, textAt, textsAt} from './json-value.ts'
import {bucket} from './names.ts'
import {hoursAgo} from './setting.ts'

/** Roles, instance profiles, the secret and the buckets. */
export function deployIdentity(deploying: Deploying): void {
  const {account, evaluator, setting, ageHours} = deploying
  const createdAt = hoursAgo(setting, ageHours)
  for (const {logicalId, properties} of deploying.ofType('AWS::IAM::Role')) {
    const {id, attributes} = evaluator.identity(logicalId)
    const role: Role = {
      Path: '/',
      RoleName: id,
      RoleId: `AROA${hex(id, 17).toUpperCase()}`,
      Arn: attributes.Arn,
      CreateDate: createdAt,
      AssumeRolePolicyDocument: encodedPolicy(mapAt(properties, 'AssumeRolePolicyDocument')),
      MaxSessionDuration: 3600,
      Tags: tagsAt(properties),
    }
    account.roles.push({
      role,
      attached: textsAt(properties, 'ManagedPolicyArns').map(PolicyArn => ({
        PolicyArn,
        PolicyName: PolicyArn.split('/').at(-1),
      })),
      inline: mapsAt(properties, 'Policies').map(policy => ({
        name: textAt(policy, 'PolicyName') ?? '',
        document: mapAt(policy, 'PolicyDocument'),
      })),
    })
  }
  for (const {logicalId, properties} of deploying.ofType('AWS::IAM::InstanceProfile')) {
    const {id, attributes} = evaluator.identity(logicalId)
    const roles = textsAt(properties, 'Roles')
    account.instanceProfiles.push({
      Path: '/',
      InstanceProfileName: id,
      InstanceProfileId: `AIPA${hex(id, 17).toUpperCase()}`,
      Arn: attributes.Arn,
      CreateDate: createdAt,
      Roles: account.roles.filter(({role}) => roles.includes(role.RoleName ?? '')).map(({role}) => role),
    })
  }
  deploySecrets(deploying, createdAt)
  for (const {logicalId, properties} of deploying.ofType('AWS::S3::Bucket')) {
    const block = properties.PublicAccessBlockConfiguration
    account.buckets.push({
      ...bucket(setting, evaluator.identity(logicalId).id, ageHours),
      versioning: null,
      publicAccessBlock: isJsonMap(block)
        ? Object.fromEntries(Object.entries(block).map(([key, value]) => [key, String(value) === 'true']))
        : null,
    })
  }
}

/** IAM gives policy documents as text, percent-encoded after RFC 3986. */
export function encodedPolicy(document: JsonMap): string {
  return encodeURIComponent(JSON.stringify(document)).replace(
    /[!'()*]/g,
    character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

function deploySecrets(deploying: Deploying, createdAt: Date): void {
  const {account, evaluator, setting} = deploying
  for (const {logicalId, properties} of deploying.ofType('AWS::SecretsManager::Secret')) {
    const {id} = evaluator.identity(logicalId)
    account.secrets.push({
      description: {
        ARN: id,
        Name: textAt(properties, 'Name'),
        Description: textAt(properties, 'Description'),
        CreatedDate: createdAt,
        LastChangedDate: hoursAgo(setting, deploying.ageHours - 0.4),
        LastAccessedDate: hoursAgo(setting, 12),
        VersionIdsToStages: {[uuid(`${id} current`)]: ['AWSCURRENT'], [uuid(`${id} previous`)]: ['AWSPREVIOUS']},
        Tags: stackTags(deploying, logicalId),
      },
      value: JSON.stringify(filledIn(deploying), null, 2),
    })
  }
}

/** The secret as master 1 leaves it. The addresses follow when the masters are made. */
function filledIn({setting}: Deploying): Record<string, string> {
  const {generation, parameters} = setting
  const domain = parameters.DomainName ?? ''
  const version = generation === 'next' ? '3.8.0' : generation
  const special: Readonly<Record<string, string>> = {
    OPENVIDU_URL: `https://${domain}/`,
    LIVEKIT_URL: `wss://${domain}/`,
    DASHBOARD_URL: `https://${domain}/dashboard`,
    GRAFANA_URL: `https://${domain}/grafana`,
    MINIO_URL: `https://${domain}/minio-console`,
    DOMAIN_NAME: domain,
    LIVEKIT_TURN_DOMAIN_NAME: (parameters.TurnDomainName ?? '') === '' ? 'none' : (parameters.TurnDomainName ?? 'none'),
    OPENVIDU_PRO_LICENSE: parameters.OpenViduLicense ?? '',
    OPENVIDU_RTC_ENGINE: parameters.RTCEngine ?? 'pion',
    MEET_INITIAL_API_KEY: parameters.InitialMeetApiKey ?? '',
    ENABLED_MODULES: defaultModulesOf(contextOf(generation, false).figures).join(','),
    OPENVIDU_VERSION: version,
    ALL_SECRETS_GENERATED: 'true',
  }
  return Object.fromEntries(
    secretKeysOf(contextOf(generation, false).figures).map(({name, fixedValue}) => [
      name,
      fixedValue ?? special[name] ?? hex(`${setting.stackName} secret ${name}`, 24),
    ]),
  )
}
