import {describe, expect, it} from 'vitest'
import {deployedCollectors} from '../../../src/collect/deployed/index.ts'
import {readStackActions} from '../../../src/collect/deployed/read-stack.ts'
import {actionsFor} from '../../../src/collect/permissions.ts'
import {prepare} from '../../lab/account/change-sets.ts'
import {makeNodesPrivate} from '../../lab/account/private-nodes.ts'
import {endedIn} from '../../lab/account/stack-states.ts'
import {found, stackIn} from '../../lab/scenarios/find.ts'
import {type DeployedOptions, deployed} from '../../support/deployed.ts'

/** Stacks that together have every call made that can be. */
const stacks: readonly DeployedOptions[] = [
  {
    options: {verifySecret: true, changeSet: 'larger'},
    change: ({stacks: [stack]}) => void prepare(found(stack, 'stack'), 'larger', []),
  },
  {generation: '3.0.0-beta1'},
  {generation: 'next', change: account => void makeNodesPrivate(account)},
  {
    change: account =>
      endedIn(account, stackIn(account), 'CREATE_FAILED', {
        happenings: [{resource: 'SubnetProcessor', status: 'CREATE_FAILED', reason: 'See the details in CloudWatch'}],
      }),
  },
  {
    // An account that never asked for more vCPUs, backs up with AWS Backup, and writes its own policies.
    change: account => {
      account.quotas = []
      const arn = `arn:aws:iam::${account.accountId}:policy/own`
      account.managedPolicies.push({arn, version: 'v1', document: {Version: '2012-10-17', Statement: []}})
      for (const {attached} of account.roles) attached.push({PolicyArn: arn, PolicyName: 'own'})
      account.backupPlans = [
        {
          id: 'plan',
          arn: `arn:aws:backup:${account.region}:${account.accountId}:backup-plan:plan`,
          plan: {BackupPlanName: 'plan', Rules: []},
          selections: [
            {id: 'selection', selection: {SelectionName: 'all', IamRoleArn: 'arn:aws:iam::123456789012:role/b'}},
          ],
        },
      ]
    },
  },
]

describe('the IAM actions that are declared', () => {
  it('are those that looking at stacks uses, and no other', async () => {
    const used = new Set<string>()
    for (const options of stacks) for (const action of (await deployed(options)).calls.actions()) used.add(action)
    used.delete('sts:GetCallerIdentity')
    expect([...used].toSorted()).toEqual(actionsFor(['check', 'secret']))
  })

  it('do nothing but look', () => {
    for (const action of actionsFor(['plan', 'check', 'secret']))
      expect(action).toMatch(/^[a-z0-9]+:(Describe|Filter|Get|List)\w+$/)
  })

  it('reach the value of a secret only where it was asked for', async () => {
    const {calls} = await deployed()
    expect(calls.actions()).not.toContain('secretsmanager:GetSecretValue')
    expect(actionsFor(['check'])).not.toContain('secretsmanager:GetSecretValue')
    expect(actionsFor(['secret'])).toEqual(['secretsmanager:GetSecretValue'])
    expect([...readStackActions, ...deployedCollectors.flatMap(({iam}) => iam)]).toContain(
      'secretsmanager:GetSecretValue',
    )
  })
})
