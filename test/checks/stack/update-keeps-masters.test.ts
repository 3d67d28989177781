import {describe, expect, it} from 'vitest'
import check from '../../../checks/stack/update-keeps-masters.ts'
import {absent, known, unknown} from '../../../src/model/fact.ts'
import type {FactMap} from '../../../src/model/facts.ts'
import {healthyStack} from '../../support/healthy-stack/index.ts'
import {factOf, failures, judgeIn, withChanged, withFacts} from '../../support/snapshots.ts'

type Change = Extract<FactMap['changeSet']['changes'], {state: 'known'}>['value'][number]

const change = (logicalId: string, type: string, own: Partial<Change> = {}): Change => ({
  subject: {type, id: null, logicalId, location: null},
  logicalId,
  type,
  action: 'Modify',
  replacement: 'False',
  properties: [],
  ...own,
})
const update = (...changes: readonly Change[]) =>
  withChanged(healthyStack(), 'changeSet', own => ({...own, changes: known(changes)}))

const instance = 'AWS::EC2::Instance'
const launchTemplate = 'AWS::EC2::LaunchTemplate'
const secret = 'AWS::SecretsManager::Secret'
const group = 'AWS::AutoScaling::AutoScalingGroup'
const replaced = {replacement: 'True', properties: ['KeyName']}

describe('update-keeps-masters', () => {
  it('passes an update that does nothing, or changes what may change', () => {
    expect(judgeIn(check, update()).status).toBe('pass')
    const harmless = update(
      change('OpenViduMasterNode1', instance),
      change('OpenViduMasterLaunchTemplate', launchTemplate, {properties: ['LaunchTemplateData']}),
      change('OpenViduMediaNodeLaunchTemplate', launchTemplate, replaced),
      change('OpenViduMediaNodeASG', group, replaced),
      change('Bastion', instance, {action: 'Remove', replacement: null}),
    )
    expect(judgeIn(check, harmless).status).toBe('pass')
  })

  it('fails for each master, launch template and secret that is replaced or removed', () => {
    const removed = {action: 'Remove', replacement: null}
    const verdict = judgeIn(
      check,
      update(
        change('OpenViduMasterNode1', instance, replaced),
        change('OpenViduMasterNode2', instance, removed),
        change('OpenViduMasterLaunchTemplate', launchTemplate, removed),
        change('OpenViduSharedInfo', secret, replaced),
      ),
    )
    expect(failures(verdict)).toEqual([
      'removes: OpenViduMasterLaunchTemplate',
      'replaces: OpenViduMasterNode1',
      'removes: OpenViduMasterNode2',
      'replaces: OpenViduSharedInfo',
    ])
    expect(verdict).toMatchObject({
      findings: [
        {severity: 'critical'},
        {severity: 'critical', message: expect.stringContaining('a master node (for KeyName)')},
        {severity: 'critical'},
        {severity: 'critical'},
      ],
    })
  })

  it('weighs a conditional replacement as much where a master gets another launch template, less elsewhere', () => {
    const conditional = (...properties: string[]) => ({replacement: 'Conditional', properties})
    const verdict = judgeIn(
      check,
      update(
        change('OpenViduMasterNode1', instance, conditional('LaunchTemplate')),
        change('OpenViduMasterNode2', instance, conditional('EbsOptimized')),
        change('OpenViduSharedInfo', secret, {action: 'Dynamic', replacement: null}),
      ),
    )
    expect(failures(verdict)).toEqual([
      'mayReplace: OpenViduMasterNode1',
      'mayReplace: OpenViduMasterNode2',
      'mayReplace: OpenViduSharedInfo',
    ])
    expect(verdict).toMatchObject({findings: [{severity: 'critical'}, {severity: 'high'}, {severity: 'high'}]})
  })

  it('keeps the group of masters of the first generation', () => {
    const first = withChanged(update(change('Masters', group, replaced)), 'parts', parts => ({
      ...parts,
      masters: [],
      masterGroup: {logicalId: 'Masters', id: 'masters'},
    }))
    expect(failures(judgeIn(check, first))).toEqual(['replaces: Masters'])
  })

  it('finds the launch template of masters that a fork renamed', () => {
    const owners = factOf(healthyStack(), 'intended').volumes?.filter(({group: of}) => of === 'master')
    expect(owners?.map(({subject}) => subject.logicalId)).toContain('OpenViduMasterLaunchTemplate')
    const renamed = withChanged(
      update(change('Blueprint', launchTemplate, replaced)),
      'intended',
      ({volumes, ...intended}) => ({
        ...intended,
        volumes: (volumes ?? []).map(volume => ({...volume, subject: {...volume.subject, logicalId: 'Blueprint'}})),
      }),
    )
    expect(failures(judgeIn(check, renamed))).toEqual(['replaces: Blueprint'])
  })

  it('does not judge changes that are not known, and does not apply without a change set', () => {
    const open = withChanged(healthyStack(), 'changeSet', own => ({...own, changes: unknown('unresolved', 'pending')}))
    expect(judgeIn(check, open)).toMatchObject({status: 'unknown', unseen: {detail: 'pending'}})
    const none = withFacts(healthyStack(), {changeSet: absent('no change set was given: --change-set')})
    expect(judgeIn(check, none)).toMatchObject({status: 'not-applicable', why: expect.stringContaining('--change-set')})
  })
})
