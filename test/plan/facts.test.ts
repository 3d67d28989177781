import {describe, expect, it} from 'vitest'
import {checks} from '../../checks/index.ts'
import {examine} from '../../src/engine/examine.ts'
import {known} from '../../src/model/fact.ts'
import {factOf, testTime} from '../support/snapshots.ts'
import {buildTemplate} from '../support/template-builder.ts'
import {goodParameters} from '../support/template-parameter-sets.ts'
import {planOfText} from '../support/template-plan.ts'

/** What a user's own fork may do to a template, and what the plan must still see in it. */
const plan = (change: (text: string) => string, overrides = {}) =>
  planOfText(change(buildTemplate('3.8.0')), {...goodParameters('3.8.0'), ...overrides})

const appended = (resources: string) => (text: string) => text.replace(/^Outputs:/m, `${resources}\nOutputs:`)

describe('a fork', () => {
  it('may attach what Systems Manager needs by a policy of its own', () => {
    const policy = `  SessionAccess:
    Type: AWS::IAM::Policy
    Properties:
      PolicyName: session
      Roles: [!Ref OpenViduMasterNodeRole]
      PolicyDocument:
        Statement:
          - {Effect: Allow, Action: "ssm:UpdateInstanceInformation", Resource: "*"}
`
    const roles = factOf(plan(appended(policy)), 'nodeRoles')
    const master = roles.find(({group}) => group === 'master')
    expect(master?.allowedActions).toMatchObject({value: expect.arrayContaining(['ssm:UpdateInstanceInformation'])})
  })

  it('may open a port in a group that only deployment tells: no port is called closed then', () => {
    const rule = `  StrayRule:
    Type: AWS::EC2::SecurityGroupIngress
    Properties:
      GroupId: !ImportValue shared-group
      IpProtocol: tcp
      FromPort: 1
      ToPort: 65535
      CidrIp: 0.0.0.0/0
`
    for (const {ingress} of factOf(plan(appended(rule)), 'securityGroups')) {
      expect(ingress.at(-1)).toMatchObject({protocol: {state: 'unknown', cause: 'unresolved'}})
    }
  })

  it('may make a master on a condition: without an answer there is no count', () => {
    const conditional = (text: string) =>
      text
        .replace(/^Resources:/m, 'Resources:')
        .replace(/^ {2}OpenViduMasterNode4:\n/m, '  OpenViduMasterNode4:\n    Condition: FourthMaster\n')
        .replace(/^Conditions:\n/m, 'Conditions:\n  FourthMaster: !Equals [!Ref "AWS::AccountId", "123456789012"]\n')
    expect(factOf(plan(conditional), 'masterCount').desired).toMatchObject({state: 'unknown', cause: 'unresolved'})
  })

  it('may add certificates to a listener, and one whose listener only deployment tells may belong to any', () => {
    const certificate = (listener: string, arn: string) => `  Another:
    Type: AWS::ElasticLoadBalancingV2::ListenerCertificate
    Properties:
      ListenerArn: ${listener}
      Certificates: [{CertificateArn: ${arn}}]
`
    const further = (listener: string, arn: string) =>
      factOf(plan(appended(certificate(listener, arn))), 'balancers').flatMap(({listeners}) =>
        listeners.flatMap(one =>
          one.certificate === null ? [] : [[one.subject.logicalId, one.furtherCertificates] as const],
        ),
      )
    const own = new Map(
      further('!Ref OpenViduRTMPMediaNodeListener', 'arn:aws:acm:us-east-1:123456789012:certificate/x'),
    )
    expect(own.get('OpenViduRTMPMediaNodeListener')).toEqual({
      state: 'known',
      value: ['arn:aws:acm:us-east-1:123456789012:certificate/x'],
    })
    own.delete('OpenViduRTMPMediaNodeListener')
    expect([...own.values()]).toEqual([{state: 'known', value: []}])
    const strays = further('!ImportValue shared-listener', 'x')
    expect(strays).toHaveLength(2)
    for (const [, seen] of strays) expect(seen).toMatchObject({state: 'unknown', cause: 'unresolved'})
    const open = new Map(further('!Ref OpenViduRTMPMediaNodeListener', '!ImportValue shared-certificate'))
    expect(open.get('OpenViduRTMPMediaNodeListener')).toMatchObject({state: 'unknown', cause: 'unresolved'})
  })

  it('names the file and line of the value that decides', () => {
    const snapshot = plan(text => text)
    const [master] = factOf(snapshot, 'masters')
    expect(master?.instanceType.subject).toMatchObject({type: 'Parameter', id: 'MasterNodeInstanceType'})
    const [volume] = factOf(snapshot, 'volumes').filter(({group}) => group === 'master')
    const line = volume?.deleteOnTermination.subject.location?.line ?? 0
    expect(buildTemplate('3.8.0').split('\n')[line - 1]).toContain('DeleteOnTermination: true')
  })
})

/** Verdicts of single checks over a changed template: what a fork does must neither be blamed on it nor pass unseen. */
describe('a fork is judged for what it is', () => {
  const verdictsOf = (change: (text: string) => string, overrides = {}) => {
    const {results} = examine({snapshot: plan(change, overrides), checks, generatedAt: testTime, replayed: false})
    return Object.fromEntries(results.map(({check, status}) => [check, status]))
  }
  const renamed = (pattern: RegExp, name: string) => (text: string) => text.replace(pattern, name)

  it('knows masters of which some are renamed', () => {
    const change = renamed(/\bOpenViduMasterNode([234])\b/g, 'Master$1')
    expect(factOf(plan(change), 'masterCount').desired).toEqual({state: 'known', value: 4})
  })

  it('takes the version from what is deployed, not from a comment', () => {
    const change = (text: string) => `# we moved on from OPENVIDU_VERSION=3.2.0\n${text}`
    expect(factOf(plan(change), 'template')).toMatchObject({version: known('3.8.0'), generation: '3.8.0'})
  })

  it('calls a listener whose target only deployment tells neither right nor wrong', () => {
    const change = renamed(
      /TargetGroupArn: !Ref OpenViduMasterNodeWithTurnTLSTG/,
      'TargetGroupArn: !ImportValue shared',
    )
    expect(verdictsOf(change)).toMatchObject({listeners: 'unknown'})
  })

  it('does not pass a listener that shares its traffic between two target groups', () => {
    const change = renamed(
      /- Type: forward\n(\s+)TargetGroupArn: !Ref OpenViduMasterNodeWithTurnTLSTG/,
      '- Type: forward\n$1ForwardConfig: {TargetGroups: [{TargetGroupArn: !Ref OpenViduMasterNodeWithTurnTLSTG}, {TargetGroupArn: !Ref OpenViduMediaNodeRTMPTG}]}',
    )
    expect(verdictsOf(change)).toMatchObject({listeners: 'unknown'})
  })

  it('fails a target group with one master only', () => {
    const change = renamed(
      /(OpenViduMasterNodeWithTurnTLSTG:[\s\S]*?- Id: !Ref OpenViduMasterNode1\n)(\s+- Id: !Ref OpenViduMasterNode[234]\n)+/,
      '$1',
    )
    expect(verdictsOf(change)).toMatchObject({listeners: 'fail'})
  })

  it('fails a TLS listener without a certificate, and one with a certificate of another region', () => {
    const certificates =
      /(OpenViduRTMPMediaNodeListener:[\s\S]*?)Certificates:\n\s+- CertificateArn: !Ref OpenViduCertificateARN\n/
    expect(verdictsOf(renamed(certificates, '$1Tags: []\n'))).toMatchObject({listeners: 'fail'})
    const elsewhere = '$1Certificates:\n        - CertificateArn: arn:aws:acm:eu-west-3:123456789012:certificate/1\n'
    expect(verdictsOf(renamed(certificates, elsewhere))).toMatchObject({'certificate-arn': 'fail'})
  })

  it('fails an internal load balancer, and an event rule that is switched off', () => {
    expect(verdictsOf(renamed(/^( +)Type: network$/m, '$1Type: network\n$1Scheme: internal'))).toMatchObject({
      listeners: 'fail',
    })
    expect(verdictsOf(renamed(/^( +)EventPattern:/m, '$1State: DISABLED\n$1EventPattern:'))).toMatchObject({
      'media-drain': 'fail',
    })
  })

  it('judges each type of a list that feeds several masters', () => {
    const change = (text: string) =>
      [1, 2, 3, 4].reduce(
        (changed, number) =>
          changed.replace(
            new RegExp(`(  OpenViduMasterNode${number}:[\\s\\S]*?    Properties:\\n)`),
            `$1      InstanceType: !Select [${number - 1}, !Ref Types]\n`,
          ),
        text.replace(
          /^Parameters:\n/m,
          'Parameters:\n  Types: {Type: CommaDelimitedList, Default: "c6a.xlarge,t3.nano,c6a.xlarge,c6a.xlarge"}\n',
        ),
      )
    expect(verdictsOf(change)).toMatchObject({'master-instance-type': 'fail'})
  })

  it('shares one role or one security group between masters and media without breaking', () => {
    const role = renamed(
      /(OpenViduMediaInstanceProfile:[\s\S]*?Roles:\n\s+- !Ref )OpenViduMediaNodeRole/,
      '$1OpenViduMasterNodeRole',
    )
    const verdicts = verdictsOf(role)
    expect(Object.values(verdicts)).not.toContain('error')
    expect(verdicts['nodes-managed']).toBe('fail')
    const groups = factOf(
      plan(renamed(/OpenViduMediaNodeSG(?=\.GroupId|\b(?!:))/g, 'OpenViduMasterNodeSG')),
      'securityGroups',
    )
    expect(groups.filter(({subject}) => subject.logicalId === 'OpenViduMasterNodeSG').map(({group}) => group)).toEqual([
      'master',
      'media',
    ])
  })

  it('does not pass parameters of which the Rules section speaks', () => {
    const change = (text: string) =>
      text.replace(
        /^Resources:/m,
        'Rules:\n  Few:\n    Assertions:\n      - Assert: !Equals [!Ref MinNumberOfMediaNodes, "9"]\nResources:',
      )
    expect(verdictsOf(change)).toMatchObject({'parameters-valid': 'unknown'})
  })

  it('does not let a secret out by a fact that reads a parameter, a key, an index or an attribute', () => {
    const secret = 'hunter2..licence'
    const changes = [
      renamed(/^ {2}DomainName:\n/m, '  DomainName:\n    NoEcho: true\n'),
      renamed(/MinSize: !Ref MinNumberOfMediaNodes/, 'MinSize: !FindInMap [NodeImages, !Ref OpenViduLicense, ImageId]'),
      renamed(/MinSize: !Ref MinNumberOfMediaNodes/, 'MinSize: !Select [!Ref OpenViduLicense, [a, b]]'),
      renamed(/MinSize: !Ref MinNumberOfMediaNodes/, 'MinSize: !Join [!Ref OpenViduLicense, [a, b]]'),
      renamed(/MinSize: !Ref MinNumberOfMediaNodes/, 'MinSize: {"Fn::GetAtt": [LoadBalancer, !Ref OpenViduLicense]}'),
    ]
    for (const change of changes) {
      const snapshot = plan(change, {DomainName: secret, OpenViduLicense: secret})
      const hidden = change === changes[0] ? snapshot : plan(change, {OpenViduLicense: secret})
      const report = examine({snapshot: hidden, checks, generatedAt: testTime, replayed: false})
      expect(JSON.stringify([hidden, report])).not.toContain('hunter2')
    }
  })
})
