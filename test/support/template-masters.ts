import {generationOf} from '../../src/openvidu/generations.ts'
import {masterDisk} from '../../src/openvidu/limits.ts'
import {MASTER_SLOTS} from '../../src/openvidu/placement.ts'
import {slots, type TemplateContext} from './template-context.ts'
import {allow, policy, trust} from './template-identity.ts'
import {executable, image, metadataOptions} from './template-nodes.ts'
import {
  attachVolume,
  claimSlot,
  masterBoot,
  masterGroupBoot,
  masterInstall,
  sharedFunctions,
  subnetProcessorCode,
} from './template-scripts.ts'
import {attribute, base64, because, ref, sub, type TreeMap} from './template-tree.ts'

/** Where masters go, what they start from, and the masters themselves. */
export function masterResources(context: TemplateContext): TreeMap {
  const nodes = context.makes('OpenViduMasterNodeASG') ? masterGroup(context) : masterInstances(context)
  return {...subnetProcessor(context), OpenViduMasterLaunchTemplate: launchTemplate(context), ...nodes}
}

const processorName = 'SubnetProcessor-${AWS::Region}-${AWS::StackName}'

/** A custom resource that gives each of the four masters a subnet, because CloudFormation can't repeat a list. */
function subnetProcessor({takes}: TemplateContext): TreeMap {
  const logStream = `arn:\${AWS::Partition}:logs:\${AWS::Region}:\${AWS::AccountId}:log-group:/aws/lambda/${processorName}:*`
  return {
    SubnetProcessorFunction: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        FunctionName: sub(processorName),
        Runtime: 'python3.12',
        Handler: 'index.handler',
        Timeout: 120,
        Role: attribute('LambdaExecutionRole', 'Arn'),
        Code: {ZipFile: subnetProcessorCode({withZones: takes('RetainVolumes')})},
      },
    },
    SubnetProcessor: {
      Type: 'Custom::SubnetProcessor',
      Properties: {
        ServiceToken: attribute('SubnetProcessorFunction', 'Arn'),
        Subnets: ref('OpenViduMasterNodeSubnets'),
      },
    },
    LambdaLogGroup: {
      Type: 'AWS::Logs::LogGroup',
      DeletionPolicy: 'Delete',
      UpdateReplacePolicy: 'Retain',
      Properties: {LogGroupName: sub(`/aws/lambda/${processorName}`), RetentionInDays: 7},
    },
    LambdaExecutionRole: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: trust('lambda.amazonaws.com'),
        Policies: [
          policy('subnet-processor', [
            allow(['logs:CreateLogStream', 'logs:PutLogEvents'], sub(logStream)),
            allow(['ec2:DescribeSubnets'], '*'),
          ]),
        ],
      },
    },
  }
}

function launchTemplate(context: TemplateContext): TreeMap {
  const {hardened, takes, makes} = context
  const grouped = makes('OpenViduMasterNodeASG')
  return {
    Type: 'AWS::EC2::LaunchTemplate',
    Metadata: {
      'AWS::CloudFormation::Init': {
        config: {
          files: {
            '/usr/local/lib/openvidu.sh': executable(sharedFunctions()),
            ...(grouped ? {'/usr/local/bin/attach_volume.sh': executable(attachVolume())} : {}),
            '/usr/local/bin/claim_slot.sh': executable(claimSlot(context)),
            '/usr/local/bin/install.sh': executable(masterInstall(context)),
          },
        },
      },
    },
    Properties: {
      LaunchTemplateName: sub('openvidu-ha-master-${AWS::Region}-${AWS::StackName}'),
      LaunchTemplateData: {
        IamInstanceProfile: {Name: ref('OpenViduMasterInstanceProfile')},
        ImageId: image(context, 'Master'),
        InstanceType: ref('MasterNodeInstanceType'),
        KeyName: ref('KeyName'),
        SecurityGroupIds: [ref('OpenViduMasterNodeSG')],
        MetadataOptions: metadataOptions(),
        BlockDeviceMappings: [
          {
            DeviceName: '/dev/sda1',
            Ebs: {
              VolumeType: 'gp3',
              VolumeSize: takes('MasterNodesDiskSize') ? ref('MasterNodesDiskSize') : rootDisk(grouped),
              DeleteOnTermination: hardened
                ? because(
                    'The disk holds a quarter of the cluster: it outlives a terminated or replaced master.',
                    false,
                  )
                : true,
              ...(hardened
                ? {
                    Encrypted: because(
                      'Said here, because the default of the account may be off; it can not be added later.',
                      true,
                    ),
                  }
                : {}),
            },
          },
        ],
        ...(grouped ? {UserData: base64(sub(masterGroupBoot(context)))} : {}),
      },
    },
  }
}

/** A master of a group keeps its data on a volume of its own. */
function rootDisk(grouped: boolean): number {
  return grouped ? masterDisk.minimumGB : masterDisk.recommendedGB
}

function masterInstances(context: TemplateContext): TreeMap {
  const {generation, hardened, makes} = context
  const resources: TreeMap = {}
  for (const slot of slots) {
    // One after another, so that no two of them write the secret at once. The announced generation starts all at once.
    const waits = slot > 1 && makes('MasterNodesWaitCondition1') && generation !== 'next'
    resources[`OpenViduMasterNode${slot}`] = {
      Type: 'AWS::EC2::Instance',
      ...(waits ? {DependsOn: `MasterNodesWaitCondition${slot - 1}`} : {}),
      Properties: {
        LaunchTemplate: {
          LaunchTemplateId: ref('OpenViduMasterLaunchTemplate'),
          Version: attribute('OpenViduMasterLaunchTemplate', 'LatestVersionNumber'),
        },
        SubnetId: attribute('SubnetProcessor', `Subnet${slot}`),
        Tags: [{Key: 'Name', Value: sub(`\${AWS::StackName} - OpenVidu HA - Master Node ${slot}`)}],
        UserData: base64(sub(masterBoot(context, slot))),
      },
    }
    if (makes(`MasterNodesWaitCondition${slot}`)) {
      resources[`MasterNodesWaitCondition${slot}`] = {
        Type: 'AWS::CloudFormation::WaitCondition',
        ...(hardened
          ? {
              DependsOn: because(
                'Its clock starts with its own master; otherwise all four start with the stack.',
                `OpenViduMasterNode${slot}`,
              ),
            }
          : {}),
        CreationPolicy: {ResourceSignal: {Timeout: `PT${generationOf(generation).waitMinutes ?? 30}M`, Count: 1}},
      }
    }
  }
  return resources
}

/** First generation: a group fixed at four, whose members find their data on volumes that are not theirs. */
function masterGroup({hardened}: TemplateContext): TreeMap {
  const resources: TreeMap = {
    OpenViduMasterNodeASG: {
      Type: 'AWS::AutoScaling::AutoScalingGroup',
      Properties: {
        LaunchTemplate: {
          LaunchTemplateId: ref('OpenViduMasterLaunchTemplate'),
          Version: attribute('OpenViduMasterLaunchTemplate', 'LatestVersionNumber'),
        },
        MinSize: MASTER_SLOTS,
        MaxSize: MASTER_SLOTS,
        DesiredCapacity: MASTER_SLOTS,
        VPCZoneIdentifier: ref('OpenViduMasterNodeSubnets'),
        TargetGroupARNs: [ref('OpenViduMasterNodeTG')],
        Tags: [
          {
            Key: 'Name',
            Value: sub('${AWS::StackName} - OpenVidu HA - Master Node'),
            PropagateAtLaunch: true,
          },
        ],
      },
    },
  }
  for (const slot of slots) {
    // A DeletionPolicy can't depend on a parameter: two resources for each volume, of which one is made.
    resources[`OpenViduMasterVolume${slot}`] = volume(slot, 'KeepMasterVolumes', hardened)
    resources[`OpenViduMasterTemporaryVolume${slot}`] = volume(slot, 'DropMasterVolumes', hardened)
  }
  return resources
}

function volume(slot: number, condition: string, hardened: boolean): TreeMap {
  return {
    Type: 'AWS::EC2::Volume',
    Condition: condition,
    DeletionPolicy: condition === 'KeepMasterVolumes' ? 'Retain' : 'Delete',
    UpdateReplacePolicy: 'Retain',
    Properties: {
      AvailabilityZone: attribute('SubnetProcessor', `Zone${slot}`),
      Size: ref('DiskSize'),
      VolumeType: 'gp3',
      ...(hardened ? {Encrypted: true} : {}),
      Tags: [
        {Key: 'Name', Value: sub(`\${AWS::StackName} - OpenVidu HA - Master Data ${slot}`)},
        {Key: 'OpenViduStack', Value: ref('AWS::StackName')},
        {Key: 'OpenViduSlot', Value: String(slot)},
      ],
    },
  }
}
