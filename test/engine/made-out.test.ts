import {describe, expect, it} from 'vitest'
import {checks} from '../../checks/index.ts'
import {madeOut} from '../../src/engine/made-out.ts'
import type {Target} from '../../src/model/snapshot.ts'
import type {Finding} from '../../src/model/verdict.ts'

const remedy = {
  text: 'Mend it.',
  commands: ['sudo docker ps INSTANCE_ID', 'aws autoscaling end --region REGION --instance-id MEDIA_INSTANCE_ID'],
  url: 'https://example.com',
}

const about = (id: string | null, type = 'AWS::EC2::Instance'): Finding => ({
  phrase: 'wrong',
  subject: {type, id, logicalId: null, location: null},
  severity: 'high',
  message: '',
  observed: {},
  expected: {},
  commands: null,
  defect: null,
  fingerprint: '',
})

type Where = Pick<Target, 'stackName' | 'region'>
const nowhere: Where = {stackName: null, region: null}
const video: Where = {stackName: 'video', region: 'eu-west-1'}

const commandsFor = (...ids: readonly (string | null)[]) =>
  madeOut(
    remedy,
    ids.map(id => about(id)),
    undefined,
    nowhere,
  ).commands

const made = (command: string, finding: Finding, target = video) =>
  madeOut({...remedy, commands: [command]}, [finding], undefined, target).commands?.[0]

describe('the commands of a remedy', () => {
  it('name the instance where all findings are about one', () => {
    expect(commandsFor('i-0123456789abcdef0', 'i-0123456789abcdef0')).toEqual([
      'sudo docker ps i-0123456789abcdef0',
      // A placeholder of another name is left to its reader.
      'aws autoscaling end --region REGION --instance-id MEDIA_INSTANCE_ID',
    ])
  })

  it.each([
    [['i-0123456789abcdef0', 'i-0123456789abcdef1']],
    [[null]],
    [[]],
    [['i-0; reboot']],
    [['vol-0123456789abcdef0']],
  ])('keep the placeholder for %j', ids => {
    expect(commandsFor(...ids)).toEqual(remedy.commands)
  })

  it.each([
    ['AWS::EC2::Subnet', 'subnet-0123456789abcdef0', 'SUBNET_ID'],
    ['AWS::EC2::VPC', 'vpc-0123456789abcdef0', 'VPC_ID'],
    ['AWS::AutoScaling::AutoScalingGroup', 'openvidu-media.asg-1', 'MEDIA_GROUP'],
    [
      'AWS::ElasticLoadBalancingV2::TargetGroup',
      'arn:aws-cn:elasticloadbalancing:cn-north-1:123456789012:targetgroup/OVHTTP-1/0a1b',
      'TARGET_GROUP_ARN',
    ],
  ])('name what else they are about: %s', (type, id, placeholder) => {
    expect(made(`aws x y --id ${placeholder} --other PUBLIC_${placeholder}`, about(id, type))).toBe(
      `aws x y --region eu-west-1 --id ${id} --other PUBLIC_${placeholder}`,
    )
    expect(made(`aws iam y --id ${placeholder}`, about(`${id}$(reboot)`, type))).toBe(`aws iam y --id ${placeholder}`)
  })

  it('never take one thing for another: a parameter that is called like a subnet is none', () => {
    expect(made('aws iam y SUBNET_ID', about('subnet-0123456789abcdef0', 'Parameter'))).toBe('aws iam y SUBNET_ID')
  })

  it.each([
    [
      'aws cloudformation delete-stack --stack-name STACK',
      'aws cloudformation delete-stack --region eu-west-1 --stack-name video',
    ],
    ['openvidu-doctor check STACK --wait 30m', 'openvidu-doctor check video --region eu-west-1 --wait 30m'],
    ['aws s3 mb s3://BUCKET --region REGION', 'aws s3 mb s3://BUCKET --region eu-west-1'],
    ['aws iam attach-role-policy --role-name ROLE', 'aws iam attach-role-policy --role-name ROLE'],
    ['sudo systemctl restart openvidu', 'sudo systemctl restart openvidu'],
  ])('name stack and region: %s', (command, expected) => {
    expect(made(command, about(null))).toBe(expected)
  })

  it('name no region and no stack that is not known, or could be more than a name', () => {
    const command = 'aws cloudformation delete-stack --stack-name STACK'
    expect(made(command, about(null), nowhere)).toBe(command)
    expect(made(command, about(null), {stackName: 'a;reboot', region: 'eu-west-1 --x'})).toBe(
      'aws cloudformation delete-stack --region REGION --stack-name STACK',
    )
  })

  it('are those that the findings brought, each once', () => {
    const given = ['aws iam attach-role-policy --role-name one', 'aws iam attach-role-policy --role-name one']
    expect(madeOut(remedy, [about(null)], given, video).commands).toEqual(given.slice(0, 1))
    const named = ['aws ssm start-session --target INSTANCE_ID', 'aws ec2 start --role role-STACK-REGION']
    expect(madeOut(remedy, [about('i-0123456789abcdef0')], named, video).commands).toEqual([
      'aws ssm start-session --region eu-west-1 --target i-0123456789abcdef0',
      'aws ec2 start --region eu-west-1 --role role-STACK-REGION',
    ])
  })

  it('of every check that talk to AWS name the region', () => {
    const all = checks.flatMap(check => [check.remedy, ...Object.values(check.remedies ?? {})])
    const commands = all.flatMap(one => (one === undefined ? [] : (madeOut(one, [], undefined, video).commands ?? [])))
    const bare = commands.filter(command => /^aws (?!iam )/.test(command) && !command.includes(' --region eu-west-1'))
    expect(bare).toEqual([])
    expect(commands.filter(command => /\b(STACK|REGION)\b/.test(command))).toEqual([])
  })
})
