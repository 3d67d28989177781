import type {Instance} from '@aws-sdk/client-ec2'
import {MASTER_SLOTS} from '../../../src/openvidu/placement.ts'
import {contextOf} from '../../support/template-context.ts'
import type {Deploying} from './deploy.ts'
import {ec2Id, hex, uuid} from './ids.ts'
import {mapAt, mapsAt, numberAt, textAt} from './json-value.ts'
import {arn, hoursAgo} from './setting.ts'

/** What watches over a deployment: draining, backups, Systems Manager, logs; and the addresses in the secret. */
export function deployGuards(deploying: Deploying, defaultHostManagement: boolean): void {
  deployRules(deploying)
  deployDocuments(deploying)
  deployBackups(deploying)
  deployManagement(deploying, defaultHostManagement)
  deployLogs(deploying)
  writeAddresses(deploying)
}

/** The masters of the stack, in the order of their slots, however the generation makes them. */
export function mastersOf({account, setting}: Deploying): readonly Instance[] {
  return account.instances
    .filter(({Tags}) => Tags?.some(({Key, Value}) => Key === 'Name' && Value?.includes('Master Node')))
    .filter(({Tags}) => Tags?.some(({Value}) => Value === setting.stackName))
    .slice(0, MASTER_SLOTS)
}

function deployRules({account, evaluator, setting, ofType}: Deploying): void {
  for (const {logicalId, properties} of ofType('AWS::Events::Rule')) {
    const {id, attributes} = evaluator.identity(logicalId)
    account.eventRules.push({
      rule: {
        Name: id,
        Arn: attributes.Arn,
        EventPattern: JSON.stringify(mapAt(properties, 'EventPattern')),
        State: 'ENABLED',
        Description: textAt(properties, 'Description'),
        EventBusName: 'default',
        CreatedBy: setting.accountId,
      },
      targets: mapsAt(properties, 'Targets').map(target => ({
        Id: textAt(target, 'Id'),
        Arn: textAt(target, 'Arn'),
        RoleArn: textAt(target, 'RoleArn'),
        InputTransformer: {
          InputPathsMap: Object.fromEntries(
            Object.entries(mapAt(mapAt(target, 'InputTransformer'), 'InputPathsMap')).map(([key, path]) => [
              key,
              String(path),
            ]),
          ),
          InputTemplate: textAt(mapAt(target, 'InputTransformer'), 'InputTemplate'),
        },
      })),
    })
  }
}

function deployDocuments({account, evaluator, setting, ofType, ageHours}: Deploying): void {
  for (const {logicalId, properties} of ofType('AWS::SSM::Document')) {
    account.documents.push({
      Name: evaluator.identity(logicalId).id,
      Owner: setting.accountId,
      Status: 'Active',
      DocumentType: textAt(properties, 'DocumentType') === 'Automation' ? 'Automation' : 'Command',
      DocumentVersion: '1',
      LatestVersion: '1',
      DefaultVersion: '1',
      DocumentFormat: 'JSON',
      SchemaVersion: '0.3',
      CreatedDate: hoursAgo(setting, ageHours),
    })
  }
}

/** A daily snapshot of every master by a life cycle policy on the instances' names; volumes of a stack have no tags. */
function deployBackups(deploying: Deploying): void {
  const {account, setting, ageHours} = deploying
  const masters = mastersOf(deploying)
  const policyId = `policy-0${hex(`dlm ${setting.stackName}`, 16)}`
  const names = masters.flatMap(({Tags}) => Tags?.filter(({Key}) => Key === 'Name') ?? [])
  account.lifecyclePolicies.push({
    PolicyId: policyId,
    PolicyArn: arn(setting, 'dlm', `policy/${policyId}`),
    Description: `Daily snapshots of the masters of ${setting.stackName}`,
    State: 'ENABLED',
    StatusMessage: 'ENABLED',
    ExecutionRoleArn: `arn:${setting.partition}:iam::${setting.accountId}:role/service-role/AWSDataLifecycleManagerDefaultRole`,
    DateCreated: hoursAgo(setting, ageHours - 1),
    DateModified: hoursAgo(setting, ageHours - 1),
    DefaultPolicy: false,
    PolicyDetails: {
      PolicyType: 'EBS_SNAPSHOT_MANAGEMENT',
      ResourceTypes: ['INSTANCE'],
      ResourceLocations: ['CLOUD'],
      TargetTags: [...new Set(names.map(({Value}) => Value))].map(Value => ({Key: 'Name', Value})),
      Schedules: [
        {
          Name: 'daily',
          CopyTags: true,
          CreateRule: {Interval: 24, IntervalUnit: 'HOURS', Times: ['03:00']},
          RetainRule: {Count: 14},
        },
      ],
    },
    Tags: {},
  })
  for (const master of masters) {
    for (const {Ebs} of master.BlockDeviceMappings ?? []) {
      const volume = account.volumes.find(({VolumeId}) => VolumeId === Ebs?.VolumeId)
      account.snapshots.push({
        SnapshotId: ec2Id('snap', Ebs?.VolumeId ?? ''),
        VolumeId: Ebs?.VolumeId,
        VolumeSize: volume?.Size,
        OwnerId: setting.accountId,
        State: 'completed',
        Progress: '100%',
        StorageTier: 'standard',
        Encrypted: volume?.Encrypted,
        StartTime: hoursAgo(setting, 9),
        CompletionTime: hoursAgo(setting, 8.5),
        Description: `Created for policy: ${policyId} schedule: daily`,
        Tags: [
          {Key: 'aws:dlm:lifecycle-policy-id', Value: policyId},
          {Key: 'aws:dlm:lifecycle-schedule-name', Value: 'daily'},
          {Key: 'aws:dlm:managed', Value: 'true'},
        ],
      })
    }
  }
}

const corePolicy = 'AmazonSSMManagedInstanceCore'
const defaultHostSetting = '/ssm/managed-instance/default-ec2-instance-management-role'

/** A node registers where its role may, or where the account manages every instance by default. */
function deployManagement({account, setting, stackId}: Deploying, byDefault: boolean): void {
  account.serviceSettings.push({
    SettingId: defaultHostSetting,
    SettingValue: byDefault ? 'service-role/AWSSystemsManagerDefaultEC2InstanceManagementRole' : '$None',
    Status: byDefault ? 'Customized' : 'Default',
    ARN: arn(setting, 'ssm', `servicesetting${defaultHostSetting}`),
    LastModifiedDate: hoursAgo(setting, 2000),
    LastModifiedUser: 'System',
  })
  for (const instance of account.instances) {
    if (!instance.Tags?.some(({Value}) => Value === stackId)) continue
    const profile = account.instanceProfiles.find(({Arn}) => Arn === instance.IamInstanceProfile?.Arn)
    const allowed = account.roles
      .filter(({role}) => profile?.Roles?.some(({RoleName}) => RoleName === role.RoleName))
      .some(({attached}) => attached.some(({PolicyName}) => PolicyName === corePolicy))
    if (!allowed && !byDefault) continue
    account.managedInstances.push({
      InstanceId: instance.InstanceId,
      PingStatus: 'Online',
      LastPingDateTime: hoursAgo(setting, 0.02),
      AgentVersion: '3.3.987.0',
      IsLatestVersion: false,
      PlatformType: 'Linux',
      PlatformName: 'Ubuntu',
      PlatformVersion: '24.04',
      ResourceType: 'EC2Instance',
      IPAddress: instance.PrivateIpAddress,
      ComputerName: instance.PrivateDnsName,
    })
  }
}

/** The one log group of the stack is that of the function which places the masters. */
function deployLogs({account, evaluator, setting, ofType, ageHours}: Deploying): void {
  for (const {logicalId, properties} of ofType('AWS::Logs::LogGroup')) {
    const name = evaluator.identity(logicalId).id
    const at = hoursAgo(setting, ageHours).getTime()
    const stream = `${new Date(at).toISOString().slice(0, 10).replaceAll('-', '/')}/[$LATEST]${hex(name, 32)}`
    account.logGroups.push({
      group: {
        logGroupName: name,
        arn: arn(setting, 'logs', `log-group:${name}:*`),
        logGroupArn: arn(setting, 'logs', `log-group:${name}`),
        creationTime: at,
        retentionInDays: numberAt(properties, 'RetentionInDays'),
        storedBytes: 512,
      },
      events: ['START RequestId', 'END RequestId'].map((text, index) => ({
        logStreamName: stream,
        timestamp: at + 60_000 + index * 900,
        ingestionTime: at + 62_000,
        message: `${text}: ${uuid(name)}\n`,
        eventId: `${hex(`${name} ${text}`, 20)}`,
      })),
    })
  }
}

/** Each master writes its address: into the secret, or from the announced generation on into a parameter. */
function writeAddresses(deploying: Deploying): void {
  const {account, setting} = deploying
  const masters = mastersOf(deploying)
  if (setting.generation === 'next') {
    for (const [index, {PrivateIpAddress}] of masters.entries()) {
      const name = `/openvidu/${setting.stackName}/master-node-${index + 1}-private-ip`
      account.ssmParameters.push({
        Name: name,
        Type: 'String',
        Value: PrivateIpAddress,
        Version: 1,
        DataType: 'text',
        ARN: arn(setting, 'ssm', `parameter${name}`),
      })
    }
    return
  }
  const keys = contextOf(setting.generation, false).figures
  for (const secret of account.secrets) {
    const value: Record<string, string> = JSON.parse(secret.value)
    for (const [index, {PrivateIpAddress = 'none'}] of masters.entries()) {
      const key = `MASTER_NODE_${index + 1}_PRIVATE_IP`
      if (key in value && keys !== 'next') value[key] = PrivateIpAddress
    }
    secret.value = JSON.stringify(value, null, 2)
  }
}
