import {drain, mediaDisk, mediaWarmUpSeconds} from '../../src/openvidu/limits.ts'
import {hasTurnBalancer, type TemplateContext} from './template-context.ts'
import {mediaBoot, mediaInstall, setAsUnhealthy, stopMediaNode} from './template-media-scripts.ts'
import {executable, image, metadataOptions} from './template-nodes.ts'
import {sharedFunctions} from './template-scripts.ts'
import {attribute, base64, because, choose, ref, sub, type Tree, type TreeMap} from './template-tree.ts'

export const mediaGroupName = 'openvidu-ha-media-asg-${AWS::Region}-${AWS::StackName}'

/** The group of media nodes and how it scales; how nodes leave it is `template-drain.ts`. */
export function mediaResources(context: TemplateContext): TreeMap {
  return {
    OpenViduMediaNodeLaunchTemplate: launchTemplate(context),
    OpenViduMediaNodeASG: group(context),
    OpenViduMediaNodeASGScalingPolicy: {
      Type: 'AWS::AutoScaling::ScalingPolicy',
      Properties: {
        AutoScalingGroupName: ref('OpenViduMediaNodeASG'),
        PolicyType: 'TargetTrackingScaling',
        EstimatedInstanceWarmup: mediaWarmUpSeconds,
        TargetTrackingConfiguration: {
          PredefinedMetricSpecification: {PredefinedMetricType: 'ASGAverageCPUUtilization'},
          TargetValue: ref('ScaleTargetCPU'),
        },
      },
    },
  }
}

function launchTemplate(context: TemplateContext): TreeMap {
  const {hardened, since} = context
  const size: Tree = since('3.6.0')
    ? choose('IsMediaNodeNvidia', mediaDisk.gpuGB, mediaDisk.standardGB)
    : mediaDisk.standardGB
  return {
    Type: 'AWS::EC2::LaunchTemplate',
    Metadata: {
      'AWS::CloudFormation::Init': {
        config: {
          files: {
            '/usr/local/lib/openvidu.sh': executable(sharedFunctions()),
            '/usr/local/bin/install.sh': executable(mediaInstall()),
            '/usr/local/bin/set_as_unhealthy.sh': executable(setAsUnhealthy()),
            '/usr/local/bin/stop_media_node.sh': executable(stopMediaNode()),
          },
        },
      },
    },
    Properties: {
      LaunchTemplateName: sub('openvidu-ha-media-${AWS::Region}-${AWS::StackName}'),
      LaunchTemplateData: {
        IamInstanceProfile: {Arn: attribute('OpenViduMediaInstanceProfile', 'Arn')},
        ImageId: image(context, 'Media'),
        InstanceType: ref('MediaNodeInstanceType'),
        KeyName: ref('KeyName'),
        SecurityGroupIds: [attribute('OpenViduMediaNodeSG', 'GroupId')],
        MetadataOptions: metadataOptions(),
        BlockDeviceMappings: [
          {
            DeviceName: '/dev/sda1',
            Ebs: {
              VolumeType: 'gp3',
              VolumeSize: size,
              // Media nodes come and go, and keep nothing.
              DeleteOnTermination: true,
              ...(hardened ? {Encrypted: because('Recordings pass through it on their way to S3.', true)} : {}),
            },
          },
        ],
        UserData: base64(sub(mediaBoot(context))),
      },
    },
  }
}

function group(context: TemplateContext): TreeMap {
  const rtmp = ref('OpenViduMediaNodeRTMPTG')
  return {
    Type: 'AWS::AutoScaling::AutoScalingGroup',
    // Without the rule a node that ends early would not be drained.
    DependsOn: 'StopMediaNodeCloudWatchEventRule',
    Properties: {
      AutoScalingGroupName: sub(mediaGroupName),
      LaunchTemplate: {
        LaunchTemplateId: ref('OpenViduMediaNodeLaunchTemplate'),
        Version: attribute('OpenViduMediaNodeLaunchTemplate', 'DefaultVersionNumber'),
      },
      MinSize: ref('MinNumberOfMediaNodes'),
      MaxSize: ref('MaxNumberOfMediaNodes'),
      DesiredCapacity: ref('InitialNumberOfMediaNodes'),
      VPCZoneIdentifier: ref('OpenViduMediaNodeSubnets'),
      TargetGroupARNs: hasTurnBalancer(context)
        ? choose('TurnTLSIsEnabled', [rtmp, ref('OpenViduMediaNodeTurnTLSTG')], [rtmp])
        : [rtmp],
      ...(context.hardened
        ? {
            HealthCheckType: because(
              'A node whose ingress service died is replaced, too, not only one whose instance died.\nThe grace period covers an installation that waits for the masters.',
              'ELB',
            ),
            HealthCheckGracePeriod: 1200,
          }
        : {}),
      Tags: [{Key: 'Name', Value: sub('${AWS::StackName} - OpenVidu HA - Media Node'), PropagateAtLaunch: true}],
    },
  }
}

/** Asked before a media node ends; the answer is due within an hour, and can be put off. */
export function lifecycleHook(): TreeMap {
  return {
    Type: 'AWS::AutoScaling::LifecycleHook',
    Properties: {
      LifecycleHookName: sub('StopMediaNodeLifecycleHook-${AWS::Region}-${AWS::StackName}'),
      AutoScalingGroupName: ref('OpenViduMediaNodeASG'),
      LifecycleTransition: 'autoscaling:EC2_INSTANCE_TERMINATING',
      DefaultResult: 'CONTINUE',
      HeartbeatTimeout: drain.heartbeatTimeoutSeconds,
    },
  }
}
