import {describe, expect, it} from 'vitest'
import check from '../../../checks/nodes/nodes-managed.ts'
import {known, unknown} from '../../../src/model/fact.ts'
import type {FactMap} from '../../../src/model/facts.ts'
import {failures, healthyPlan, judgeIn, withChanged, withFacts} from '../../support/snapshots.ts'

type Role = FactMap['nodeRoles'][number]

const core = 'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore'

const role = (group: 'master' | 'media', policies: readonly string[], actions: readonly string[] = []): Role => ({
  subject: {
    type: 'AWS::IAM::Role',
    id: null,
    logicalId: group === 'master' ? 'MasterRole' : 'MediaRole',
    location: null,
  },
  group,
  managedPolicies: known([...policies]),
  allowedActions: known([...actions]),
})

const roles = (master: Role, media: Role = role('media', [core])) =>
  withFacts(healthyPlan(), {nodeRoles: [master, media]})
const official = (unmodified: boolean, master: Role, media?: Role) =>
  withChanged(roles(master, media), 'template', fact => ({...fact, official: unmodified ? 'unmodified' : 'modified'}))

describe('nodes-managed', () => {
  it.each([
    [[core], []],
    [['arn:aws-cn:iam::aws:policy/AmazonSSMManagedInstanceCore'], []],
    [['arn:${AWS::Partition}:iam::aws:policy/AmazonSSMManagedEC2InstanceDefaultPolicy'], []],
    [[], ['ssm:UpdateInstanceInformation']],
    [[], ['s3:GetObject', 'SSM:*']],
    [[], ['ssm:Update*Information']],
    [[], ['*']],
  ])('passes a role with %j and %j', (policies, actions) => {
    expect(judgeIn(check, roles(role('master', policies, actions))).status).toBe('pass')
  })

  it.each([
    [[], []],
    [['arn:aws:iam::aws:policy/CloudWatchAgentServerPolicy'], ['s3:*', 'ssm:GetParameter', 'ssm:UpdateInstance?']],
  ])('fails a role with %j and %j', (policies, actions) => {
    const verdict = judgeIn(check, official(false, role('master', policies, actions)))
    expect(failures(verdict)).toEqual(['notAllowed: MasterRole'])
    expect(verdict).toMatchObject({
      findings: [{severity: 'medium', defect: null, expected: {policy: 'AmazonSSMManagedInstanceCore'}}],
    })
  })

  it('marks the official template’s own fault, which the masters have and the media nodes have not', () => {
    const verdict = judgeIn(check, official(true, role('master', []), role('media', [])))
    expect(verdict).toMatchObject({
      findings: [
        {subject: {logicalId: 'MasterRole'}, defect: 'D2'},
        {subject: {logicalId: 'MediaRole'}, defect: null},
      ],
    })
  })

  it('comes to an end with a pattern made to have none', () => {
    const pattern = '*?'.repeat(2000)
    expect(failures(judgeIn(check, roles(role('master', [], [pattern]))))).toEqual(['notAllowed: MasterRole'])
  })

  it('does not judge a policy whose content it cannot see', () => {
    const own = role('master', ['arn:aws:iam::123456789012:policy/nodes'])
    expect(judgeIn(check, roles(own))).toMatchObject({status: 'unknown', unseen: {facts: ['MasterRole']}})
    const open = {...role('master', []), managedPolicies: unknown('unresolved', 'known at deploy time only')}
    expect(judgeIn(check, roles(open)).status).toBe('unknown')
    const granted = {...open, allowedActions: known(['ssm:*'])}
    expect(judgeIn(check, roles(granted)).status).toBe('pass')
  })

  it('does not pass nodes whose role the template does not show', () => {
    const snapshot = withFacts(healthyPlan(), {nodeRoles: [role('media', [core])]})
    expect(judgeIn(check, snapshot)).toMatchObject({status: 'unknown', unseen: {cause: 'unresolved'}})
  })
})
