import {describe, expect, it} from 'vitest'
import fourMasters from '../../../checks/masters/four-masters.ts'
import nodesManaged from '../../../checks/nodes/nodes-managed.ts'
import {nodesCollectors} from '../../../src/collect/deployed/nodes/index.ts'
import type {UnknownCause} from '../../../src/model/fact.ts'
import type {FactKey} from '../../../src/model/facts.ts'
import {
  denied,
  empty,
  expiredToken,
  type Fault,
  type FaultTarget,
  malformed,
  reset,
  serverError,
  throttled,
} from '../../lab/index.ts'
import {deployed} from '../../support/deployed.ts'
import {judgeIn} from '../../support/snapshots.ts'

const operations: readonly {readonly target: FaultTarget; readonly facts: readonly FactKey[]}[] = [
  {target: 'ec2.DescribeInstances', facts: ['nodes', 'masters', 'masterCount', 'masterStatus', 'managedNodes']},
  {target: 'ec2.DescribeInstanceStatus', facts: ['masterStatus']},
  {target: 'ssm.DescribeInstanceInformation', facts: ['managedNodes']},
]

const faults: readonly (readonly [string, Fault, UnknownCause])[] = [
  ['access denied', denied(), 'denied'],
  ['throttled beyond retries', throttled(), 'throttled'],
  ['a server error', serverError(), 'failed'],
  ['an expired token', expiredToken(), 'failed'],
  ['a reset connection', reset(), 'unreachable'],
  ['a page of a proxy', malformed('html'), 'failed'],
  ['an answer that stops in the middle', malformed('truncated'), 'failed'],
  ['an answer without its list', empty('absent'), 'failed'],
]

describe.each(operations)('$target', ({target, facts}) => {
  it.each(faults)('%s is a gap with its cause, and no check passes over it', async (_, fault, cause) => {
    const {snapshot} = await deployed({collectors: nodesCollectors, lab: {faults: [{target, fault}]}})
    for (const key of facts) expect(snapshot.facts[key], key).toMatchObject({state: 'unknown', cause})
    const concerned = [
      ...(facts.includes('masterStatus') ? [fourMasters] : []),
      ...(facts.includes('managedNodes') ? [nodesManaged] : []),
    ]
    for (const check of concerned) expect(judgeIn(check, snapshot)).toMatchObject({status: 'unknown', unseen: {cause}})
  })
})
