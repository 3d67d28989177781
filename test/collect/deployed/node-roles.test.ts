import {describe, expect, it} from 'vitest'
import {nodeRoles} from '../../../src/collect/deployed/media/node-roles.ts'
import {known} from '../../../src/model/fact.ts'
import type {GenerationId} from '../../../src/openvidu/generations.ts'
import {denied, type FaultTarget, type LabAccount} from '../../lab/index.ts'
import {type DeployedOptions, deployed} from '../../support/deployed.ts'
import {factOf} from '../../support/snapshots.ts'

const look = async (options: DeployedOptions = {}) => deployed({...options, collectors: [nodeRoles]})
const afterChange = async (change: (account: LabAccount) => void) => {
  const roles = factOf((await look({change})).snapshot, 'nodeRoles')
  return {master: roles.find(({group}) => group === 'master'), media: roles.find(({group}) => group === 'media')}
}
const roleIn = (account: LabAccount, group: string) => {
  const found = account.roles.find(({role}) => role.RoleName?.startsWith(`openvidu-${group}`))
  if (found === undefined) throw new Error(`the lab has no role of ${group} nodes`)
  return found
}
const profileOf = (account: LabAccount, group: string) => {
  const {role} = roleIn(account, group)
  const found = account.instanceProfiles.find(({Roles}) => Roles?.some(({RoleName}) => RoleName === role.RoleName))
  if (found === undefined) throw new Error(`the lab has no instance profile of ${group} nodes`)
  return found
}

describe('the roles of the nodes', () => {
  it.each<readonly [GenerationId, boolean]>([
    ['3.0.0-beta1', true],
    ['3.2.0', true],
    ['3.2.0', false],
    ['3.8.0', false],
    ['next', true],
  ])('are what the template of %s asks for (hardened: %s)', async (generation, hardened) => {
    const {snapshot} = await look({generation, template: {hardened}})
    expect(factOf(snapshot, 'nodeRoles')).toEqual(factOf(snapshot, 'intended').nodeRoles)
  })

  it('tell a policy that was attached or taken away by hand', async () => {
    const {master, media} = await afterChange(account => {
      roleIn(account, 'master').attached = [
        {PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess', PolicyName: 'ReadOnlyAccess'},
      ]
      roleIn(account, 'media').attached = []
      roleIn(account, 'media').inline = []
    })
    expect(master?.managedPolicies).toEqual(known(['arn:aws:iam::aws:policy/ReadOnlyAccess']))
    expect(media).toMatchObject({managedPolicies: known([]), allowedActions: known([])})
  })

  it("tell what policies of the account's own allow, and nothing that a policy denies", async () => {
    const arn = 'arn:aws:iam::123456789012:policy/by-hand'
    const {media} = await afterChange(account => {
      const document = {
        Statement: [
          {Effect: 'Allow', Action: 'ssm:UpdateInstanceInformation', Resource: '*'},
          {Effect: 'Deny', Action: 's3:DeleteBucket', Resource: '*'},
        ],
      }
      account.managedPolicies.push({arn, version: 'v1', document})
      roleIn(account, 'media').attached = [{PolicyArn: arn, PolicyName: 'by-hand'}]
      roleIn(account, 'media').inline = []
    })
    expect(media).toMatchObject({
      managedPolicies: known([arn]),
      allowedActions: known(['ssm:UpdateInstanceInformation']),
    })
  })

  it('are unknown where they allow all but some actions', async () => {
    const {media} = await afterChange(account => {
      const document = {Statement: {Effect: 'Allow', NotAction: 'iam:*', Resource: '*'}}
      roleIn(account, 'media').inline.push({name: 'by-hand', document})
    })
    expect(media).toMatchObject({
      managedPolicies: {state: 'known'},
      allowedActions: {state: 'unknown', cause: 'unresolved', detail: expect.stringContaining('NotAction')},
    })
  })

  it('are those in the instance profiles, whatever the template put there', async () => {
    const empty = await afterChange(account => {
      profileOf(account, 'master').Roles = []
    })
    expect(empty.master).toMatchObject({
      subject: {type: 'AWS::IAM::InstanceProfile'},
      managedPolicies: known([]),
      allowedActions: known([]),
    })
    expect(empty.media?.subject.type).toBe('AWS::IAM::Role')
    const other = await afterChange(account => {
      const role = {...roleIn(account, 'master').role, RoleName: 'operations'}
      const attached = [{PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess', PolicyName: 'AdministratorAccess'}]
      profileOf(account, 'master').Roles = [role]
      account.roles.push({role, attached, inline: []})
    })
    expect(other.master).toMatchObject({
      subject: {type: 'AWS::IAM::Role', id: 'operations', logicalId: null},
      managedPolicies: known(['arn:aws:iam::aws:policy/AdministratorAccess']),
    })
    const gone = await afterChange(account => {
      const profile = profileOf(account, 'media')
      account.instanceProfiles = account.instanceProfiles.filter(one => one !== profile)
    })
    expect(gone.media).toMatchObject({subject: {type: 'AWS::IAM::InstanceProfile'}, managedPolicies: known([])})
  })

  it('are not guessed where both profiles hold others', async () => {
    const {master, media} = await afterChange(account => {
      for (const profile of account.instanceProfiles) profile.Roles = []
    })
    for (const role of [master, media]) {
      expect(role).toMatchObject({managedPolicies: {state: 'unknown', cause: 'unresolved'}})
    }
  })

  it.each<readonly [FaultTarget, string, readonly string[]]>([
    ['iam.GetInstanceProfile', 'iam:GetInstanceProfile', ['managedPolicies', 'allowedActions']],
    ['iam.ListAttachedRolePolicies', 'iam:ListAttachedRolePolicies', ['managedPolicies', 'allowedActions']],
    ['iam.ListRolePolicies', 'iam:ListRolePolicies', ['allowedActions']],
    ['iam.GetRolePolicy', 'iam:GetRolePolicy', ['allowedActions']],
  ])('%s denied is unknown with its action, and the rest is seen', async (target, action, unseen) => {
    const {snapshot} = await look({lab: {faults: [{target, fault: denied()}]}})
    for (const role of factOf(snapshot, 'nodeRoles')) {
      for (const key of ['managedPolicies', 'allowedActions'] as const) {
        const gap = {state: 'unknown', cause: 'denied', action}
        expect(role[key], key).toMatchObject(unseen.includes(key) ? gap : {state: 'known'})
      }
    }
  })
})
