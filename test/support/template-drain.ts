import type {TemplateContext} from './template-context.ts'
import {allow, policy, trust} from './template-identity.ts'
import {lifecycleHook, mediaGroupName} from './template-media.ts'
import {attribute, because, ref, sub, type Tree, type TreeMap, uniqueName} from './template-tree.ts'

const ssmArn = 'arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}'
const definition = `${ssmArn}:automation-definition/\${StopMediaNodeAutomationDocument}:$DEFAULT`

/** A media node finishes its rooms before it goes: hook, event rule, automation document, and the roles of both. */
export function drainResources(context: TemplateContext): TreeMap {
  return {
    StopMediaNodeLifecycleHook: lifecycleHook(),
    StopMediaNodeDocumentRole: documentRole(),
    StopMediaNodeAutomationDocument: automationDocument(),
    StopMediaNodeCloudWatchEventRole: starterRole(context),
    StopMediaNodeCloudWatchEventRule: {
      Type: 'AWS::Events::Rule',
      Properties: {
        Name: uniqueName('StopMediaNodeCloudWatchEventRule', 12),
        Description: 'A media node is about to end: drain it first',
        EventPattern: {
          source: ['aws.autoscaling'],
          'detail-type': ['EC2 Instance-terminate Lifecycle Action'],
          detail: {AutoScalingGroupName: [sub(mediaGroupName)]},
        },
        Targets: [
          {
            Id: 'drain',
            Arn: sub(definition),
            RoleArn: attribute('StopMediaNodeCloudWatchEventRole', 'Arn'),
            InputTransformer: {
              InputPathsMap: {instance: '$.detail.EC2InstanceId'},
              InputTemplate: '{"InstanceId": [<instance>]}',
            },
          },
        ],
      },
    },
  }
}

function documentRole(): TreeMap {
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: trust('ssm.amazonaws.com'),
      Policies: [
        policy('run-command', [
          allow(['ssm:DescribeInstanceInformation', 'ssm:ListCommands', 'ssm:ListCommandInvocations'], '*'),
          allow(['ssm:SendCommand'], sub('arn:${AWS::Partition}:ssm:${AWS::Region}::document/AWS-RunShellScript')),
          {
            ...allow(['ssm:SendCommand'], sub('arn:${AWS::Partition}:ec2:*:*:instance/*')),
            Condition: {StringEquals: {'aws:ResourceTag/aws:cloudformation:stack-name': ref('AWS::StackName')}},
          },
        ]),
      ],
    },
  }
}

function automationDocument(): TreeMap {
  return {
    Type: 'AWS::SSM::Document',
    Properties: {
      Name: uniqueName('StopMediaNodeAutomationDocument', 12),
      DocumentType: 'Automation',
      Content: {
        schemaVersion: '0.3',
        description: 'Runs stop_media_node.sh on one media node',
        assumeRole: '{{automationAssumeRole}}',
        parameters: {
          InstanceId: {type: 'String'},
          automationAssumeRole: {type: 'String', default: attribute('StopMediaNodeDocumentRole', 'Arn')},
        },
        mainSteps: [
          {
            name: 'RunCommand',
            action: 'aws:runCommand',
            inputs: {
              DocumentName: 'AWS-RunShellScript',
              InstanceIds: ['{{ InstanceId }}'],
              Parameters: {
                executionTimeout: '60',
                // In the background: rooms may go on for longer than any command may.
                commands: ['nohup /usr/local/bin/stop_media_node.sh > /var/log/stop_media_node.log 2>&1 &'],
              },
            },
          },
        ],
      },
    },
  }
}

/** AWS authorises on the document and the execution; templates up to 3.5.0 name the definition only. */
function starterRole({hardened, since}: TemplateContext): TreeMap {
  const document = sub(`${ssmArn}:document/\${StopMediaNodeAutomationDocument}`)
  const execution = sub(`${ssmArn}:automation-execution/*`)
  const mended: Tree[] = since('3.6.0') ? [execution, document] : [sub(definition), document, execution]
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: trust('events.amazonaws.com'),
      Policies: [
        policy('start-automation', [
          {
            Effect: 'Allow',
            Action: ['ssm:StartAutomationExecution'],
            Resource: hardened
              ? because('AWS authorises on the document and on the execution, not on the definition.', mended)
              : since('3.6.0')
                ? mended
                : [sub(definition)],
          },
          allow(['iam:PassRole'], attribute('StopMediaNodeDocumentRole', 'Arn')),
        ]),
      ],
    },
  }
}
