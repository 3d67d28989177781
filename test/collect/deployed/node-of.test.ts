import type {Instance} from '@aws-sdk/client-ec2'
import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {nodeOf} from '../../../src/collect/deployed/nodes/node-of.ts'
import type {FactMap} from '../../../src/model/facts.ts'

describe('an instance as a node', () => {
  const parts: FactMap['parts'] = {
    masters: [{logicalId: 'OpenViduMasterNode1', id: 'i-1'}],
    masterGroup: null,
    mediaGroup: {logicalId: 'Media', id: 'media'},
    mainBalancer: null,
    turnBalancer: null,
    securityGroups: [
      {logicalId: 'Masters', id: 'sg-1', groups: ['master']},
      {logicalId: 'Both', id: 'sg-2', groups: ['master', 'media']},
      {logicalId: 'None', id: null, groups: ['media']},
    ],
    targetGroups: [],
  }
  const always = {
    InstanceId: fc.constantFrom('i-1', 'i-2'),
    State: fc.constant({Name: 'running' as const}),
    Placement: fc.constant({AvailabilityZone: 'eu-west-1a'}),
    InstanceType: fc.constant('c6a.xlarge' as const),
    ImageId: fc.constant('ami-1'),
    Architecture: fc.constantFrom('x86_64' as const, 'i386' as const),
    LaunchTime: fc.constant(new Date(0)),
  }
  const sometimes = {
    SubnetId: fc.string(),
    PrivateIpAddress: fc.string(),
    PublicIpAddress: fc.string(),
    Tags: fc.array(
      fc.record(
        {Key: fc.constantFrom('aws:autoscaling:groupName', 'Name'), Value: fc.string()},
        {requiredKeys: ['Key']},
      ),
    ),
    SecurityGroups: fc.array(fc.record({GroupId: fc.constantFrom('sg-1', 'sg-2', 'sg-3')}, {requiredKeys: []})),
    IamInstanceProfile: fc.record({Arn: fc.string()}, {requiredKeys: []}),
  }

  it('is made of whatever EC2 leaves out', () => {
    const instance = fc.record(
      {...always, ...sometimes},
      {requiredKeys: Object.keys(always) as (keyof typeof always)[]},
    )
    fc.assert(
      fc.property(instance, given => {
        const node = nodeOf(given as Instance, parts)
        if (given.InstanceId === 'i-1') expect(node).toMatchObject({group: 'master', slot: 1})
        else expect([null, 'master', 'media']).toContain(node?.group ?? null)
      }),
    )
  })

  it('with a group that protects both and nothing else is not told apart, so it is none', () => {
    const bare = {InstanceId: 'i-2', SecurityGroups: [{GroupId: 'sg-2'}]}
    expect(nodeOf(bare, parts)).toBeNull()
  })

  it('without what EC2 always sends is malformed', () => {
    expect(() => nodeOf({InstanceId: 'i-1'}, parts)).toThrow('no state of an instance in the answer')
  })
})
