import {secretKeysOf} from '../../src/openvidu/secret-keys.ts'
import {afterMasters, type TemplateContext} from './template-context.ts'
import {attribute, because, choose, ref, sub, type Tree, type TreeMap, uniqueName} from './template-tree.ts'

/** The secret, the buckets, and the roles under which nodes run. */
export function identityResources(context: TemplateContext): TreeMap {
  return {
    OpenViduSharedInfo: secret(context),
    ...(context.makes('S3AppDataBucketResource')
      ? {S3AppDataBucketResource: bucket('appdata'), S3ClusterDataBucketResource: bucket('clusterdata')}
      : {}),
    OpenViduMasterNodeRole: masterRole(context),
    OpenViduMediaNodeRole: mediaRole(context),
    OpenViduMasterInstanceProfile: profile('Master', {}),
    // What media nodes run under waits for the masters, and so do they.
    OpenViduMediaInstanceProfile: profile('Media', afterMasters(context)),
  }
}

function secret({figures, hardened}: TemplateContext): TreeMap {
  const values = Object.fromEntries(secretKeysOf(figures).map(({name, initialValue}) => [name, initialValue]))
  return {
    Type: 'AWS::SecretsManager::Secret',
    DeletionPolicy: hardened
      ? because('The only copy of all credentials: it outlives a stack that was deleted by mistake.', 'Retain')
      : 'Delete',
    UpdateReplacePolicy: 'Retain',
    Properties: {
      Name: sub('openvidu-ha-${AWS::Region}-${AWS::StackName}'),
      Description: 'URLs and credentials of the deployment; master 1 fills them in',
      SecretString: `${JSON.stringify(values, null, 2)}\n`,
    },
  }
}

function bucket(purpose: 'appdata' | 'clusterdata'): TreeMap {
  return {
    Type: 'AWS::S3::Bucket',
    DeletionPolicy: 'Retain',
    UpdateReplacePolicy: 'Retain',
    Properties: {
      BucketName: uniqueName(`openvidu-${purpose}`, 8),
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    },
  }
}

const managedInstance = sub('arn:${AWS::Partition}:iam::aws:policy/AmazonSSMManagedInstanceCore')

function masterRole(context: TemplateContext): TreeMap {
  const {generation, hardened, takes} = context
  const managed: TreeMap =
    generation === 'next'
      ? {ManagedPolicyArns: [managedInstance]}
      : hardened
        ? {
            ManagedPolicyArns: because(
              'Run Command and Session Manager reach the masters: no SSH needed to see why one fails.',
              [managedInstance],
            ),
          }
        : {}
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      RoleName: uniqueName('openvidu-master-role', 12),
      AssumeRolePolicyDocument: trust('ec2.amazonaws.com'),
      ...managed,
      Policies: [
        policy('openvidu-master-policy-${AWS::Region}-${AWS::StackName}', [
          {
            ...allow(['autoscaling:SetInstanceHealth'], '*'),
            Condition: {StringEquals: {'aws:ResourceTag/aws:cloudformation:stack-id': ref('AWS::StackId')}},
          },
          allow(['secretsmanager:GetSecretValue', 'secretsmanager:UpdateSecret'], ref('OpenViduSharedInfo')),
          ...(takes('S3AppDataBucketName') ? [...bucketAccess('App'), ...bucketAccess('Cluster')] : []),
          ...(generation === 'next' ? [addressAccess(['ssm:PutParameter', 'ssm:GetParameter'])] : []),
          ...(takes('RetainVolumes') ? [volumeAccess()] : []),
        ]),
      ],
    },
  }
}

function mediaRole({generation, takes}: TemplateContext): TreeMap {
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      RoleName: uniqueName('openvidu-media-role', 12),
      AssumeRolePolicyDocument: trust('ec2.amazonaws.com'),
      ManagedPolicyArns: [managedInstance],
      Policies: [
        policy('openvidu-media-policy-${AWS::Region}-${AWS::StackName}', [
          allow(['secretsmanager:GetSecretValue'], ref('OpenViduSharedInfo')),
          {
            ...allow(
              [
                'autoscaling:SetInstanceHealth',
                'autoscaling:CompleteLifecycleAction',
                'autoscaling:RecordLifecycleActionHeartbeat',
              ],
              '*',
            ),
            Condition: {StringEquals: {'aws:ResourceTag/aws:cloudformation:stack-name': ref('AWS::StackName')}},
          },
          ...(takes('S3AppDataBucketName') ? bucketAccess('App') : []),
          ...(generation === 'next' ? [addressAccess(['ssm:GetParameter'])] : []),
        ]),
      ],
    },
  }
}

/** On the bucket that the stack makes, or on the one it was given. */
function bucketAccess(which: 'App' | 'Cluster'): TreeMap[] {
  const condition = which === 'App' ? 'CreateRecordingsBucket' : 'CreateClusterDataBucket'
  const made = `S3${which}DataBucketResource`
  const given = `arn:\${AWS::Partition}:s3:::\${S3${which}DataBucketName}`
  return [
    allow(
      ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'],
      choose(condition, sub(`\${${made}.Arn}/*`), sub(`${given}/*`)),
    ),
    allow(['s3:ListBucket', 's3:GetBucketLocation'], choose(condition, attribute(made, 'Arn'), sub(given))),
  ]
}

/** The announced generation keeps the masters' addresses in SSM parameters. */
function addressAccess(actions: string[]): TreeMap {
  const name = 'parameter/openvidu/${AWS::StackName}/*'
  return allow(actions, sub(`arn:\${AWS::Partition}:ssm:\${AWS::Region}:\${AWS::AccountId}:${name}`))
}

/** A master of the first generation takes the data volume of its predecessor. */
function volumeAccess(): TreeMap {
  return allow(['ec2:DescribeVolumes', 'ec2:DescribeTags', 'ec2:AttachVolume'], '*')
}

function profile(group: 'Master' | 'Media', dependency: TreeMap): TreeMap {
  return {
    Type: 'AWS::IAM::InstanceProfile',
    ...dependency,
    Properties: {
      InstanceProfileName: sub(`OpenVidu${group}InstanceProfile-\${AWS::Region}-\${AWS::StackName}`),
      Roles: [ref(`OpenVidu${group}NodeRole`)],
    },
  }
}

export function trust(service: string): TreeMap {
  return {
    Version: '2012-10-17',
    Statement: [{Effect: 'Allow', Principal: {Service: service}, Action: 'sts:AssumeRole'}],
  }
}

export function policy(name: string, statements: TreeMap[]): TreeMap {
  return {
    PolicyName: name.includes('${') ? sub(name) : name,
    PolicyDocument: {Version: '2012-10-17', Statement: statements},
  }
}

export function allow(actions: string[], resource: Tree): TreeMap {
  return {Effect: 'Allow', Action: actions, Resource: resource}
}
