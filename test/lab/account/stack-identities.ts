import {placeMasters} from '../../../src/openvidu/placement.ts'
import {ec2Id, hex, uuid} from './ids.ts'
import {type JsonMap, textAt, textsAt} from './json-value.ts'
import {arn, type Setting} from './setting.ts'
import type {Identity} from './stack-evaluator.ts'

/** The UUID in the stack's ARN, of which the template makes names. */
export function stackIdOf(setting: Setting): string {
  return arn(setting, 'cloudformation', `stack/${setting.stackName}/${uuid(`stack ${setting.stackName}`)}`)
}

/** Physical id and attributes of a resource, as CloudFormation tells them of each type. */
export function identify(setting: Setting, logicalId: string, type: string, properties: () => JsonMap): Identity {
  const {stackName, accountId, partition, region} = setting
  const seed = `${stackName} ${logicalId}`
  const name = (key: string): string => textAt(properties(), key) ?? generatedName(stackName, logicalId)
  const plain = (id: string, attributes: Identity['attributes'] = {}): Identity => ({id, attributes})
  switch (type) {
    case 'AWS::EC2::Instance':
      return plain(ec2Id('i', seed))
    case 'AWS::EC2::Volume':
      return plain(ec2Id('vol', seed))
    case 'AWS::EC2::SecurityGroup':
      return plain(ec2Id('sg', seed), {GroupId: ec2Id('sg', seed)})
    case 'AWS::EC2::SecurityGroupIngress':
      return plain(ec2Id('sgr', seed))
    case 'AWS::EC2::LaunchTemplate':
      return plain(ec2Id('lt', seed), {LatestVersionNumber: '1', DefaultVersionNumber: '1'})
    case 'AWS::AutoScaling::AutoScalingGroup':
      return plain(name('AutoScalingGroupName'))
    case 'AWS::AutoScaling::LifecycleHook':
      return plain(name('LifecycleHookName'))
    case 'AWS::AutoScaling::ScalingPolicy': {
      const policy = generatedName(stackName, logicalId)
      const group = `autoScalingGroupName/${name('AutoScalingGroupName')}:policyName/${policy}`
      return plain(arn(setting, 'autoscaling', `scalingPolicy:${uuid(seed)}:${group}`))
    }
    case 'AWS::ElasticLoadBalancingV2::LoadBalancer': {
      const [label, code] = [name('Name'), hex(seed, 16)]
      return plain(arn(setting, 'elasticloadbalancing', `loadbalancer/net/${label}/${code}`), {
        DNSName: `${label}-${code}.elb.${region}.amazonaws.com`,
        LoadBalancerName: label,
      })
    }
    case 'AWS::ElasticLoadBalancingV2::TargetGroup':
      return plain(arn(setting, 'elasticloadbalancing', `targetgroup/${name('Name')}/${hex(seed, 16)}`))
    case 'AWS::ElasticLoadBalancingV2::Listener': {
      const balancer = textAt(properties(), 'LoadBalancerArn') ?? ''
      return plain(`${balancer.replace(':loadbalancer/', ':listener/')}/${hex(seed, 16)}`)
    }
    case 'AWS::IAM::Role':
      return plain(name('RoleName'), {Arn: `arn:${partition}:iam::${accountId}:role/${name('RoleName')}`})
    case 'AWS::IAM::InstanceProfile': {
      const profile = name('InstanceProfileName')
      return plain(profile, {Arn: `arn:${partition}:iam::${accountId}:instance-profile/${profile}`})
    }
    case 'AWS::SecretsManager::Secret':
      return plain(arn(setting, 'secretsmanager', `secret:${name('Name')}-${hex(seed, 6)}`))
    case 'AWS::S3::Bucket': {
      const bucket = textAt(properties(), 'BucketName') ?? generatedName(stackName, logicalId).toLowerCase()
      return plain(bucket, {Arn: `arn:${partition}:s3:::${bucket}`})
    }
    case 'AWS::Lambda::Function':
      return plain(name('FunctionName'), {Arn: arn(setting, 'lambda', `function:${name('FunctionName')}`)})
    case 'AWS::Logs::LogGroup':
      return plain(name('LogGroupName'))
    case 'AWS::SSM::Document':
      return plain(name('Name'))
    case 'AWS::Events::Rule':
      return plain(name('Name'), {Arn: arn(setting, 'events', `rule/${name('Name')}`)})
    case 'Custom::SubnetProcessor':
      return plain(generatedName(stackName, logicalId), placed(setting, textsAt(properties(), 'Subnets')))
    case 'AWS::CloudFormation::WaitCondition':
      return plain(generatedName(stackName, logicalId))
    default:
      throw new RangeError(`The lab can't deploy a ${type} (${logicalId}): add it to stack-identities.ts`)
  }
}

/** What CloudFormation calls a resource that has no name of its own. */
function generatedName(stackName: string, logicalId: string): string {
  return `${stackName}-${logicalId}-${hex(`${stackName} ${logicalId}`, 12).toUpperCase()}`
}

/** What the custom resource answers: a subnet for each master, and in the first generation its zone. */
function placed({zoneNames}: Setting, subnets: readonly string[]): Readonly<Record<string, string>> {
  const slots = placeMasters(subnets) ?? []
  return Object.fromEntries(
    slots.flatMap((subnet, index) => [
      [`Subnet${index + 1}`, subnet],
      [`Zone${index + 1}`, zoneNames[subnets.indexOf(subnet) % zoneNames.length] ?? ''],
    ]),
  )
}
