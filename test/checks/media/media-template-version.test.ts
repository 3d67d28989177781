import {describe, expect, it} from 'vitest'
import check from '../../../checks/media/media-template-version.ts'
import {known, unknown} from '../../../src/model/fact.ts'
import type {FactMap} from '../../../src/model/facts.ts'
import {healthyStack} from '../../support/healthy-stack/index.ts'
import {failures, judgeIn, official, withChanged, withFacts} from '../../support/snapshots.ts'

type Template = FactMap['mediaTemplate']
type Member = FactMap['mediaFleet']['members'][number]

const template = (part: Partial<Template>) => withChanged(healthyStack(), 'mediaTemplate', fact => ({...fact, ...part}))
const first = (part: Partial<Member>) =>
  withChanged(healthyStack(), 'mediaFleet', fleet => ({
    ...fleet,
    members: fleet.members.map((member, index) => (index === 0 ? {...member, ...part} : member)),
  }))

describe('media-template-version', () => {
  it('passes where group and nodes have the newest version', () => {
    expect(judgeIn(check, healthyStack()).status).toBe('pass')
  })

  it('fails where the group stays with an older version, which official templates do by themselves', () => {
    const old = template({newest: '3'})
    expect(failures(judgeIn(check, old))).toEqual(['notNewest: OpenViduMediaNodeLaunchTemplate'])
    expect(judgeIn(check, official(old))).toMatchObject({
      findings: [{severity: 'medium', defect: 'D9', observed: {version: '1', asked: '1'}, expected: {version: '3'}}],
      remedy: {commands: [expect.stringContaining('update-auto-scaling-group'), expect.any(String)]},
    })
  })

  it.each<Partial<Member>>([
    {templateVersion: '0'},
    {templateVersion: null},
    {templateId: 'lt-0000000000000000f'},
    {templateId: null},
  ])('fails with a node of another version: %j', part => {
    const verdict = judgeIn(check, first(part))
    expect(failures(verdict)).toEqual(['outdated: OpenViduMediaNodeASG'])
    expect(verdict).toMatchObject({findings: [{observed: {nodes: 1, all: 2}, expected: {version: '1'}}]})
  })

  it('does not mind a node that is about to end', () => {
    expect(judgeIn(check, first({templateVersion: '0', lifecycleState: 'Terminating:Wait'})).status).toBe('pass')
  })

  it('tells nodes of 400 by their versions, not one by one', () => {
    const many = withChanged(healthyStack(), 'mediaFleet', fleet => ({
      ...fleet,
      members: Array.from({length: 400}, (_, index) => ({
        id: `i-${index}`,
        zone: 'eu-west-1a',
        lifecycleState: 'InService',
        healthy: true,
        templateId: 'lt-0123456789abcdef0',
        templateVersion: String(index % 3),
      })),
    }))
    expect(judgeIn(check, many)).toMatchObject({
      findings: [{observed: {nodes: 267, all: 400, versions: ['0', '2']}}],
    })
  })

  it('fails more gravely where no node can be started: template, version or image gone', () => {
    for (const part of [
      {version: null, newest: null, image: null},
      {version: null, image: null},
      {image: {id: 'ami-0', exists: known(false)}},
    ]) {
      const verdict = judgeIn(check, template(part))
      expect(failures(verdict)).toEqual(['gone: OpenViduMediaNodeLaunchTemplate'])
      expect(verdict).toMatchObject({findings: [{severity: 'high'}]})
    }
  })

  it('does not pass an image that was not seen, and does not apply without a launch template', () => {
    const hidden = template({image: {id: 'ami-0', exists: unknown('denied', 'no', 'ec2:DescribeImages')}})
    expect(judgeIn(check, hidden)).toMatchObject({status: 'unknown', unseen: {action: 'ec2:DescribeImages'}})
    const none = withFacts(healthyStack(), {mediaTemplate: {state: 'absent', why: 'no launch template'}})
    expect(judgeIn(check, none)).toEqual({status: 'not-applicable', why: 'no launch template'})
  })
})
