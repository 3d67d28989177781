import {after} from '../clock.ts'
import {masterStart} from '../stack-records.ts'
import {creationFails, launchFails, replacedMedia} from '../ways-to-fail.ts'
import type {Trouble} from './trouble.ts'

/** What AWS refuses or tells. */
export const awsTroubles: readonly Trouble[] = [
  {
    id: 'F29',
    name: 'two balancer subnets in one zone',
    change: creationFails(
      845,
      ['LoadBalancer', 'AWS::ElasticLoadBalancingV2::LoadBalancer'],
      'A load balancer cannot be attached to multiple subnets in the same Availability Zone (Service: ElasticLoadBalancingV2, Status Code: 400)',
    ),
    first: 'F29',
    explains: [],
  },
  {
    id: 'F30',
    name: 'a certificate of another region',
    change: creationFails(
      905,
      ['OpenViduMasterNodeWithTurnTLSListener', 'AWS::ElasticLoadBalancingV2::Listener'],
      "Certificate ARN 'arn:aws:acm:us-east-1:123456789012:certificate/1' is not valid (Service: ElasticLoadBalancingV2)",
    ),
    first: 'F30',
    explains: [],
  },
  {
    id: 'F31',
    name: 'a quota that is used up',
    change: creationFails(
      masterStart(3) + 3,
      ['OpenViduMasterNode3', 'AWS::EC2::Instance'],
      'You have requested more vCPU capacity than your current vCPU limit of 8 allows for the instance bucket',
    ),
    first: 'F31',
    explains: [],
  },
  {
    id: 'F32',
    name: 'no capacity for media nodes',
    change: launchFails(
      'We currently do not have sufficient c6a.xlarge capacity in the Availability Zone you requested (eu-west-1b).',
    ),
    first: 'F32',
    explains: ['F40'],
  },
  {
    id: 'F33',
    name: 'a type that a zone does not offer',
    change: launchFails(
      'Your requested instance type (c8g.xlarge) is not supported in your requested Availability Zone (eu-west-1c).',
    ),
    first: 'F33',
    explains: ['F40'],
  },
  {
    id: 'F34',
    name: 'an image of another architecture',
    change: launchFails(
      "The architecture 'arm64' of the specified instance type does not match the architecture 'x86_64' of the specified AMI.",
    ),
    first: 'F34',
    explains: ['F40'],
  },
  {
    id: 'F35',
    name: 'a capability that was not given',
    change: creationFails(
      12,
      ['OpenViduMasterNodeRole', 'AWS::IAM::Role'],
      'Requires capabilities : [CAPABILITY_NAMED_IAM]',
    ),
    first: 'F35',
    explains: [],
  },
  {
    id: 'F36',
    name: 'a stack name that is too long',
    change: creationFails(
      12,
      ['SubnetProcessorFunction', 'AWS::Lambda::Function'],
      "1 validation error detected: Value 'SubnetProcessor-x' at 'functionName' failed to satisfy constraint: Member must have length less than or equal to 64",
    ),
    first: 'F36',
    explains: [],
  },
  {
    id: 'F37',
    name: 'a resource that is left over',
    change: creationFails(
      9,
      ['OpenViduMasterLaunchTemplate', 'AWS::EC2::LaunchTemplate'],
      'openvidu-ha-master-eu-west-1-video already exists',
    ),
    first: 'F37',
    explains: [],
  },
  {
    id: 'F38',
    name: 'a function that failed',
    change: incident => {
      creationFails(
        20,
        ['SubnetProcessor', 'Custom::SubnetProcessor'],
        'Received response status [FAILED] from custom resource. Message returned: See the details in CloudWatch Log Stream: 2026/11/12/[$LATEST]abc',
      )(incident)
      incident.functionLog = [
        {
          at: after(18),
          stream: 'abc',
          message:
            '[ERROR] ClientError: An error occurred (UnauthorizedOperation) when calling the DescribeSubnets operation',
        },
      ]
    },
    first: 'F38',
    explains: [],
  },
  {
    id: 'F39',
    name: 'media nodes that are replaced again and again',
    change: incident => {
      replacedMedia(incident, 'secret', [])
      incident.remove('media-1', 'media-2')
      incident.targets = []
    },
    first: 'F39',
    explains: [],
  },
  {
    id: 'F40',
    name: 'a target that fails its checks',
    change: incident => {
      incident.withoutProbes().unhealthy('master-3', 'Target.Timeout')
    },
    first: 'F40',
    explains: [],
  },
]
