import {describe, expect, it} from 'vitest'
import {mediaDrain} from '../../../src/collect/deployed/media/media-drain.ts'
import {known} from '../../../src/model/fact.ts'
import type {GenerationId} from '../../../src/openvidu/generations.ts'
import {denied, errorOf, type FaultTarget, type LabAccount} from '../../lab/index.ts'
import {type DeployedOptions, deployed} from '../../support/deployed.ts'
import {factOf} from '../../support/snapshots.ts'

const look = async (options: DeployedOptions = {}) => deployed({...options, collectors: [mediaDrain]})
const afterChange = async (change: (account: LabAccount) => void) =>
  factOf((await look({change})).snapshot, 'mediaDrain')

const ruleIn = ({eventRules: [found]}: LabAccount) => {
  if (found === undefined) throw new Error('the lab has no event rule')
  return found
}
const starterIn = (account: LabAccount) => {
  const found = account.roles.find(({role}) => role.RoleName?.includes('EventRole'))
  if (found === undefined) throw new Error('the lab has no role that starts the document')
  return found
}
const allow = (
  Action: string,
  Resource: string,
  more: {Effect?: string; Condition?: {[key: string]: string}} = {},
) => ({
  name: 'by-hand',
  document: {Version: '2012-10-17', Statement: {Effect: 'Allow', Action, Resource, ...more}},
})

describe('what drains media nodes', () => {
  it.each<GenerationId>(['3.0.0-beta1', '3.2.0', '3.8.0', 'next'])(
    'is what the template of %s asks for, with real ARNs',
    async generation => {
      const {snapshot, account} = await look({generation})
      const intended = factOf(snapshot, 'intended').mediaDrain
      const live = factOf(snapshot, 'mediaDrain')
      expect({...live, starter: null}).toEqual({...intended, starter: null})
      expect(live.starter?.subject).toEqual(intended?.starter?.subject)
      const document = account.documents[0]?.Name
      expect(live.starter?.resources).toEqual(
        known(expect.arrayContaining([`arn:aws:ssm:us-east-1:123456789012:document/${document}`])),
      )
    },
  )

  it('is read with the calls that are declared', async () => {
    const {calls} = await look({change: account => starterIn(account).attached.push(attach(account, 's3:*'))})
    const own = calls.all.map(({action}) => action).filter(action => !/^(sts|cloudformation):/.test(action))
    expect([...new Set(own)].toSorted()).toEqual([...mediaDrain.iam].toSorted())
  })

  it('has no link that somebody deleted', async () => {
    expect((await afterChange(account => void account.lifecycleHooks.splice(0))).hook).toBeNull()
    expect(await afterChange(account => void account.eventRules.splice(0))).toMatchObject({rule: null, starter: null})
    expect((await afterChange(account => void account.documents.splice(0))).document).toBeNull()
    const role = await afterChange(account => {
      account.roles = account.roles.filter(one => one !== starterIn(account))
    })
    expect(role).toMatchObject({rule: {enabled: known(true)}, starter: null})
    const target = await afterChange(account => void ruleIn(account).targets.splice(0))
    expect(target).toMatchObject({rule: {enabled: known(true)}, starter: null})
    const group = await afterChange(account => void account.autoScalingGroups.splice(0))
    expect(group.hook).toBeNull()
  })

  it.each<[string, (name: string) => string]>([
    ['with its bus', name => `default|${name}`],
    ['by its ARN', name => `arn:aws:events:us-east-1:123456789012:rule/${name}`],
    ['by its ARN with a bus', name => `arn:aws:events:us-east-1:123456789012:rule/default/${name}`],
  ])('finds the rule where CloudFormation names it %s', async (_, written) => {
    const {rule, starter} = await afterChange(account => {
      for (const resource of account.stacks[0]?.resources ?? [])
        if (resource.ResourceType === 'AWS::Events::Rule')
          resource.PhysicalResourceId = written(resource.PhysicalResourceId ?? '')
    })
    expect(rule).toMatchObject({namesGroup: known(true), enabled: known(true)})
    expect(starter?.resources.state).toBe('known')
  })

  it('has no hook where Auto Scaling says in other words that there is no such group', async () => {
    const fault = errorOf('ValidationError', 'Group video-media not found')
    const {snapshot} = await look({lab: {faults: [{target: 'autoscaling.DescribeLifecycleHooks', fault}]}})
    expect(factOf(snapshot, 'mediaDrain').hook).toBeNull()
  })

  it('tells a disabled rule, and one about another group', async () => {
    const disabled = await afterChange(account => {
      ruleIn(account).rule.State = 'DISABLED'
    })
    expect(disabled.rule).toMatchObject({enabled: known(false), namesGroup: known(true)})
    const patterns: readonly [object | undefined, object][] = [
      [{detail: {AutoScalingGroupName: ['another']}}, known(false)],
      [{source: ['aws.autoscaling']}, known(true)],
      [{detail: {AutoScalingGroupName: [{prefix: 'open'}]}}, {state: 'unknown', cause: 'unresolved'}],
      [undefined, known(false)],
    ]
    for (const [pattern, namesGroup] of patterns) {
      const drain = await afterChange(account => {
        ruleIn(account).rule.EventPattern = pattern && JSON.stringify(pattern)
      })
      expect(drain.rule, JSON.stringify(pattern)).toMatchObject({namesGroup})
    }
  })

  it('tells a hook for launches, and finds one that was made anew by hand', async () => {
    const launching = await afterChange(account => {
      for (const hook of account.lifecycleHooks) hook.LifecycleTransition = 'autoscaling:EC2_INSTANCE_LAUNCHING'
    })
    expect(launching.hook).toMatchObject({transition: known('autoscaling:EC2_INSTANCE_LAUNCHING')})
    const anew = await afterChange(account => {
      for (const hook of account.lifecycleHooks) hook.LifecycleHookName = 'by-hand'
    })
    expect(anew.hook).toMatchObject({subject: {id: 'by-hand', logicalId: null}})
  })

  it('tells what the role may start, whichever policy allows it', async () => {
    const inline = await afterChange(account => {
      starterIn(account).inline = [allow('ssm:Start*', 'arn:aws:ssm:us-east-1:123456789012:automation-definition/x:1')]
    })
    expect(inline.starter?.resources).toEqual(known(['arn:aws:ssm:us-east-1:123456789012:automation-definition/x:1']))
    const attached = await afterChange(account => {
      starterIn(account).inline = []
      starterIn(account).attached.push(attach(account, 'ssm:StartAutomationExecution'))
    })
    expect(attached.starter?.resources).toEqual(known(['*']))
    const nothing = await afterChange(account => {
      starterIn(account).inline = []
    })
    expect(nothing.starter?.resources).toEqual(known([]))
  })

  it.each([
    ['denies', allow('ssm:*', '*', {Effect: 'Deny'})],
    ['allows on a condition', allow('ssm:*', '*', {Condition: {StringEquals: 'x'}})],
  ])('does not judge a role that %s it', async (_, policy) => {
    const drain = await afterChange(account => void starterIn(account).inline.push(policy))
    expect(drain.starter?.resources).toMatchObject({state: 'unknown', cause: 'unresolved'})
  })

  it.each<readonly [FaultTarget, string, object]>([
    ['autoscaling.DescribeLifecycleHooks', 'autoscaling:DescribeLifecycleHooks', {hook: {transition: {}}}],
    ['events.DescribeRule', 'events:DescribeRule', {rule: {namesGroup: {}, enabled: {}}}],
    ['events.ListTargetsByRule', 'events:ListTargetsByRule', {starter: {resources: {}}}],
    ['ssm.DescribeDocument', 'ssm:DescribeDocument', {document: {found: {}}}],
    ['iam.ListRolePolicies', 'iam:ListRolePolicies', {starter: {resources: {}}}],
    ['iam.GetRolePolicy', 'iam:GetRolePolicy', {starter: {resources: {}}}],
    ['iam.ListAttachedRolePolicies', 'iam:ListAttachedRolePolicies', {starter: {resources: {}}}],
  ])('%s denied is unknown with its action, and the other links are seen', async (target, action, unseen) => {
    const {snapshot} = await look({lab: {faults: [{target, fault: denied()}]}})
    const gap = {state: 'unknown', cause: 'denied', action}
    const filled = JSON.parse(JSON.stringify(unseen), (_, value) => (JSON.stringify(value) === '{}' ? gap : value))
    const drain = factOf(snapshot, 'mediaDrain')
    expect(drain).toMatchObject(filled)
    expect(JSON.stringify(drain).match(/"state":"unknown"/g)).toHaveLength(
      JSON.stringify(unseen).match(/\{\}/g)?.length ?? 0,
    )
  })
})

/** A policy of the account's own that allows an action on everything, ready to be attached. */
function attach(account: LabAccount, Action: string) {
  const arn = 'arn:aws:iam::123456789012:policy/by-hand'
  account.managedPolicies.push({arn, version: 'v2', document: {Statement: [{Effect: 'Allow', Action, Resource: '*'}]}})
  return {PolicyArn: arn, PolicyName: 'by-hand'}
}
