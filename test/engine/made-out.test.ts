import {describe, expect, it} from 'vitest'
import {madeOut} from '../../src/engine/made-out.ts'
import type {Finding} from '../../src/model/verdict.ts'

const remedy = {
  text: 'Mend it.',
  commands: ['aws ssm start-session --target INSTANCE_ID', 'aws autoscaling end --instance-id MEDIA_INSTANCE_ID'],
  url: 'https://example.com',
}

const about = (id: string | null): Finding => ({
  phrase: 'wrong',
  subject: {type: 'AWS::EC2::Instance', id, logicalId: null, location: null},
  severity: 'high',
  message: '',
  observed: {},
  expected: {},
  commands: null,
  defect: null,
  fingerprint: '',
})

const commandsFor = (...ids: readonly (string | null)[]) => madeOut(remedy, ids.map(about), undefined).commands

describe('the commands of a remedy', () => {
  it('name the instance where all findings are about one', () => {
    expect(commandsFor('i-0123456789abcdef0', 'i-0123456789abcdef0')).toEqual([
      'aws ssm start-session --target i-0123456789abcdef0',
      // A placeholder of another name is left to its reader.
      'aws autoscaling end --instance-id MEDIA_INSTANCE_ID',
    ])
  })

  it.each([
    [['i-0123456789abcdef0', 'i-0123456789abcdef1']],
    [[null]],
    [[]],
    [['i-0; reboot']],
    [['vol-0123456789abcdef0']],
  ])('keep the placeholder for %j', ids => {
    expect(commandsFor(...ids)).toEqual(remedy.commands)
  })

  it('are those that the findings brought, each once', () => {
    const given = ['aws iam attach-role-policy --role-name one', 'aws iam attach-role-policy --role-name one']
    expect(madeOut(remedy, [about(null)], given).commands).toEqual(given.slice(0, 1))
  })
})
