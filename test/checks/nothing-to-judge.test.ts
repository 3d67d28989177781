import {describe, expect, it} from 'vitest'
import balancerAttributes from '../../checks/balancer/balancer-attributes.ts'
import masterInstanceType from '../../checks/masters/master-instance-type.ts'
import sshExposure from '../../checks/network/ssh-exposure.ts'
import nodesManaged from '../../checks/nodes/nodes-managed.ts'
import {healthyStack} from '../support/healthy-stack/index.ts'
import {withNodes} from '../support/live-nodes.ts'
import {judgeIn, withFacts} from '../support/snapshots.ts'

describe('where there is nothing to judge, nothing passes', () => {
  it.each([
    ['masters', masterInstanceType, withFacts(healthyStack(), {masters: []})],
    ['nodes', nodesManaged, withNodes(() => null)],
    ['nodes that stand', nodesManaged, withNodes(node => ({...node, state: 'terminated'}))],
    ['load balancers', balancerAttributes, withFacts(healthyStack(), {balancers: []})],
    ['security groups', sshExposure, withFacts(healthyStack(), {securityGroups: []})],
  ] as const)('no %s', (_, check, snapshot) => {
    expect(judgeIn(check, snapshot)).toMatchObject({status: 'unknown', unseen: {cause: 'unresolved'}})
  })
})
