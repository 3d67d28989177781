import {describe, expect, it} from 'vitest'
import {stackReference} from '../../src/cli/stack-reference.ts'
import {oneTarget} from '../../src/cli/target.ts'
import {UnusableInput} from '../../src/model/errors.ts'

const given = (own: Partial<Parameters<typeof oneTarget>[0]>) =>
  oneTarget({stack: undefined, template: undefined, from: undefined, offline: false, ofStacks: [], ...own})

describe('what a run examines', () => {
  it('is the one thing that was named', () => {
    expect(given({stack: 'video', ofStacks: ['--wait', '--probe']})).toEqual({kind: 'stack', stack: 'video'})
    expect(given({template: 'a.yaml', offline: true})).toEqual({kind: 'plan', template: 'a.yaml'})
    expect(given({from: 'a.json'})).toEqual({kind: 'saved', file: 'a.json'})
  })

  it.each([
    [{}, 'nothing to examine'],
    [{stack: 'video', template: 'a.yaml'}, 'exclude each other'],
    [{stack: 'video', from: 'a.json'}, 'exclude each other'],
    [{stack: 'video', offline: true}, 'cannot be seen with --offline'],
    [{template: 'a.yaml', ofStacks: ['--wait']}, '--wait is for a deployed stack only'],
    [{from: 'a.json', ofStacks: ['--wait']}, '--wait is for a deployed stack only'],
    [
      {template: 'a.yaml', ofStacks: ['--verify-secret', '--probe']},
      '--verify-secret, --probe is for a deployed stack',
    ],
  ])('is refused: %o', (own, message) => {
    expect(() => given(own)).toThrow(UnusableInput)
    expect(() => given(own)).toThrow(message)
  })
})

describe('the name of a stack', () => {
  const id = '11111111-2222-4333-8444-555555555555'
  const arn = (partition: string, region: string) =>
    `arn:${partition}:cloudformation:${region}:123456789012:stack/video/${id}`

  it('is as it was given, with the region that an ARN brings along, of any partition', () => {
    expect(stackReference('video', null)).toEqual({name: 'video', region: null})
    expect(stackReference('video', 'eu-west-1')).toEqual({name: 'video', region: 'eu-west-1'})
    for (const [partition, region] of [
      ['aws', 'eu-west-1'],
      ['aws-us-gov', 'us-gov-west-1'],
      ['aws-cn', 'cn-north-1'],
      ['aws-iso-b', 'us-isob-east-1'],
    ] as const) {
      const name = arn(partition, region)
      expect(stackReference(name, null)).toEqual({name, region})
      expect(stackReference(name, region)).toEqual({name, region})
    }
  })

  it('is refused where the ARN is of another region than given', () => {
    expect(() => stackReference(arn('aws', 'eu-west-1'), 'us-east-1')).toThrow('the ARN is of eu-west-1')
  })

  it('takes the region of its ARN before one that merely stands in the environment', () => {
    const name = arn('aws', 'eu-west-1')
    expect(stackReference(name, 'us-east-1', 'us-east-1')).toEqual({name, region: 'eu-west-1'})
    expect(() => stackReference(name, 'us-west-2', 'us-east-1')).toThrow('the ARN is of eu-west-1')
  })

  it.each([
    '',
    '1video',
    'video stack',
    '-video',
    'v'.repeat(129),
    'arn:aws:cloudformation:eu-west-1:123456789012:changeSet/video/x',
    'arn:aws:s3:::bucket',
    'video\n',
    '../video',
  ])('is refused: %j', name => {
    expect(() => stackReference(name, null)).toThrow(UnusableInput)
  })
})
