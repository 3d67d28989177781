import {describe, expect, it} from 'vitest'
import {factOf} from '../support/snapshots.ts'
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

  it('names the file and line of the value that decides', () => {
    const snapshot = plan(text => text)
    const [master] = factOf(snapshot, 'masters')
    expect(master?.instanceType.subject).toMatchObject({type: 'Parameter', id: 'MasterNodeInstanceType'})
    const [volume] = factOf(snapshot, 'volumes').filter(({group}) => group === 'master')
    const line = volume?.deleteOnTermination.subject.location?.line ?? 0
    expect(buildTemplate('3.8.0').split('\n')[line - 1]).toContain('DeleteOnTermination: true')
  })
})
